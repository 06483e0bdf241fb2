//! What is found in a source text, and what only looks like it.

use super::{Sources, sendable, tokens};

#[track_caller]
fn finds(text: &str, names: &[&str]) {
    assert_eq!(sendable(&tokens(text)), names, "{text}");
}

#[test]
fn a_derive_names_the_item_after_it() {
    finds("#[derive(Sendable)] struct A;", &["A"]);
    finds("#[derive(Debug, wirecheck::Sendable,)]\n/// b\npub(crate) enum B { X }", &["B"]);
    finds(
        "#[derive(Serialize)]\n#[derive(Sendable)]\n#[serde(tag = \"struct X\")]\nstruct C<'a>(&'a str);",
        &["C"],
    );
    finds("#[cfg_attr(feature = \"wire\", derive(Sendable))] struct D;", &["D"]);
    finds("#[derive(Sendable)] struct A; struct B; #[derive(Sendable)] enum C {}", &["A", "C"]);
}

#[test]
fn another_name_for_it_is_known() {
    finds("use wirecheck::Sendable as Wire; #[derive(Wire)] struct A;", &["A"]);
    finds("use other::Thing as Wire; #[derive(Wire)] struct A;", &[]);
}

#[test]
fn what_is_no_code_is_skipped() {
    finds("// #[derive(Sendable)] struct A;", &[]);
    finds("/* /* */ #[derive(Sendable)] struct A; */", &[]);
    finds("const T: &str = \"\\\"#[derive(Sendable)] struct A;\";", &[]);
    finds("const T: &str = r#\"\" #[derive(Sendable)] struct A;\"#;", &[]);
    finds("const Q: char = '\"'; #[derive(Sendable)] struct A; const R: char = '\\'';", &["A"]);
    finds("fn f<'a>(x: &'a str) {} #[derive(Sendable)] struct A;", &["A"]);
}

#[test]
fn other_derives_and_names_of_macros_are_not_meant() {
    finds("#[derive(Debug)] struct A; fn f<T: Sendable>() {}", &[]);
    finds("macro_rules! m { ($n:ident) => { #[derive(Sendable)] struct $n; } } struct B;", &[]);
}

#[test]
fn texts_that_end_too_early_end_the_search() {
    for text in
        ["\"", "'", "/*", "r#\"", "#[derive(Sendable)", "#[derive(Sendable)] struct", "'\\", "/", "é'é"]
    {
        finds(text, &[]);
    }
}

#[test]
fn words_are_those_of_the_code() {
    let mut sources = Sources::default();
    sources.add_text("fn half(x: u64) -> &'static str { \"text\" /* note */ }");
    let words: Vec<&str> = sources.words.iter().map(String::as_str).collect();
    assert_eq!(words, ["fn", "half", "static", "str", "u64", "x"]);
}

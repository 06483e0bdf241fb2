//! The macros in the crates of others: what a crate of a user may be named, contain, allow and forbid.
//!
//! Each crate is under `hygiene/`; it is built for itself, and clippy must find nothing at all in it.

#[path = "support/project.rs"]
mod project;

use project::{Project, dependency};
use std::fmt::Write as _;
use std::fs;

fn crate_of(name: &str) -> Project {
    let mut project = Project::new(env!("CARGO_TARGET_TMPDIR"), name);
    add(&mut project, name, "src");
    project
}

/// Copies the files of a crate.
fn add(project: &mut Project, name: &str, to: &str) {
    let folder = project::root().join("tests/hygiene").join(name);
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_str().unwrap();
        project.file(&format!("{to}/{file}"), &fs::read_to_string(&path).unwrap());
    }
}

/// Builds the crate and asserts that nothing is said about it.
fn is_silent(project: &Project) {
    let built = project.cargo(&["clippy", "--all-targets"]);
    assert!(built.good && built.messages.is_empty(), "{}", built.report());
}

#[test]
fn every_lint_is_denied() {
    let mut project = crate_of("strict");
    project.manifest("strict", &[]);
    project.file("src/big.rs", &big());
    is_silent(&project);
}

/// 300 variants and 200 fields, which nobody writes down.
fn big() -> String {
    let mut text =
        "//! Large types.\n\nuse serde::{Deserialize, Serialize};\nuse wirecheck::{Bincode, Sendable};\n"
            .to_owned();
    let derive = "#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Sendable)]";
    write!(text, "\n/// An enum.\n{derive}\npub enum Op {{\n").unwrap();
    for at in 0..300 {
        let content = ["", "(u8)", " {\n        /// A field.\n        of: String,\n    }"][at % 3];
        writeln!(text, "    /// A variant.\n    V{at}{content},").unwrap();
    }
    write!(text, "}}\n\n/// A struct.\n{derive}\npub struct Row {{\n").unwrap();
    for at in 0..200 {
        let ty = ["u8", "String", "Vec<Op>", "Option<Box<Self>>", "(u8, u16)"][at % 5];
        writeln!(text, "    /// A field.\n    pub f{at}: {ty},").unwrap();
    }
    text.push_str("}\n\nconst fn needs<T: Sendable<Bincode>>() {}\n\n/// What they are used with.\npub const USES: () = {\n    needs::<Row>();\n};\n");
    text
}

#[test]
fn there_is_no_prelude() {
    let mut project = crate_of("no_prelude");
    project.manifest("no_prelude", &[]);
    is_silent(&project);
}

#[test]
fn there_is_no_standard_library() {
    let mut project = crate_of("no_std");
    project.manifest("no_std", &[]);
    is_silent(&project);
}

#[test]
fn generated_names_are_the_users_own() {
    let mut project = crate_of("names");
    project.manifest("names", &[]);
    is_silent(&project);
}

#[test]
fn what_serde_takes_is_taken() {
    let mut project = crate_of("shapes");
    project.manifest("shapes", &[]);
    is_silent(&project);
}

/// A refused type is refused once, in words that have a code: rustc adds nothing about missing impls.
#[test]
fn what_is_refused_is_refused_in_words_with_a_code() {
    let mut project = crate_of("refused");
    project.manifest("refused", &[]);
    let built = project.cargo(&["check"]);
    let errors: Vec<&str> = built.errors().map(|error| error.text.as_str()).collect();
    assert!(!built.good && errors.len() > 20, "{}", built.report());
    let is_ours = |text: &str| text.starts_with("error: [WC") || text.contains("evaluation panicked: [WC");
    let is_the_end = |text: &str| text.starts_with("error: aborting") || text.starts_with("error: could not");
    for text in errors {
        assert!(is_ours(text) || is_the_end(text), "{text}");
    }
}

#[test]
fn modules_are_named_as_crates_are() {
    let mut project = crate_of("shadows");
    project.manifest("shadows", &[]);
    is_silent(&project);
}

#[test]
fn the_library_has_another_name_or_comes_through_a_third_crate() {
    let mut project = crate_of("renamed");
    let wc = dependency(&[]).replacen('{', "{ package = \"wirecheck\",", 1);
    project.manifest_with("renamed", "2024", &format!("wc = {wc}\nmiddle = {{ path = \"middle\" }}"));
    add(&mut project, "middle", "middle/src");
    let manifest = format!(
        "[package]\nname = \"middle\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[dependencies]\nserde = \"1\"\n\
         wirecheck = {}\n",
        dependency(&[])
    );
    project.file("middle/Cargo.toml", &manifest);
    is_silent(&project);
}

#[test]
fn editions_differ() {
    for edition in ["2018", "2021"] {
        let name = format!("edition_{edition}");
        let mut project = Project::new(env!("CARGO_TARGET_TMPDIR"), &name);
        add(&mut project, "editions", "src");
        project.manifest_with(&name, edition, &format!("wirecheck = {}", dependency(&[])));
        is_silent(&project);
    }
}

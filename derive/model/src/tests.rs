use crate::roles::{self, Holds};
use crate::{Compared, Model, ValueShape};
use quote::ToTokens;
use syn::DeriveInput;

fn parse(source: &str) -> DeriveInput {
    syn::parse_str(source).unwrap_or_else(|error| panic!("{error}: {source}"))
}

/// The code of each diagnostic, with its line and column, and its detail.
fn found(source: &str) -> Vec<String> {
    let input = parse(source);
    let model = Model::new(&input);
    let line = |found: &crate::Diagnostic| {
        let at = found.span().start();
        format!("{} {}:{} {}", found.rule.code, at.line, at.column, found.detail).trim_end().to_owned()
    };
    model.diagnostics.iter().map(line).collect()
}

#[test]
fn a_type_without_mistakes_has_no_diagnostics() {
    assert!(found("struct Job { name: String, #[serde(default)] size: u8 }").is_empty());
}

#[test]
fn every_mistake_is_reported_at_its_place() {
    let source = "#[sendable(trsut)]
struct Job<'a> {
    #[serde(skip)]
    cache: u8,
    #[serde(with = \"module\")]
    at: u8,
    #[sendable(accept = \"skip\")]
    name: &'a str,
}";
    assert_eq!(
        found(source),
        [
            "WC0001 1:11 `trsut`, did you mean `trust`?",
            "WC0003 2:11 `'a`",
            "WC0005 3:12 `cache`",
            "WC0009 5:12 `at`",
            "WC0016 7:24 `skip`",
        ]
    );
}

#[test]
fn a_diagnostic_displays_as_the_compiler_prints_it() {
    let input = parse("union Bits { a: u8, b: i8 }");
    let model = Model::new(&input);
    let [found] = model.diagnostics.as_slice() else { panic!("one diagnostic") };
    let text = found.to_string();
    assert!(
        text.starts_with("[WC0004] ") && text.contains("\n   why: ") && text.contains("\n  help: "),
        "{text}"
    );
    assert_eq!(found.to_error().to_string(), text);
}

#[test]
fn an_accept_lifts_a_refusal_and_an_inner_one_does_not_make_an_outer_one_unused() {
    let source = "#[sendable(accept = \"skip\")]
        struct Job { #[serde(skip)] #[sendable(accept = \"skip\")] cache: u8 }";
    assert!(found(source).is_empty());
}

#[test]
fn names_that_differ_between_writing_and_reading_need_positions() {
    let input = parse("struct Job { #[serde(rename(serialize = \"a\", deserialize = \"b\"))] size: u8 }");
    let model = Model::new(&input);
    let needs: Vec<&str> = model.needs.iter().map(|found| found.need.attribute).collect();
    assert_eq!(needs, ["name of a field, split or shared"]);
    assert_eq!(model.needs[0].at.start().column, 21);
    assert!(!model.needs[0].is_buffered);
}

#[test]
fn an_empty_struct_variant_of_an_untagged_enum_is_read_from_a_buffer() {
    let input = parse("#[serde(untagged)] enum Event { Nothing {}, Text(String) }");
    let needs: Vec<(&str, bool)> =
        Model::new(&input).needs.iter().map(|found| (found.need.attribute, found.is_buffered)).collect();
    assert_eq!(needs, [("untagged with struct variants", false), ("struct without fields", true)]);
}

#[test]
fn roles_follow_from_the_written_form() {
    let text = |holds: Holds| match holds {
        Holds::Always => "always".to_owned(),
        Holds::With(capability) => format!("with {capability}"),
        Holds::IfOf(types) => {
            let types: Vec<String> = types.iter().map(|ty| ty.to_token_stream().to_string()).collect();
            format!("if of {}", types.join(", "))
        }
    };
    let roles = |source: &str| {
        let input = parse(source);
        let container = Model::new(&input).container;
        [
            text(roles::never_null(&container)),
            text(roles::map_key(&container)),
            roles::flatten(&container).map_or("never".to_owned(), text),
        ]
    };
    assert_eq!(roles("struct Job { size: u8 }"), ["always", "with AnyMapKey", "always"]);
    assert_eq!(roles("struct Id(u8);"), ["if of u8", "if of u8", "if of u8"]);
    assert_eq!(roles("struct Marker;"), ["with UnitStructs", "with AnyMapKey", "always"]);
    assert_eq!(roles("enum Color { Red, Green }"), ["always", "always", "with UnitVariantEntries"]);
    assert_eq!(
        roles("#[serde(untagged)] enum Either { Left(u8), None }"),
        ["with NestedOptions", "with AnyMapKey", "never"]
    );
    assert_eq!(roles("#[serde(from = \"u8\", into = \"u8\")] struct Id(char);"), ["if of u8"; 3]);
}

#[test]
fn what_only_the_compiler_can_compare_is_listed() {
    let compared = |source: &str| {
        let input = parse(source);
        let comparisons = Model::new(&input).comparisons();
        let asked = comparisons.into_iter().filter(|it| !it.is_accepted);
        asked.map(|it| (it.rule.code, it.of)).collect::<Vec<_>>()
    };
    let [(code, Compared::Variants(variants))] =
        &compared("#[serde(untagged)] enum Value { Text(String), Nothing }")[..]
    else {
        panic!("one comparison of variants")
    };
    assert_eq!(*code, "WC0013");
    assert_eq!(variants[1], ("Nothing".to_owned(), ValueShape::Null));

    let tagged = compared("#[serde(tag = \"kind\")] enum Event { Run(Job), Stop }");
    let [(code, Compared::Tag { variant, tag, .. })] = &tagged[..] else { panic!("one comparison of a tag") };
    assert_eq!((*code, variant.as_str(), tag.as_str()), ("WC0023", "Run", "kind"));

    let flattened = compared("struct All { id: u8, #[serde(flatten)] rest: Job }");
    let [(code, Compared::Flattened { own, parts }), (denied, Compared::Denied { denies_unknown, .. })] =
        &flattened[..]
    else {
        panic!("a comparison of entries, and one of what is denied")
    };
    assert_eq!((*code, own.len(), parts[0].0.as_str()), ("WC0015", 1, "rest"));
    assert_eq!((*denied, *denies_unknown), ("WC0029", false));

    let accepted =
        "struct All { id: u8, #[serde(flatten)] #[sendable(accept = \"flatten-overlap\")] rest: Job }";
    assert!(matches!(&compared(accepted)[..], [("WC0029", _)]));
    assert!(compared("#[serde(tag = \"kind\")] enum Event { Stop, Run { at: u8 } }").is_empty());
}

#[test]
fn a_type_among_its_own_entries_is_refused_where_serde_does_not_end() {
    let refused = |source: &str| {
        let input = parse(source);
        Model::new(&input).diagnostics.iter().any(|it| it.rule.code == "WC0027")
    };
    for source in [
        "#[serde(tag = \"t\")] enum Expr { Lit { v: i64 }, Not(Box<Expr>) }",
        "#[serde(tag = \"t\")] enum Expr { Lit { v: i64 }, Not(Self) }",
        "#[serde(tag = \"t\")] enum Expr<T> { Lit(T), Not(Box<Expr<T>>) }",
        "struct Node { #[serde(flatten)] next: Option<Box<Node>> }",
        "struct Node { #[serde(flatten)] #[sendable(trust)] next: Option<std::boxed::Box<self::Node>> }",
        "#[serde(untagged)] enum Tree { Leaf, Node { #[serde(flatten)] next: Box<Tree> } }",
        "enum Tree { Leaf, #[serde(untagged)] Node { #[serde(flatten)] next: Box<Tree> } }",
    ] {
        assert!(refused(source), "{source}");
    }
    for source in [
        "#[serde(tag = \"t\")] enum Expr { Lit { v: i64 }, Not { of: Box<Expr> } }",
        "#[serde(tag = \"t\", content = \"c\")] enum Expr { Lit { v: i64 }, Not(Box<Expr>) }",
        "#[serde(tag = \"t\")] enum Expr { Lit { v: i64 }, #[serde(untagged)] Not(Box<Expr>) }",
        "#[serde(untagged)] enum Expr { Lit { v: i64 }, Not(Box<Expr>) }",
        "enum Tree { Leaf(u8), Node { #[serde(flatten)] next: Box<Tree> } }",
        "struct Folder { #[serde(flatten)] inside: BTreeMap<String, Folder> }",
        "struct Page { #[serde(flatten)] items: Items<Page> }",
    ] {
        assert!(!refused(source), "{source}");
    }
}

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
    #[sendable(accept(\"skip\"))]
    name: &'a str,
}";
    assert_eq!(
        found(source),
        [
            "WC0001 1:11 `trsut`, did you mean `trust`?",
            "WC0003 2:11 `'a`",
            "WC0005 3:12 `cache`",
            "WC0009 5:12 `at`",
            "WC0016 7:22 `skip`",
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
fn all_variants_next_to_an_untagged_one_are_read_from_a_buffer() {
    let read_from = |source: &str| {
        let input = parse(source);
        let container = Model::new(&input).container;
        container.fields().map(|(variant, field)| field.read_from(&container, variant)).collect::<Vec<_>>()
    };
    use crate::container::ReadFrom::{Buffer, Format};
    assert_eq!(read_from("enum Event { At(Ipv6Addr), Named { id: u8 } }"), [Format, Format]);
    assert_eq!(
        read_from("enum Event { At(Ipv6Addr), #[serde(untagged)] Named { id: u8 } }"),
        [Buffer, Buffer]
    );

    let input = parse("enum Event { Nothing {}, #[serde(untagged)] Text(String) }");
    let needs: Vec<(&str, bool)> =
        Model::new(&input).needs.iter().map(|found| (found.need.attribute, found.is_buffered)).collect();
    assert_eq!(needs, [("struct without fields", true), ("untagged", false)]);
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
        let model = Model::new(&input);
        let comparisons = model.comparisons(&model.shape());
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

/// The word, the formats and the capability of each claim.
fn claims(source: &str) -> Vec<(String, String, Option<&'static str>)> {
    let input = parse(source);
    let model = Model::new(&input);
    assert!(model.diagnostics.is_empty(), "{:?}", model.diagnostics);
    let formats = |claim: &crate::Claim| {
        let paths: Vec<String> =
            claim.formats.iter().map(|path| path.to_token_stream().to_string().replace(' ', "")).collect();
        paths.join(" ")
    };
    let claim = |claim: &crate::Claim| {
        (claim.word.clone(), formats(claim), claim.unless.map(wirecheck_rules::Capability::trait_name))
    };
    model.claims.iter().map(claim).collect()
}

fn claim(word: &str, formats: &str) -> (String, String, Option<&'static str>) {
    (word.to_owned(), formats.to_owned(), None)
}

#[test]
fn an_opt_in_claims_the_formats_that_it_lists() {
    assert_eq!(
        claims(
            "struct Job { #[sendable(trust(Json, my::Toml))] a: u8, #[serde(skip)] #[sendable(accept(\"skip\", Cbor))] b: u8 }"
        ),
        [claim("`accept(\"skip\")` on `b`", "Cbor"), claim("`trust` on `a`", "Json my::Toml")]
    );
    assert_eq!(
        claims(
            "#[sendable(accept(\"skip\", \"skip-if-default\", Cbor))] struct Job { #[serde(skip)] a: u8, \
             #[serde(default, skip_serializing_if = \"is_odd\")] b: u8 }"
        ),
        [
            claim("`accept(\"skip\")` on `Job`", "Cbor"),
            claim("`accept(\"skip-if-default\")` on `Job`", "Cbor")
        ]
    );
    // Of what is neither written nor read nothing is claimed.
    assert_eq!(
        claims(
            "#[sendable(accept(\"skip\", Cbor))] struct Job { #[serde(skip)] #[sendable(trust(Json))] a: u8 }"
        ),
        [claim("`accept(\"skip\")` on `Job`", "Cbor")]
    );
}

#[test]
fn without_a_list_the_formats_of_the_type_count() {
    let job = "struct Job { #[sendable(trust)] a: u8, #[serde(skip)] #[sendable(accept = \"skip\")] b: u8 }";
    let none = [claim("`accept(\"skip\")` on `b`", ""), claim("`trust` on `a`", "")];
    assert_eq!(claims(job), none);
    let with = format!("#[sendable(formats(Json, Ron))] {job}");
    let both = [claim("`accept(\"skip\")` on `b`", "Json Ron"), claim("`trust` on `a`", "Json Ron")];
    assert_eq!(claims(&with), both);
}

#[test]
fn a_place_that_two_words_cover_is_accepted_in_the_formats_of_both() {
    let source = "#[sendable(accept(\"skip\", Json))] struct Job {
        #[serde(skip)] #[sendable(accept(\"skip\", Cbor))] a: u8,
    }";
    let of_both = claims(source);
    assert_eq!(of_both.len(), 2);
    assert!(of_both.iter().all(|(_, formats, _)| formats == "Cbor Json"), "{of_both:?}");
}

#[test]
fn a_format_that_finds_fields_by_position_needs_no_word_for_their_names() {
    let rename = "#[serde(rename(serialize = \"a\", deserialize = \"b\"))] #[sendable(accept(\"split-rename\", Json))]";
    let plain = claims(&format!("struct Job {{ {rename} x: u8 }}"));
    assert_eq!(plain[0].2, Some("PositionalFields"));
    let variant = claims(&format!("enum Job {{ {rename} X, Y }}"));
    assert_eq!(variant[0].2, Some("PositionalVariants"));
    // Next to what is flattened, every format finds them by name.
    let flattened = claims(&format!("struct Job {{ {rename} x: u8, #[serde(flatten)] rest: Rest }}"));
    assert_eq!(flattened[0].2, None);
}

#[test]
fn mistakes_in_a_list_are_reported() {
    assert_eq!(
        found("struct Job { #[sendable(trust())] a: u8, #[sendable(trust(Json, Json))] b: u8 }"),
        ["WC0002 1:24 its list of formats is empty", "WC0002 1:64 `Json` is listed twice"]
    );
    assert_eq!(
        found("#[sendable(shape = \"a b\")] struct Job { #[sendable(shape = \"u8\")] a: u8 }"),
        [
            "WC0002 1:19 `a b` is not a type, nor one of `\"text\"`, `\"bytes\"`, `\"any\"`",
            "WC0002 1:51 `shape` belongs on the type"
        ]
    );
}

#[test]
fn a_declared_shape_takes_the_place_of_what_attributes_tell() {
    let input = parse(
        "#[sendable(shape = \"(u8, String)\")] #[serde(tag = \"t\")] enum Job<'a> { #[serde(skip_deserializing)] A, B(&'a str) }",
    );
    let model = Model::new(&input);
    let codes: Vec<&str> = model.diagnostics.iter().map(|found| found.rule.code).collect();
    assert_eq!(codes, ["WC0003"], "a lifetime is refused all the same");
    assert!(model.needs.is_empty() && model.claims.is_empty());
    let proxies: Vec<String> =
        model.container.proxies().iter().map(|ty| ty.to_token_stream().to_string()).collect();
    assert_eq!(proxies, ["(u8 , String)"]);
    let word = parse("#[sendable(crate = \"mine::wirecheck\", shape = \"text\")] struct Name(u8);");
    let proxy = Model::new(&word).container.proxies()[0].to_token_stream().to_string();
    assert_eq!(proxy.replace(' ', ""), "mine::wirecheck::sendable::declared::Text");
}

#[test]
fn macros_below_the_derive_are_refused_and_helpers_of_derives_are_not() {
    for (attribute, code) in [
        ("serde_with::skip_serializing_none", "WC0026"),
        ("serde_as", "WC0026"),
        ("::serde_with::apply(Option => #[serde(default)])", "WC0026"),
        ("derive(Clone, serde_repr::Serialize_repr)", "WC0035"),
        ("derive(SerializeDisplay)", "WC0035"),
    ] {
        let found = found(&format!("#[{attribute}] struct Job {{ a: u8 }}"));
        assert_eq!(found.iter().map(|it| &it[..6]).collect::<Vec<_>>(), [code], "{attribute}");
    }
    for attribute in [
        "builder(setter(into))",
        "diesel(table_name = jobs)",
        "clap(rename_all = \"kebab-case\")",
        "error(\"broken\")",
        "schemars(deny_unknown_fields)",
        "derivative(Debug)",
        "non_exhaustive",
        "rustfmt::skip",
        "diagnostic::on_unimplemented(message = \"x\")",
        "derive(Debug, Clone)",
        "::core::prelude::v1::derive(Debug)",
        "repr(C)",
        "must_use",
        "doc = \"x\"",
    ] {
        assert_eq!(found(&format!("#[{attribute}] struct Job {{ a: u8 }}")), [""; 0], "{attribute}");
    }
    assert_eq!(found("#[derive(Serialize_repr)] #[sendable(shape = \"u8\")] enum E { A }"), [""; 0]);
}

#[test]
fn an_enum_with_an_integer_for_its_repr_may_be_a_number() {
    let range = |source: &str| Model::new(&parse(source)).container.may_be_a_number();
    assert_eq!(range("#[repr(u8)] enum E { A = 1, B }"), Some((0, 255)));
    assert_eq!(range("#[repr(C, i16)] enum E { #[serde(other)] A }"), Some((-32768, 32767)));
    assert_eq!(range("#[repr(align(8), i8)] enum E { A }"), Some((-128, 127)));
    assert_eq!(range("#[repr(C)] enum E { A }"), None);
    assert_eq!(range("#[repr(u8)] enum E { A(u8) }"), None);
    assert_eq!(range("#[repr(u8)] #[serde(rename_all = \"lowercase\")] enum E { A }"), None);
    assert_eq!(range("#[repr(u8)] enum E { #[serde(rename = \"a\")] A }"), None);
}

#[test]
fn a_missing_field_with_own_code_is_not_none() {
    let field = |words: &str, ty: &str| {
        let source = format!(
            "struct Job {{ #[serde(skip_serializing_if = \"Option::is_none\", {words})] \
             #[sendable(trust(Json), accept(\"one-sided-with\", Json))] a: {ty} }}"
        );
        let found = found(&source);
        found.iter().any(|it| it.starts_with("WC0014") && it.contains("no `default`"))
    };
    assert!(field("with = \"m\"", "Option<u8>") && field("deserialize_with = \"m\"", "Option<u8>"));
    assert!(field("with = \"m\"", "Maybe"), "an alias is not known to be an `Option`");
    assert!(!field("serialize_with = \"m\"", "Option<u8>"), "read by the impl of `Option`");
    assert!(!field("with = \"m\", default", "Option<u8>"));
    let accepted = "struct Job { #[serde(skip_serializing_if = \"Option::is_none\", with = \"m\")] \
                    #[sendable(trust(Json), accept(\"skip-if-default\", Json))] a: Option<u8> }";
    assert!(found(accepted)[0].starts_with("WC0014"), "no `accept` makes it right");
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

use crate::judge::{Evidence, Finding, Inputs, Judge, Outcome, Severity, Verdict};
use crate::survey::{Converted, FieldNote, Kind, Package, Place, Side, Source, Survey, TextLine, TypeNote};

/// The name of a type, its declaration (none if its impls are written by hand), and the types of its fields.
type Declared<'a> = (&'a str, Option<&'a str>, &'a [(Option<u32>, u32, &'a str)]);

/// A program of these types.
fn survey(types: &[Declared<'_>]) -> Survey {
    let mut survey = Survey::default();
    for (name, declaration, fields) in types {
        let kind = match declaration {
            None => Kind::ByHand,
            Some(text) => {
                let line = |line| TextLine { file: 0, line };
                survey.sources.push(Source {
                    package: Package { name: "shop".into(), version: "1.0.0".into(), is_member: true },
                    place: Place { file: "src/lib.rs".into(), line: 1, column: 1 },
                    text: (*text).to_owned(),
                    lines: (11..).take(text.lines().count()).map(line).collect(),
                    files: vec!["src/lib.rs".into()],
                    module: None,
                });
                Kind::Derived(survey.sources.len() - 1)
            }
        };
        let note = |(variant, field, ty): &(Option<u32>, u32, &str)| FieldNote {
            variant: *variant,
            field: *field,
            type_name: (*ty).to_owned(),
        };
        for side in [Side::Serialize, Side::Deserialize] {
            let fields = fields.iter().map(note).collect();
            survey.types.push(TypeNote {
                name: (*name).to_owned(),
                side,
                kind,
                fields,
                converted: Converted::default(),
            });
        }
    }
    survey
}

fn verdict(survey: &Survey, name: &str, format: &str) -> Verdict {
    let inputs = Inputs::read(survey);
    let names = [name.to_owned()];
    let judge = Judge::new(survey, &inputs);
    let known = survey.types.iter().map(|note| note.name.as_str()).find(|known| *known == name);
    judge_of(&judge, known.unwrap_or(names[0].as_str()), format)
}

fn judge_of<'a>(judge: &Judge<'a>, name: &'a str, format: &str) -> Verdict {
    judge.verdict(name, format)
}

/// The code, severity and place of each finding.
fn listed(verdict: &Verdict) -> Vec<(&str, Severity, String)> {
    let place = |found: &Finding| found.mark.as_ref().map(|mark| mark.place.to_string()).unwrap_or_default();
    verdict.findings().map(|found| (found.rule.code, found.severity, place(found))).collect()
}

const STRING: &str = "alloc::string::String";

#[test]
fn a_need_is_marked_at_its_attribute() {
    let order = "struct Order {\n    #[serde(flatten)]\n    by: Person,\n}";
    let person = "struct Person { name: String }";
    let survey = survey(&[
        ("shop::Order", Some(order), &[(None, 0, "shop::Person")]),
        ("shop::Person", Some(person), &[(None, 0, STRING)]),
    ]);
    let json = verdict(&survey, "shop::Order", "json");
    assert!(matches!(json.outcome, Outcome::Accepted), "{json:?}");
    assert_eq!(json.evidence, Evidence::Proved);
    let bincode = verdict(&survey, "shop::Order", "bincode");
    assert_eq!(listed(&bincode), [("WC0040", Severity::Error, "src/lib.rs:12:13".to_owned())]);
    let Outcome::Refused(found) = &bincode.outcome else { panic!("{bincode:?}") };
    let mark = found.mark.as_ref().unwrap();
    assert_eq!((mark.end_line, mark.end_column), (12, 20));
    assert_eq!(found.what, "bincode is not a self-describing wire format");
    assert!(found.why.starts_with("`flatten`: "), "{}", found.why);
    assert!(!found.fix.contains("sendable"), "{}", found.fix);
}

#[test]
fn what_is_deep_inside_is_found_with_its_path() {
    let order = "struct Order { lines: Vec<Line> }";
    let line = "struct Line { by: BTreeMap<(u8, u8), String> }";
    let survey = survey(&[
        ("shop::Order", Some(order), &[(None, 0, "alloc::vec::Vec<shop::Line>")]),
        (
            "shop::Line",
            Some(line),
            &[(None, 0, "alloc::collections::btree::map::BTreeMap<(u8, u8), alloc::string::String>")],
        ),
    ]);
    let json = verdict(&survey, "shop::Order", "json");
    let Outcome::Refused(found) = &json.outcome else { panic!("{json:?}") };
    assert_eq!(found.rule.code, "WC0050");
    assert_eq!(found.mark.as_ref().unwrap().place.to_string(), "src/lib.rs:11:19");
    let steps: Vec<_> =
        found.path.iter().map(|step| (step.type_name.as_str(), step.field.as_deref())).collect();
    let vec = "alloc::vec::Vec<shop::Line>";
    assert_eq!(steps, [("shop::Order", Some("lines")), (vec, None), ("shop::Line", Some("by"))]);
    assert!(matches!(verdict(&survey, "shop::Order", "bincode").outcome, Outcome::Accepted));
}

#[test]
fn code_of_the_author_is_for_review_and_its_type_is_not_asked() {
    let key = "struct Key {\n    #[serde(with = \"hex\")]\n    bytes: [u8; 64],\n}";
    let survey = survey(&[("shop::Key", Some(key), &[(None, 0, "[u8; 64]")])]);
    let found = verdict(&survey, "shop::Key", "json");
    assert_eq!(listed(&found), [("WC0009", Severity::Review, "src/lib.rs:12:13".to_owned())]);
    assert_eq!(found.severity(), Some(Severity::Review));
}

#[test]
fn the_code_of_known_modules_is_known() {
    let pair = "serialize_with = \"serde_bytes::serialize\", deserialize_with = \"serde_bytes::deserialize\"";
    for words in ["with = \"serde_bytes\"", pair] {
        let key = format!("struct Key {{\n    #[serde({words})]\n    bytes: Vec<u8>,\n}}");
        let all = survey(&[("shop::Key", Some(&key), &[(None, 0, "alloc::vec::Vec<u8>")])]);
        let found = verdict(&all, "shop::Key", "bincode");
        assert!(matches!(found.outcome, Outcome::Accepted), "{words}: {found:?}");
        assert_eq!(found.evidence, Evidence::Known);
        // Nobody has tried it with others.
        let other = survey(&[("shop::Key", Some(&key), &[(None, 0, "shop::Bytes")])]);
        assert_eq!(listed(&verdict(&other, "shop::Key", "bincode"))[0].0, "WC0009", "{words}");
    }
    let untagged = "#[serde(untagged)] enum Key {\n    One(#[serde(with = \"serde_bytes\")] Vec<u8>),\n    Two(bool),\n}";
    let fields = [(Some(0), 0, "alloc::vec::Vec<u8>"), (Some(1), 0, "bool")];
    let untagged = survey(&[("shop::Key", Some(untagged), &fields)]);
    let found = verdict(&untagged, "shop::Key", "json");
    let codes: Vec<_> = listed(&found).iter().map(|it| it.0).collect();
    assert!(codes.contains(&"WC0009"), "the buffer is not the format: {codes:?}");
}

#[test]
fn what_looks_alike_everywhere_is_said_once() {
    let version = "enum Version {\n    One,\n    #[serde(untagged)]\n    Other(String),\n}";
    let survey = survey(&[("shop::Version", Some(version), &[(Some(1), 0, STRING)])]);
    let found = verdict(&survey, "shop::Version", "messagepack");
    assert_eq!(listed(&found), [("WC0013", Severity::Error, "src/lib.rs:13:13".to_owned())]);
}

#[test]
fn a_view_that_is_only_written_may_borrow() {
    let view = "struct View<'a> { name: &'a str, by: &'a [&'a str], all: Option<Option<u8>> }";
    let fields: &[(Option<u32>, u32, &str)] = &[
        (None, 0, "&str"),
        (None, 1, "&[&str]"),
        (None, 2, "core::option::Option<core::option::Option<u8>>"),
    ];
    let mut survey = survey(&[("shop::View", Some(view), fields)]);
    assert_eq!(listed(&verdict(&survey, "shop::View", "bincode"))[0].0, "WC0003");

    survey.types.retain(|note| note.side == Side::Serialize);
    let written = verdict(&survey, "shop::View", "bincode");
    assert!(matches!(written.outcome, Outcome::Accepted), "{written:?}");
    assert_eq!(written.evidence, Evidence::Possible);
    // What else is wrong stays wrong.
    assert_eq!(listed(&verdict(&survey, "shop::View", "json"))[0].0, "WC0048");
}

#[test]
fn what_is_in_a_lock_is_asked_too() {
    let shared = "struct Shared { by: Arc<Mutex<Option<Option<u8>>>> }";
    let ty =
        "alloc::sync::Arc<std::sync::poison::mutex::Mutex<core::option::Option<core::option::Option<u8>>>>";
    let survey = survey(&[("shop::Shared", Some(shared), &[(None, 0, ty)])]);
    let found = verdict(&survey, "shop::Shared", "json");
    let at = "src/lib.rs:11:21".to_owned();
    let all = [
        ("WC0081", Severity::Review, at.clone()),
        ("WC0075", Severity::Review, at.clone()),
        ("WC0048", Severity::Error, at),
    ];
    assert_eq!(listed(&found), all);
    assert_eq!(found.severity(), Some(Severity::Error));
}

#[test]
fn a_field_that_is_not_written_shifts_the_others_where_they_have_no_names() {
    let cache = "struct Cache {\n    #[serde(skip_serializing, default)]\n    seen: u8,\n    size: u64,\n}";
    let survey = survey(&[("shop::Cache", Some(cache), &[(None, 0, "u8"), (None, 1, "u64")])]);
    let severity = |format| verdict(&survey, "shop::Cache", format).severity();
    assert_eq!(severity("json"), Some(Severity::Review));
    assert_eq!(severity("postcard"), Some(Severity::Error));
}

#[test]
fn types_that_contain_each_other_are_asked_once() {
    let dir = "struct Dir { entries: Vec<Entry> }";
    let entry = "enum Entry { File(String), Dir(Dir) }";
    let survey = survey(&[
        ("shop::Dir", Some(dir), &[(None, 0, "alloc::vec::Vec<shop::Entry>")]),
        ("shop::Entry", Some(entry), &[(Some(0), 0, STRING), (Some(1), 0, "shop::Dir")]),
    ]);
    for format in wirecheck_rules::FORMATS {
        let found = verdict(&survey, "shop::Dir", format.name);
        assert!(matches!(found.outcome, Outcome::Accepted), "{found:?}");
    }
}

#[test]
fn a_hand_written_type_is_never_passed_over() {
    let order = "struct Order { price: Option<Price> }";
    let survey = survey(&[
        ("shop::Order", Some(order), &[(None, 0, "core::option::Option<shop::Price>")]),
        ("shop::Price", None, &[]),
    ]);
    let found = verdict(&survey, "shop::Order", "json");
    assert_eq!(found.evidence, Evidence::Unproven);
    let Outcome::Unproven(unproven) = found.outcome else { panic!("{found:?}") };
    assert_eq!(unproven.type_name, "shop::Price");
    assert_eq!(unproven.path.len(), 2);
    assert_eq!(unproven.reason, "its serde impls are written by hand");
    // One that nobody saw, and a format that nobody knows.
    let outcome = |name, format| verdict(&survey, name, format).outcome;
    assert!(matches!(outcome("shop::Other", "json"), Outcome::Unproven(_)));
    assert!(matches!(outcome("u8", "toml"), Outcome::Unproven(_)));
    assert!(matches!(outcome("u8", "json"), Outcome::Accepted));
}

#[test]
fn a_comparison_with_an_unknown_type_is_unproven() {
    let price = "#[serde(untagged)]\nenum Price { Exact(Decimal), Text(String) }";
    let survey = survey(&[
        ("shop::Price", Some(price), &[(Some(0), 0, "shop::Decimal"), (Some(1), 0, STRING)]),
        ("shop::Decimal", None, &[]),
    ]);
    assert!(matches!(verdict(&survey, "shop::Price", "json").outcome, Outcome::Unproven(_)));
    // That the format is not self-describing is known.
    assert_eq!(listed(&verdict(&survey, "shop::Price", "bincode"))[0].0, "WC0040");
}

#[test]
fn a_type_of_another_crate_is_known_by_its_path() {
    let order = "struct Order { id: Uuid, at: DateTime<Utc> }";
    let fields: &[_] =
        &[(None, 0, "uuid::Uuid"), (None, 1, "chrono::datetime::DateTime<chrono::offset::utc::Utc>")];
    let survey = survey(&[("shop::Order", Some(order), fields), ("uuid::Uuid", None, &[])]);
    let found = verdict(&survey, "shop::Order", "json");
    assert_eq!(listed(&found), [("WC0100", Severity::Review, "src/lib.rs:11:30".to_owned())]);
    assert_eq!(found.evidence, Evidence::Known);
}

#[test]
fn a_type_that_is_only_written_is_not_proved() {
    let mut survey = survey(&[("shop::Order", Some("struct Order { id: u8 }"), &[(None, 0, "u8")])]);
    assert_eq!(verdict(&survey, "shop::Order", "json").evidence, Evidence::Proved);
    survey.types.retain(|note| note.side == Side::Serialize);
    let found = verdict(&survey, "shop::Order", "json");
    assert!(matches!(found.outcome, Outcome::Accepted));
    assert_eq!(found.evidence, Evidence::Possible);
}

#[test]
fn two_declarations_of_one_name_are_not_told_apart() {
    let order = "struct Order { id: u8 }";
    let fields: &[_] = &[(None, 0, "u8")];
    let survey = survey(&[("shop::Order", Some(order), fields), ("shop::Order", Some(order), fields)]);
    assert!(matches!(verdict(&survey, "shop::Order", "json").outcome, Outcome::Unproven(_)));
}

#[test]
fn a_feature_that_cannot_be_seen_leaves_a_doubt() {
    let survey = survey(&[]);
    let outcome = |name, format| verdict(&survey, name, format).outcome;
    assert!(matches!(outcome("rust_decimal::decimal::Decimal", "json"), Outcome::Unproven(_)));
    assert!(matches!(outcome("rust_decimal::decimal::Decimal", "bincode"), Outcome::Refused(_)));
    assert!(matches!(outcome("serde_json::value::Value", "cbor"), Outcome::Accepted));
    assert!(matches!(outcome("serde_json::value::Value", "messagepack"), Outcome::Unproven(_)));
}

#[test]
fn the_type_that_cannot_be_flattened_is_named() {
    let order = "struct Order { id: u8, #[serde(flatten)] by: Vec<u8> }";
    let fields: &[_] = &[(None, 0, "u8"), (None, 1, "alloc::vec::Vec<u8>")];
    let survey = survey(&[("shop::Order", Some(order), fields)]);
    let found = verdict(&survey, "shop::Order", "json");
    let Outcome::Refused(found) = found.outcome else { panic!("{found:?}") };
    assert!(
        found.what.starts_with("`alloc::vec::Vec<u8>` is not written as entries with names"),
        "{}",
        found.what
    );
}

#[test]
fn a_conversion_is_for_review_and_what_is_written_is_asked() {
    let price = "#[serde(into = \"Wire\", from = \"Wire\")]\nstruct Price(u128);";
    let mut survey = survey(&[
        ("shop::Price", Some(price), &[(None, 0, "u128")]),
        (
            "shop::Wire",
            Some("struct Wire { by: BTreeMap<(u8, u8), u8> }"),
            &[(None, 0, "alloc::collections::btree::map::BTreeMap<(u8, u8), u8>")],
        ),
    ]);
    for note in survey.types.iter_mut().filter(|note| note.name == "shop::Price") {
        let wire = Some("shop::Wire".to_owned());
        match note.side {
            Side::Serialize => note.converted.into = wire,
            Side::Deserialize => note.converted.from = wire,
        }
    }
    let found = verdict(&survey, "shop::Price", "json");
    let codes: Vec<_> = listed(&found).iter().map(|(code, severity, _)| (*code, *severity)).collect();
    assert_eq!(codes, [("WC0022", Severity::Review), ("WC0050", Severity::Error)]);
}

#[test]
fn an_enum_of_the_derive_is_written_by_name_whatever_its_repr() {
    let value = "#[serde(untagged)]\nenum Value { Level(Level), Number(u8) }";
    let level = "#[repr(u8)]\nenum Level { Low = 1, High = 2 }";
    let survey = survey(&[
        ("shop::Value", Some(value), &[(Some(0), 0, "shop::Level"), (Some(1), 0, "u8")]),
        ("shop::Level", Some(level), &[]),
    ]);
    assert!(matches!(verdict(&survey, "shop::Value", "json").outcome, Outcome::Accepted));
}

#[test]
fn entries_with_own_code_are_told_apart_by_their_names() {
    let node = "#[serde(untagged)] enum Node { Branch(Branch), Edge(Edge) }";
    let branch =
        "struct Branch { #[serde(with = \"hex\")] left: Felt, #[serde(with = \"hex\")] right: Felt }";
    let edge = "struct Edge { #[serde(with = \"hex\")] path: Felt, length: u64 }";
    let survey = survey(&[
        ("shop::Node", Some(node), &[(Some(0), 0, "shop::Branch"), (Some(1), 0, "shop::Edge")]),
        ("shop::Branch", Some(branch), &[(None, 0, "shop::Felt"), (None, 1, "shop::Felt")]),
        ("shop::Edge", Some(edge), &[(None, 0, "shop::Felt"), (None, 1, "u64")]),
    ]);
    let found = verdict(&survey, "shop::Node", "cbor");
    let codes: Vec<_> = found.findings().map(|it| (it.rule.code, it.what.as_str())).collect();
    assert!(!codes.iter().any(|(code, _)| *code == "WC0013"), "{codes:?}");
}

#[test]
fn a_type_of_the_same_name_is_another() {
    let log = "struct Log { #[serde(flatten)] inner: consensus::Log, index: u64 }";
    let inner = "struct Log { data: u8 }";
    let of = |inner_name| {
        survey(&[
            ("rpc::Log", Some(log), &[(None, 0, inner_name), (None, 1, "u64")]),
            ("consensus::Log", Some(inner), &[(None, 0, "u8")]),
        ])
    };
    let codes = |survey: &Survey| {
        let found = verdict(survey, "rpc::Log", "json");
        found.findings().map(|it| it.rule.code).collect::<Vec<_>>()
    };
    assert_eq!(codes(&of("consensus::Log")), Vec::<&str>::new());
    assert_eq!(codes(&of("rpc::Log"))[0], "WC0027");
}

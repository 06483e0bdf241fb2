use crate::container::FieldRef;
use crate::{Model, ValueShape};

fn declared(source: &str) -> String {
    let input = syn::parse_str(source).expect("a type");
    Model::new(&input).shape().to_string()
}

fn values(source: &str) -> String {
    let input = syn::parse_str(source).expect("a type");
    Model::new(&input).value_shape().to_string()
}

fn lines(text: &str) -> Vec<&str> {
    text.lines().collect()
}

#[test]
fn everything_that_is_said_of_a_field_is_listed() {
    let source = "#[serde(rename_all = \"camelCase\", default, deny_unknown_fields, tag = \"kind\")]
        struct Job<T, const N: usize> {
            first_name: String,
            #[serde(rename(serialize = \"w\", deserialize = \"r\"), alias = \"x\", alias = \"y\")]
            renamed: T,
            #[serde(default = \"one\", skip_serializing_if = \"is_one\")]
            count: u8,
            #[serde(skip)]
            cache: u8,
            #[serde(skip_serializing)]
            read_only: u8,
            #[serde(with = \"hex\")]
            #[sendable(trust)]
            digest: [u8; N],
            #[serde(flatten)]
            rest: Rest,
        }";
    assert_eq!(
        lines(&declared(source)),
        [
            "Job: struct",
            "Job: parameter, T",
            "Job: parameter, N",
            "Job: tag, \"kind\"",
            "Job: denies unknown fields",
            "Job: default, Default::default",
            "Job.0: field, first_name",
            "Job.0: type, String",
            "Job.0: name, \"firstName\"",
            "Job.1: field, renamed",
            "Job.1: type, T",
            "Job.1: name written, \"w\"",
            "Job.1: name read, \"r\"",
            "Job.1: alias, \"x\"",
            "Job.1: alias, \"y\"",
            "Job.2: field, count",
            "Job.2: type, u8",
            "Job.2: default, one",
            "Job.2: not written if, is_one",
            "Job.3: field, cache",
            "Job.3: type, u8",
            "Job.3: neither written nor read",
            "Job.4: field, read_only",
            "Job.4: type, u8",
            "Job.4: name, \"readOnly\"",
            "Job.4: not written",
            "Job.5: field, digest",
            "Job.5: type, [u8 ; N]",
            "Job.5: written with, hex::serialize",
            "Job.5: read with, hex::deserialize",
            "Job.5: trusted",
            "Job.6: field, rest",
            "Job.6: type, Rest",
            "Job.6: flattened",
        ]
    );
}

#[test]
fn indices_are_those_that_serde_writes_and_reads() {
    let source = "enum Event {
            First,
            #[serde(skip)]
            Second,
            #[serde(skip_deserializing)]
            Third,
            #[serde(rename = \"last\", alias = \"end\")]
            Fourth(u8),
            #[serde(untagged)]
            Fifth { at: u8 },
        }";
    assert_eq!(
        lines(&declared(source)),
        [
            "Event: enum, externally tagged",
            "Event.0: unit variant, First",
            "Event.0: index, 0",
            "Event.1: unit variant, Second",
            "Event.1: neither written nor read",
            "Event.2: unit variant, Third",
            "Event.2: index written, 2",
            "Event.2: not read",
            "Event.3: newtype variant, Fourth",
            "Event.3: name, \"last\"",
            "Event.3: alias, \"end\"",
            "Event.3: index written, 3",
            "Event.3: index read, 1",
            "Event.3.0: field",
            "Event.3.0: type, u8",
            "Event.4: variant, Fifth",
            "Event.4: untagged",
            "Event.4.0: field, at",
            "Event.4.0: type, u8",
        ]
    );
}

#[test]
fn representations_are_told_apart() {
    let first = |source: &str| declared(source).lines().next().map(str::to_owned);
    for (attribute, line) in [
        ("", "E: enum, externally tagged"),
        ("tag = \"t\"", "E: enum, tag \"t\""),
        ("tag = \"t\", content = \"c\"", "E: enum, tag \"t\", content \"c\""),
        ("untagged", "E: enum, untagged"),
    ] {
        assert_eq!(first(&format!("#[serde({attribute})] enum E {{ A }}")).as_deref(), Some(line));
    }
    for (source, line) in [
        ("struct S;", "S: unit struct"),
        ("struct S(u8);", "S: newtype struct"),
        ("struct S(u8, u8);", "S: tuple struct"),
        ("union U { a: u8 }", "U: union"),
        ("#[serde(from = \"A\", into = \"B\")] struct S;", "S: converted"),
    ] {
        assert_eq!(first(source).as_deref(), Some(line));
    }
    let converted = declared("#[serde(try_from = \"A\", into = \"B\", rename = \"X\")] struct S;");
    let expected = ["S: converted", "S: written as, B", "S: read as, A", "S: name, \"X\""];
    assert_eq!(lines(&converted), expected);
}

#[test]
fn the_values_of_a_struct_are_its_entries() {
    assert_eq!(
        lines(&values(
            "#[serde(tag = \"kind\")] struct Job { #[serde(alias = \"n\")] name: u8, #[serde(skip)] c: u8 }"
        )),
        [
            "$: fields",
            "$.kind: required",
            "$.kind: not read",
            "$.kind: text",
            "$.name: required",
            "$.name: read as \"name\"",
            "$.name: read as \"n\"",
            "$.name: type of field 0",
        ]
    );
    assert_eq!(lines(&values("struct Marker;")), ["$: unit"]);
    assert_eq!(lines(&values("struct Id(u8);")), ["$: type of field 0"]);
    assert_eq!(
        lines(&values("#[serde(transparent)] struct Id { #[serde(skip)] a: (), b: u8 }")),
        ["$: type of field 1"]
    );
    assert_eq!(
        lines(&values("#[serde(deny_unknown_fields)] struct All { #[serde(flatten)] rest: Rest }")),
        ["$: fields", "$: denies unknown entries", "$: not read from a list", "$+0: type of field 0"]
    );
}

#[test]
fn the_values_of_an_enum_follow_its_representation() {
    let variants = "{ A, B(u8), C { x: u8 } }";
    let of = |attribute: &str| values(&format!("#[serde({attribute})] enum E {variants}"));
    assert_eq!(
        lines(&of("")),
        [
            "$: one of 3 shapes",
            "$|0: one of 1 texts",
            "$|0: text \"A\"",
            "$|1: fields",
            "$|1: exactly one entry",
            "$|1: not read from a list",
            "$|1.B: required",
            "$|1.B: type of field 0 of variant 1",
            "$|2: fields",
            "$|2: exactly one entry",
            "$|2: not read from a list",
            "$|2.C: required",
            "$|2.C: fields",
            "$|2.C.x: required",
            "$|2.C.x: type of field 0 of variant 2",
        ]
    );
    let internal = of("tag = \"t\"");
    assert!(
        internal.starts_with("$: read from a buffer\n$: one of 3 shapes\n$|0: fields\n$|0.t: required\n"),
        "{internal}"
    );
    assert!(internal.contains("\n$|1+0: type of field 0 of variant 1\n"), "{internal}");
    let adjacent = of("tag = \"t\", content = \"c\"");
    assert!(
        adjacent.starts_with("$: one of 3 shapes\n") && adjacent.contains("\n$|2.c.x: required\n"),
        "{adjacent}"
    );
    let untagged = of("untagged");
    assert!(untagged.starts_with("$: read from a buffer\n$: one of 3 shapes\n$|0: null\n"), "{untagged}");
    assert!(untagged.contains("$|2: not read from a list\n"), "{untagged}");
}

#[test]
fn std_types_are_known_by_name() {
    let of = |ty: &str| {
        let ty = syn::parse_str(ty).expect("a type");
        ValueShape::of_std(&ty, &mut |_| ValueShape::Any).to_string()
    };
    for (ty, shape) in [
        ("u16", "$: integer 0..=65535\n"),
        ("std::num::NonZero<i8>", "$: integer -128..=127\n"),
        ("Box<[f32]>", "$: list of 0 or more\n"),
        ("[bool; 3]", "$: list of 3\n"),
        ("[bool; N]", "$: list of 0 or more\n"),
        ("()", "$: unit\n"),
        ("(char, String)", "$: tuple of 2\n$.0: text of one character\n$.1: text\n"),
        ("HashMap<String, f64>", "$: map\n$.*: float\n"),
        ("Option<Job>", "$: one of 2 shapes\n$|0: null\n$|1: anything\n"),
        ("Job<u8>", "$: anything\n"),
        ("fn(u8)", "$: anything\n"),
    ] {
        assert_eq!(of(ty), shape, "{ty}");
    }
}

#[test]
fn a_field_that_may_be_null_may_be_missing() {
    let input = syn::parse_str("struct Job { a: Option<u8>, b: u8 }").expect("a type");
    let model = Model::new(&input);
    let shape = model.value_shape().resolve(&mut |at: FieldRef| {
        let (_, field) = model.container.field(at).expect("a field");
        ValueShape::of_std(field.ty(), &mut |_| ValueShape::Any)
    });
    let text = shape.to_string();
    assert!(text.contains("$.a: optional\n") && text.contains("$.b: required\n"), "{text}");
}

use super::{Code, Verdict, compare, witness};
use crate::replay::Wire;
use crate::shape::{Store, Ty, of_source};
use std::sync::Arc;

fn pair(old: &str, new: &str) -> (Arc<Store>, Ty, Ty) {
    let mut store = Store::default();
    let was = of_source(old, &mut store).unwrap();
    let is = of_source(new, &mut store).unwrap();
    (Arc::new(store), was["Root"].clone(), is["Root"].clone())
}

/// The verdict in each format, in the order of the list.
fn verdicts(old: &str, new: &str) -> String {
    let (store, was, is) = pair(old, new);
    let all: Vec<&str> =
        Wire::ALL.iter().map(|wire| compare(&store, &was, &is, *wire).verdict.name()).collect();
    all.join(" ")
}

#[test]
fn the_formats_differ_in_what_a_change_does() {
    //                     bincode bincode1 postcard bitcode messagepack messagepack-named cbor json ron
    let table = [
        (
            "a variant inserted",
            "enum Root { A(u8), B(u8) }",
            "enum Root { A(u8), New(u8), B(u8) }",
            "silent silent silent silent same same same same same",
        ),
        (
            "a variant appended",
            "enum Root { A, B(u8) }",
            "enum Root { A, B(u8), New }",
            "same same same same same same same same same",
        ),
        (
            "the last variant removed",
            "enum Root { A, B(u8), Old }",
            "enum Root { A, B(u8) }",
            "partial partial partial partial partial partial partial partial partial",
        ),
        (
            "a field renamed",
            "struct Root { a: u8, b: String }",
            "struct Root { a: u8, c: String }",
            "same same same same same error error error error",
        ),
        (
            "a field renamed, with an alias",
            "struct Root { a: u8, b: String }",
            "struct Root { a: u8, #[serde(alias = \"b\")] c: String }",
            "same same same same same same same same same",
        ),
        (
            "two fields swapped",
            "struct Root { a: u8, b: u8 }",
            "struct Root { b: u8, a: u8 }",
            "silent silent silent silent silent same same same same",
        ),
        (
            "a field with a default at the end",
            "struct Root { a: u8 }",
            "struct Root { a: u8, #[serde(default)] b: u8 }",
            "error error error error defaulted defaulted defaulted defaulted defaulted",
        ),
        (
            "the same inside a list",
            "struct Root { all: Vec<In> } struct In { a: u8 }",
            "struct Root { all: Vec<In> } struct In { a: u8, #[serde(default)] b: u8 }",
            "silent silent silent partial defaulted defaulted defaulted defaulted defaulted",
        ),
        (
            "the last field removed",
            "struct Root { a: u8, b: u8 }",
            "struct Root { a: u8 }",
            "lossy lossy lossy error error lossy lossy lossy lossy",
        ),
        (
            "unknown fields denied",
            "struct Root { a: u8, b: u8 }",
            "#[serde(deny_unknown_fields)] struct Root { a: u8 }",
            "lossy lossy lossy error error error error error error",
        ),
        (
            "an option out",
            "struct Root { a: Option<u8>, z: u8 }",
            "struct Root { a: u8, z: u8 }",
            "silent silent silent silent partial partial partial partial error",
        ),
        (
            "the name of a type",
            "struct Root { a: Old } struct Old { x: u8 }",
            "struct Root { a: New } struct New { x: u8 }",
            "same same same same same same same same same",
        ),
    ];
    for (what, old, new, expected) in table {
        assert_eq!(verdicts(old, new), expected, "{what}");
    }
}

#[test]
fn integers_of_another_width_are_what_the_format_makes_of_them() {
    let found = verdicts("struct Root { n: u32, z: u8 }", "struct Root { n: u64, z: u8 }");
    assert_eq!(found, "equal error equal silent equal equal equal equal equal");
    let found = verdicts("struct Root { n: u64 }", "struct Root { n: u32 }");
    assert_eq!(found, "partial silent partial error partial partial partial partial partial");
    // Bitcode packs a lone integer in a way that no other width reads.
    for number in [0_u64, 1, 255, 256, 65_536, u64::from(u32::MAX), u64::MAX] {
        let bytes = Wire::Bitcode.write(&number).unwrap();
        assert!(Wire::Bitcode.read::<u32>(&bytes).is_err(), "{number}: {bytes:?}");
    }
    let found = verdicts("struct Root { n: u32, z: u8 }", "struct Root { n: i32, z: u8 }");
    assert!(found.starts_with("silent silent silent"), "{found}");
}

#[test]
fn a_type_that_contains_itself_is_compared() {
    let found = verdicts(
        "struct Root { n: u8, next: Option<Box<Root>> }",
        "struct Root { n: u8, next: Option<Box<Root>>, #[serde(default)] more: u8 }",
    );
    // Nothing follows the last of them.
    assert_eq!(found, "error error error error defaulted defaulted defaulted defaulted defaulted");
    let same = verdicts(
        "struct Root { n: u8, next: Option<Box<Root>> }",
        "struct Root { m: u8, next: Option<Box<Root>> }",
    );
    assert!(same.starts_with("same same same same same error"), "{same}");
}

#[test]
fn a_fault_has_a_code_and_a_path() {
    let (store, was, is) = pair(
        "struct Root { role: Role } enum Role { Admin(u8), Guest { since: u32 } }",
        "struct Root { role: Role } enum Role { Admin(u8), Robot(u8), Guest { since: u64 } }",
    );
    let found = compare(&store, &was, &is, Wire::Bincode1);
    let first = &found.faults[0];
    assert_eq!((first.code, first.path.as_str()), (Code::VariantMoved, "Root.role.Guest"));
    assert_eq!(first.detail, "`Guest` is read as `Robot`");
    let found = compare(&store, &was, &is, Wire::Json);
    assert_eq!(found.verdict, Verdict::Equal);
    assert_eq!(found.faults[0].path, "Root.role.Guest.since");
    assert_eq!(found.faults[0].code, Code::TypeChanged);
}

#[test]
fn a_witness_shows_what_happens() {
    let (store, was, is) = pair(
        "struct Root { id: u16, role: Role } enum Role { Admin, Guest(u8) }",
        "struct Root { id: u16, role: Role } enum Role { Admin, Robot(u8), Guest(u8) }",
    );
    let found = witness(&store, &was, &is, Wire::Bincode1, Verdict::Silent).unwrap();
    assert!(found.value.contains("role: Guest("), "{found:?}");
    assert!(found.read.as_ref().unwrap().contains("role: Robot("), "{found:?}");
    let parts: Vec<(&str, usize)> = found.parts.iter().map(|(name, len)| (name.as_str(), *len)).collect();
    assert_eq!(parts, [("id", 2), ("role variant Guest", 4), ("role.0", 1)]);
    assert_eq!(found.bytes.len(), 7);
    assert_eq!(witness(&store, &was, &is, Wire::Json, Verdict::Silent), None);
}

#[test]
fn each_code_has_a_page_and_a_number_of_its_own() {
    for (at, code) in Code::ALL.iter().enumerate() {
        assert_eq!(code.number(), format!("WE{:04}", at + 1));
        assert_eq!(Code::find(code.slug()), Some(*code));
        assert_eq!(Code::find(&code.number().to_lowercase()), Some(*code));
        assert!(code.page().starts_with(&format!("# {} {}\n\n", code.number(), code.slug())));
    }
    assert_eq!(Code::find("WE9999"), None);
}

#[test]
fn values_take_the_bytes_that_are_foreseen() {
    use super::size::{Side, Sizes};
    use crate::replay::{Generator, encode};
    let text = "struct Root { a: (u8, i16, u32, i64, u128, f32, f64, char, bool, ()), b: [Kind; 2], c: Option<Leaf>, d: i128 }
        enum Kind { A, B(u64), C { x: char, y: Option<i32> }, D(u16, i8) }
        struct Leaf { #[serde(skip)] out: u64, #[serde(skip_serializing_if = \"Option::is_none\")] may: Option<u16>, on: i32 }
        struct Open { list: Vec<u16>, text: String, kind: Kind }";
    let mut store = Store::default();
    let shapes = of_source(text, &mut store).unwrap();
    let store = Arc::new(store);
    for name in ["Root", "Kind", "Leaf", "Open"] {
        for wire in [Wire::Bincode, Wire::Bincode1, Wire::Postcard] {
            let size = Sizes { store: &store, wire, side: Side::Write }.ty(&shapes[name], 0);
            assert_eq!(size.most.is_none(), name == "Open");
            let mut generator = Generator::new(3);
            for _ in 0..500 {
                let value = generator.value(&store, &shapes[name]).unwrap();
                let len = encode(&store, &shapes[name], &value, wire).unwrap().len();
                let is_in = size.least <= len && size.most.is_none_or(|most| len <= most);
                assert!(is_in, "{name} in {}: {len} {size:?} {value}", wire.name());
            }
        }
    }
}

#[test]
fn what_never_has_the_bytes_that_are_asked_for_is_an_error() {
    let found = verdicts("struct Root { n: u32, z: u8 }", "struct Root { z: u8, more: f64, n: u32 }");
    assert!(found.starts_with("error error error"), "{found}");
    // Five bytes of a varint may be enough.
    let found = verdicts("struct Root { n: u32, z: u8 }", "struct Root { z: u8, more: f32, n: u8 }");
    assert!(found.starts_with("silent error silent"), "{found}");
}

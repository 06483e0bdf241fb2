use super::{Generator, Kept, Relation, Value, Wire, decode, encode};
use crate::shape::{Store, Ty, of_source};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Debug;
use std::num::Wrapping;
use std::ops::{Range, RangeInclusive};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

macro_rules! types {
    ($text:ident: $($item:item)*) => {
        const $text: &str = concat!($(stringify!($item)),*);
        $(#[derive(Debug, PartialEq, Serialize, Deserialize)] $item)*
    };
}

types! { TYPES:
    struct All {
        small: u8, wide: i64, wider: u128, real: f32, exact: f64, letter: char, text: String, flag: bool, unit: (),
        some: Option<u16>, list: Vec<Leaf>, map: BTreeMap<String, i16>, pair: (u8, String), array: [u32; 3],
        kind: Kind, wrapped: Wrapped, empty: Empty, marker: Marker, pos: Pos,
    }
    struct Leaf { #[serde(rename = "the-id")] id: u32, next: Option<Box<Leaf>> }
    enum Kind { Off, On(u8), Both(u8, String), Named { at: u64, why: Option<String> } }
    struct Wrapped(u32);
    struct Pos(u8, bool);
    struct Empty {}
    struct Marker;
    #[serde(tag = "kind")]
    enum Internal { A, B { x: u8 }, C(Inner) }
    #[serde(tag = "t", content = "c")]
    enum Adjacent { A, B { x: u8 }, C(u32), D(u8, String) }
    #[serde(untagged)]
    enum Untagged { A(bool), B { x: u8 }, C(String), D(u8, String) }
    struct Inner { y: u8, z: Option<String> }
    struct Flat { a: u8, #[serde(flatten)] inner: Inner, #[serde(skip)] out: u8, #[serde(default)] b: String }
    struct Skips { #[serde(skip_serializing_if = "Option::is_none")] a: Option<u8>, #[serde(skip)] b: u8, c: u8 }
    #[serde(transparent)]
    struct Through { inner: Inner }
    struct Own { flat: Flat, skips: Skips, through: Through, internal: Internal, adjacent: Adjacent, untagged: Untagged }
}

types! { STD:
    struct Std {
        took: Duration, at: SystemTime, path: PathBuf, range: Range<u16>, closed: RangeInclusive<i64>, wrapping: Wrapping<u32>,
        queue: VecDeque<u8>, set: BTreeSet<String>, result: Result<u8, String>, last: u8,
    }
}

types! { CONVERTED:
    struct Holder { first: u8, meters: Meters, checked: Checked, last: u8 }
    #[derive(Clone)]
    #[serde(from = "Plain", into = "Plain")]
    struct Meters { hidden: u64 }
    #[derive(Clone)]
    #[serde(try_from = "(u8, String)", into = "(u8, String)")]
    struct Checked(u8, String);
    struct Plain { value: u64, unit: String }
}

impl From<Plain> for Meters {
    fn from(plain: Plain) -> Self {
        Self { hidden: plain.value }
    }
}

impl From<Meters> for Plain {
    fn from(meters: Meters) -> Self {
        Self { value: meters.hidden, unit: "m".to_owned() }
    }
}

impl TryFrom<(u8, String)> for Checked {
    type Error = String;
    fn try_from((number, text): (u8, String)) -> Result<Self, String> {
        Ok(Self(number, text))
    }
}

impl From<Checked> for (u8, String) {
    fn from(checked: Checked) -> Self {
        (checked.0, checked.1)
    }
}

/// What a real value writes is read by its shape, which writes the same bytes, and the type reads its value again.
fn follows<T: Serialize + serde::de::DeserializeOwned + Debug + PartialEq>(text: &str, name: &str, real: &T) {
    let mut store = Store::default();
    let ty = of_source(text, &mut store).unwrap()[name].clone();
    let store = Arc::new(store);
    for &wire in Wire::ALL {
        let bytes = wire.write(real).unwrap();
        let (value, used) = decode(&store, &ty, &bytes, wire)
            .unwrap_or_else(|error| panic!("{name} in {}: {error}: {bytes:?}", wire.name()));
        assert_eq!(used, bytes.len(), "{name} in {}", wire.name());
        let again = encode(&store, &ty, &value, wire).unwrap();
        assert_eq!(again, bytes, "{name} in {}: {value}", wire.name());
        assert_eq!(&wire.read::<T>(&again).unwrap().0, real, "{name} in {}", wire.name());
    }
}

#[test]
fn types_of_std_are_written_as_serde_writes_them() {
    let real = Std {
        took: Duration::new(u64::MAX, 999_999_999),
        at: SystemTime::UNIX_EPOCH + Duration::new(1_700_000_000, 7),
        path: PathBuf::from("a/b c"),
        range: 3..700,
        closed: -5..=i64::MAX,
        wrapping: Wrapping(u32::MAX),
        queue: VecDeque::from([1, 255]),
        set: BTreeSet::from(["x".to_owned(), String::new()]),
        result: Err("no".to_owned()),
        last: 9,
    };
    follows(STD, "Std", &real);
    follows(STD, "Std", &Std { result: Ok(1), queue: VecDeque::new(), ..real });
}

#[test]
fn converted_types_are_written_as_what_they_are_converted_to() {
    let meters = Meters { hidden: u64::MAX };
    let checked = Checked(7, "seven".to_owned());
    follows(CONVERTED, "Holder", &Holder { first: 1, meters, checked, last: 2 });
}

/// A value written by its shape is read by the type, which writes the same bytes; and those are read by the shape.
fn agrees<T: Serialize + serde::de::DeserializeOwned + Debug>(name: &str, wires: &[Wire]) {
    let mut store = Store::default();
    let shapes = of_source(TYPES, &mut store).unwrap();
    let ty: Ty = shapes[name].clone();
    let store = Arc::new(store);
    let mut generator = Generator::new(7);
    for _ in 0..200 {
        let value = generator.value(&store, &ty).unwrap();
        for &wire in wires {
            let bytes = match encode(&store, &ty, &value, wire) {
                Ok(bytes) => bytes,
                Err(error) => panic!("{name} in {}: {value}: {error}", wire.name()),
            };
            let (real, used) = wire.read::<T>(&bytes).unwrap_or_else(|error| {
                panic!("{name} in {}: {value} is not read: {error}: {bytes:?}", wire.name())
            });
            assert_eq!(used, bytes.len());
            assert_eq!(wire.write(&real).unwrap(), bytes, "{name} in {}: {value} {real:?}", wire.name());
            let (back, used) = decode(&store, &ty, &bytes, wire).unwrap_or_else(|error| {
                panic!("{name} in {}: {value} is not replayed: {error}: {bytes:?}", wire.name())
            });
            assert_eq!(used, bytes.len());
            let kept = Relation { store: &store, wire }.of(&ty, &value, &ty, &back);
            assert_eq!(kept, Kept::All, "{name} in {}: {value} became {back}", wire.name());
        }
    }
}

#[test]
fn what_a_shape_writes_is_what_its_type_writes() {
    agrees::<All>("All", Wire::ALL);
    agrees::<Leaf>("Leaf", Wire::ALL);
    agrees::<Kind>("Kind", Wire::ALL);
}

#[test]
fn so_it_is_through_the_buffer_of_serde() {
    let wires = [Wire::Json, Wire::MessagePackNamed, Wire::Cbor];
    agrees::<Internal>("Internal", &wires);
    agrees::<Adjacent>("Adjacent", &wires);
    agrees::<Untagged>("Untagged", &wires);
    agrees::<Flat>("Flat", &wires);
    agrees::<Skips>("Skips", &wires);
    agrees::<Through>("Through", &wires);
    agrees::<Own>("Own", &wires);
}

#[test]
fn bytes_of_another_type_end_in_an_error_and_not_in_a_loop() {
    let mut store = Store::default();
    let shapes = of_source("struct Units { all: Vec<()> } struct Number { n: u64 }", &mut store).unwrap();
    let store = Arc::new(store);
    let value = Value::Fields(vec![Value::Int(i128::from(u64::MAX / 2))]);
    for &wire in Wire::ALL {
        let bytes = encode(&store, &shapes["Number"], &value, wire).unwrap();
        assert!(decode(&store, &shapes["Units"], &bytes, wire).is_err(), "{}", wire.name());
    }
}

#[test]
fn the_same_seed_makes_the_same_values() {
    let mut store = Store::default();
    let shapes = of_source(TYPES, &mut store).unwrap();
    let all = |seed| {
        let mut generator = Generator::new(seed);
        (0..20).map(|_| generator.value(&store, &shapes["All"]).unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(all(1), all(1));
    assert_ne!(all(1), all(2));
}

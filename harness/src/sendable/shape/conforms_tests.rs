#![expect(unused_qualifications, reason = "the derive names the trait by its path, and it is in scope here")]

use super::super::written::record;
use super::{Differs, Shape, conforms};
use crate::format::{AnyFormat, Json};
use crate::sendable::Sendable;
use crate::sendable::shape::{Field, Fields, Others};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::net::Ipv4Addr;
use std::time::Duration;

fn compare<T: Serialize>(shape: &Shape, value: &T) -> Result<(), Differs> {
    let text = record(value, true).expect("it can be written");
    let binary = record(value, false).expect("it can be written");
    conforms(shape, &text, true)?;
    conforms(shape, &binary, false)
}

fn fits<T: Serialize>(shape: &Shape, value: T) -> bool {
    compare(shape, &value).is_ok()
}

/// What std's impls promise.
fn keeps<T: Sendable<Json>>(value: T) {
    assert_eq!(compare(&T::SHAPE, &value), Ok(()));
}

#[test]
fn types_of_std_keep_their_promise() {
    keeps(7u8);
    keeps(i128::MIN);
    keeps(u128::MAX);
    keeps(1.5f32);
    keeps('x');
    keeps(true);
    keeps(());
    keeps(String::from("text"));
    keeps(Some(1u8));
    keeps(None::<String>);
    keeps((1u8, "a".to_owned(), [false; 3]));
    keeps(vec![Some(1u8), None]);
    keeps(BTreeMap::from([(1u8, "a".to_owned())]));
    keeps(Ipv4Addr::LOCALHOST);
    keeps(Duration::from_millis(1500));
    keeps(Ok::<u8, String>(1));
    keeps(0u8..3);
    keeps(std::ops::Bound::Excluded(3));
    keeps(std::ffi::CString::new("bytes").unwrap());
    keeps(std::path::PathBuf::from("path"));
    keeps(std::num::NonZeroU16::MIN);
}

#[test]
fn each_kind_is_told_from_the_others() {
    const BYTE: Shape = Shape::Integer { min: 0, max: 255 };
    assert!(fits(&BYTE, 0u64) && fits(&BYTE, 255i16));
    assert!(!fits(&BYTE, 256u16) && !fits(&BYTE, -1i8) && !fits(&BYTE, 1.0f64) && !fits(&BYTE, "1"));
    assert!(
        fits(&Shape::Integer { min: -5, max: 5 }, -5i8) && !fits(&Shape::Integer { min: 1, max: 5 }, 0u8)
    );
    assert!(fits(&Shape::Float, 1.0f32) && !fits(&Shape::Float, 1u8));
    assert!(fits(&Shape::Bool, true) && !fits(&Shape::Bool, 1u8));
    assert!(fits(&Shape::Char, 'x') && fits(&Shape::Char, "x") && !fits(&Shape::Char, "xy"));
    assert!(fits(&Shape::Text, "x") && fits(&Shape::Text, 'x') && !fits(&Shape::Text, 1u8));
    assert!(fits(&Shape::Names(&["a", "b"]), "b") && !fits(&Shape::Names(&["a"]), "c"));
    assert!(fits(&Shape::Null, None::<u8>) && fits(&Shape::Unit, ()) && !fits(&Shape::Unit, 1u8));
    assert!(fits(&Shape::Bytes, [1u8, 2]) && !fits(&Shape::Bytes, [1u16, 300]) && !fits(&Shape::Bytes, "a"));
    assert!(
        fits(&Shape::LIST, [1u8; 4]) && fits(&Shape::list_of(2), (1, 2)) && !fits(&Shape::list_of(2), [1])
    );
    assert!(fits(&Shape::Any, BTreeMap::from([(1, ())])));
    assert!(fits(&Shape::one_of(&[Shape::Text, Shape::Bool]), true));
    assert!(!fits(&Shape::one_of(&[Shape::Text, Shape::Bool]), 1u8));
    assert!(fits(&Shape::Same(&Shape::FromBuffer(&Shape::Bool)), true));
    assert!(!fits(&Shape::Same(&Shape::FromBuffer(&Shape::Bool)), 1u8));
}

#[test]
fn the_part_that_differs_is_named() {
    const PAIR: Shape = Shape::Tuple(&[Shape::Bool, Shape::Map(&Shape::Text)]);
    assert_eq!(compare(&PAIR, &(true, BTreeMap::from([("a", "b")]))), Ok(()));
    let differs = compare(&PAIR, &(true, BTreeMap::from([("a", 1u8)]))).unwrap_err();
    let expected = (".1.a".to_owned(), "text".to_owned(), "the integer 1".to_owned());
    assert_eq!((differs.path, differs.promised, differs.written), expected);
    assert!(!fits(&PAIR, (true,)));
}

#[derive(Serialize, Deserialize, wirecheck_derive::Sendable)]
#[sendable(crate = "crate")]
struct Plain {
    size: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
}

#[derive(Serialize, Deserialize, wirecheck_derive::Sendable)]
#[sendable(crate = "crate")]
enum Event {
    Stopped,
    At(u8, u16),
    Moved { by: i64 },
    Is(Plain),
}

#[derive(Serialize, Deserialize, wirecheck_derive::Sendable)]
#[sendable(crate = "crate")]
struct Flat {
    id: u8,
    #[serde(flatten)]
    event: Event,
    #[serde(flatten)]
    plain: Plain,
}

#[derive(Serialize, Deserialize, wirecheck_derive::Sendable)]
#[sendable(crate = "crate")]
#[serde(tag = "kind")]
enum Tagged {
    Nothing,
    Plain(Plain),
    Moved { by: i64 },
}

#[test]
fn what_the_derive_promises_is_kept() {
    let plain = || Plain { size: 1, name: Some("n".into()) };
    keeps(plain());
    keeps(Plain { size: 1, name: None });
    for event in [Event::Stopped, Event::At(1, 2), Event::Moved { by: 1 }, Event::Is(plain())] {
        keeps(event);
    }
    keeps(Flat { id: 1, event: Event::At(1, 2), plain: plain() });
    keeps(Flat { id: 1, event: Event::Stopped, plain: Plain { size: 1, name: None } });
    keeps(Tagged::Nothing);
    keeps(Tagged::Plain(plain()));
    keeps(Tagged::Moved { by: 1 });
}

#[test]
fn entries_are_those_that_are_promised() {
    const SIZE: Field = Field::required("size", Shape::Integer { min: 0, max: 255 });
    const STRICT: Shape = Shape::Fields(Fields {
        own: &[SIZE, Field::new("name", Shape::Text).optional()],
        flattened: &[],
        others: Others::Denied,
        from_list: true,
    });
    assert!(fits(&STRICT, BTreeMap::from([("size", 1)])));
    let missing = compare(&STRICT, &BTreeMap::from([("name", "a")])).unwrap_err();
    assert_eq!((missing.path.as_str(), missing.written.as_str()), (".size", "no such entry"));
    let other = compare(&STRICT, &BTreeMap::from([("size", 1), ("length", 2)])).unwrap_err();
    assert_eq!((other.path.as_str(), other.promised.as_str()), (".length", "no such entry"));
    const WITH_MAP: Shape = Shape::Fields(Fields {
        own: &[SIZE],
        flattened: &[Shape::Map(&Shape::Bool), Shape::Fields(Fields::new(&[Field::new("b", Shape::Text)]))],
        others: Others::Ignored,
        from_list: false,
    });
    #[derive(Serialize)]
    struct Entries<C> {
        size: u8,
        b: &'static str,
        c: C,
    }
    assert!(fits(&WITH_MAP, Entries { size: 1, b: "x", c: true }));
    assert!(!fits(&WITH_MAP, Entries { size: 1, b: "x", c: 1 }));
    const SINGLE: Shape = Shape::Fields(Fields::single(&[Field::new("Run", Shape::Any)]));
    assert!(fits(&SINGLE, BTreeMap::from([("Run", 1)])));
    assert!(!fits(&SINGLE, BTreeMap::from([("Run", 1), ("Stop", 1)])));
}

/// Written as the text of a number, although the derive takes it for a struct.
#[derive(Deserialize, wirecheck_derive::Sendable)]
#[sendable(crate = "crate")]
struct Hidden {
    _value: u8,
}
impl Serialize for Hidden {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&7)
    }
}

#[test]
fn an_impl_that_is_not_the_derives_is_found() {
    let shape = <Hidden as Sendable<AnyFormat>>::SHAPE;
    let differs = compare(&shape, &vec![Hidden { _value: 7 }]).unwrap_err();
    assert_eq!((differs.promised.as_str(), differs.written.as_str()), ("fields", "a list of 1"));
    let differs = compare(&shape, &Hidden { _value: 7 }).unwrap_err();
    assert_eq!((differs.promised.as_str(), differs.written.as_str()), ("fields", "the text \"7\""));
}

#[test]
fn a_value_that_is_nested_too_deep_is_not_recorded() {
    #[derive(Serialize)]
    struct Link {
        next: Option<Box<Link>>,
    }
    let chain = |levels| (1..levels).fold(Link { next: None }, |next, _| Link { next: Some(Box::new(next)) });
    assert!(record(&chain(60), true).is_ok());
    let deep = chain(100_000);
    assert!(record(&deep, true).is_err());
    // Its own drop is recursive too.
    std::mem::forget(deep);
}

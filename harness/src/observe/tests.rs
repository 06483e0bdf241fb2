use super::{Ask, observe};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::net::Ipv4Addr;

fn asks<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: T) -> Vec<String> {
    let seen = observe(&value);
    assert_eq!(seen.returned.expect("it comes back"), value);
    seen.asks.iter().map(ToString::to_string).collect()
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Plain {
    number: u8,
    names: Vec<Option<String>>,
    table: BTreeMap<(u8, i64), f64>,
    kind: Kind,
    pair: (char, bool),
    nothing: (),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
enum Kind {
    Unit,
    Newtype(u128),
    Tuple(i8, f32),
    Struct { a: Box<Kind> },
}

#[test]
fn plain_types_ask_nothing() {
    for kind in [Kind::Unit, Kind::Newtype(1), Kind::Tuple(1, 2.0), Kind::Struct { a: Box::new(Kind::Unit) }]
    {
        let value = Plain {
            number: 1,
            names: vec![None, Some("n".into())],
            table: BTreeMap::from([((1, 2), 3.0)]),
            kind,
            pair: ('p', true),
            nothing: (),
        };
        assert_eq!(asks(value), [""; 0]);
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Flat {
    #[serde(flatten)]
    rest: BTreeMap<String, u8>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Sparse {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(rename(serialize = "size", deserialize = "length"), default)]
    size: u8,
}

#[test]
fn attributes_ask_what_the_derive_says_they_do() {
    let flat = asks(Flat { rest: BTreeMap::from([("a".into(), 1)]) });
    assert!(flat.iter().any(|ask| ask.contains("without its length")), "{flat:?}");
    let seen = observe(&Sparse { name: None, size: 0 });
    let kinds: Vec<_> = seen.asks.iter().map(|observed| observed.ask.clone()).collect();
    assert!(kinds.contains(&Ask::SkippedField("name")), "{kinds:?}");
    assert!(kinds.iter().any(|ask| matches!(ask, Ask::FieldNames { .. })), "{kinds:?}");
}

#[test]
fn forks_are_seen_where_they_are() {
    let seen = asks(vec![Ipv4Addr::LOCALHOST]);
    assert_eq!(
        seen[0],
        "at the value itself: is written in one form as text and in another one as bytes (`BufferedOneForm`)"
    );
}

#[derive(Debug, PartialEq)]
struct Blob(Vec<u8>);

impl Serialize for Blob {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}
impl<'de> Deserialize<'de> for Blob {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl serde::de::Visitor<'_> for Visitor {
            type Value = Blob;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Blob, E> {
                Ok(Blob(bytes.to_vec()))
            }
        }
        // Written as bytes, asked for as a list.
        deserializer.deserialize_seq(Visitor)
    }
}

#[test]
fn a_disagreement_of_hand_written_impls_is_seen() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Message {
        blobs: Vec<Blob>,
    }
    let seen = asks(Message { blobs: vec![Blob(vec![1]), Blob(vec![])] });
    assert_eq!(seen[0], "at blobs[0]: writes bytes and asks for a list (`SelfDescribing`)");
    assert_eq!(seen.len(), 2);
}

#[test]
fn an_error_of_an_impl_is_returned() {
    let error = observe(&std::path::PathBuf::from(std::ffi::OsString::from("p"))).returned;
    assert!(error.is_ok());
    let cell = std::cell::RefCell::new(1u8);
    let held = cell.borrow_mut();
    let error = observe(&cell).returned.expect_err("it is borrowed");
    assert_eq!(error.to_string(), "already mutably borrowed");
    drop(held);
}

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
        "at [0]: is written in one form as text and in another one as bytes (`BufferedOneForm`)"
    );
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Host {
        name: String,
        address: Option<Ipv4Addr>,
        routes: BTreeMap<u8, Route>,
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Route {
        By(Ipv4Addr),
        Over { hops: (u8, Ipv4Addr) },
    }
    let address = Ipv4Addr::LOCALHOST;
    let routes = BTreeMap::from([(1, Route::By(address)), (2, Route::Over { hops: (3, address) })]);
    let seen = asks(Host { name: "n".into(), address: Some(address), routes });
    let paths: Vec<_> =
        seen.iter().map(|ask| ask.split_once(": is written in one form").unwrap().0).collect();
    assert_eq!(paths, ["at address", "at routes[0]::By", "at routes[1].hops[1]"]);
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
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = Blob;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Blob, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = list.next_element()? {
                    bytes.push(byte);
                }
                Ok(Blob(bytes))
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
    assert_eq!(seen[0], "at blobs[0]: writes bytes and asks for a list (in every format but ron)");
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

/// Announces one number of parts and writes another one.
#[derive(Debug, PartialEq)]
struct Bag(Vec<u8>);

impl Serialize for Bag {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeSeq;
        let mut list = serializer.serialize_seq(Some(32))?;
        self.0.iter().try_for_each(|item| list.serialize_element(item))?;
        list.end()
    }
}

impl<'de> Deserialize<'de> for Bag {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Bag)
    }
}

#[test]
fn a_wrong_announcement_is_seen() {
    let seen = asks(vec![Bag(vec![7; 32]), Bag(vec![1, 2])]);
    assert_eq!(seen, ["at [1]: announces 32 parts and writes 2 (in no format)"]);
}

#[test]
fn half_an_entry_is_an_error() {
    #[derive(Debug, Deserialize)]
    struct Half;
    impl Serialize for Half {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeMap;
            let mut map = serializer.serialize_map(Some(1))?;
            map.serialize_key("a")?;
            map.end()
        }
    }
    let error = observe(&Half).returned.expect_err("the value is missing");
    assert_eq!(error.to_string(), "a key was written without its value");
}

#[test]
fn an_enum_in_the_buffer_comes_back() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Name {
        Unknown,
        Known(String),
        Full(String, String),
        Parts { first: String },
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "kind")]
    enum Tagged {
        Hello { name: Name },
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(untagged)]
    enum Untagged {
        Number(u8),
        Name(Name),
    }
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Flat {
        #[serde(flatten)]
        by_name: BTreeMap<String, Name>,
    }
    let text = || "n".to_owned();
    let names =
        || [Name::Unknown, Name::Known(text()), Name::Full(text(), text()), Name::Parts { first: text() }];
    for name in names() {
        let seen = asks(Tagged::Hello { name });
        assert!(
            seen.iter().all(|ask| ask.contains("`SelfDescribing`") || ask.contains("`NamedFields`")),
            "{seen:?}"
        );
    }
    for name in names() {
        assert!(asks(Untagged::Name(name))[0].contains("`SelfDescribing`"));
    }
    asks(Flat { by_name: names().into_iter().map(|name| (format!("{name:?}"), name)).collect() });
}

/// What is written, by a type of its own, and read as another one.
macro_rules! mismatch {
    ($name:ident: $written:expr, $read:ty, $back:expr) => {{
        #[derive(Debug, PartialEq)]
        struct $name;
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $written.serialize(serializer)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let back = <$read>::deserialize(deserializer)?;
                if back == $back { Ok(Self) } else { Err(serde::de::Error::custom(format!("{back:?}"))) }
            }
        }
        asks($name).join("; ")
    }};
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Mail(String);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Point {
    x: u8,
    y: u8,
}

#[test]
fn a_hint_names_what_is_enough() {
    fn mail() -> Mail {
        Mail("a@b".to_owned())
    }
    assert_eq!(
        mismatch!(NewtypeAsText: mail(), String, "a@b"),
        "at the value itself: writes a newtype and asks for text (in every format but ron)"
    );
    assert_eq!(
        mismatch!(TextAsNewtype: "a@b", Mail, mail()),
        "at the value itself: writes text and asks for a newtype (in every format but ron)"
    );
    assert_eq!(
        mismatch!(TupleAsList: (1_u8, 2_u8), Vec<u8>, [1, 2]),
        "at the value itself: writes a tuple and asks for a list (in messagepack, messagepack-named, cbor, json)"
    );
    assert_eq!(
        mismatch!(ValueAsOption: 7_u8, Option<u8>, Some(7)),
        "at the value itself: writes a u8 and asks for an option (in messagepack, messagepack-named, cbor, json)"
    );
    assert_eq!(
        mismatch!(MapAsStruct: BTreeMap::from([("x", 1_u8), ("y", 2)]), Point, Point { x: 1, y: 2 }),
        "at the value itself: writes a map and asks for a struct (in messagepack, messagepack-named, cbor, json)"
    );
    assert_eq!(
        mismatch!(StructAsTuple: Point { x: 1, y: 2 }, (u8, u8), (1, 2)),
        "at the value itself: writes a struct and asks for a tuple (`PositionalFields`)"
    );
    assert_eq!(
        mismatch!(CharAsText: 'c', String, "c"),
        "at the value itself: writes a char and asks for text (in postcard, messagepack, messagepack-named, cbor, json)"
    );
    assert_eq!(
        mismatch!(Skipped: Point { x: 1, y: 2 }, serde::de::IgnoredAny, serde::de::IgnoredAny),
        "at the value itself: asks what comes next (`SelfDescribing`)"
    );
}

/// A format with what is named takes the value; without a name, the formats that are listed do.
#[cfg(feature = "formats")]
#[test]
fn a_hint_is_what_the_codecs_do() {
    use crate::format::{Codec, Format};
    #[derive(Debug, PartialEq, Serialize)]
    struct Written {
        mail: Mail,
        pair: (u8, u8),
    }
    #[derive(Debug, PartialEq, Deserialize)]
    struct Read {
        mail: String,
        pair: Vec<u8>,
    }
    let asked = |written, read| Ask::OtherKind { written, read }.formats();
    let (mail, pair) = (asked("a newtype", "text"), asked("a tuple", "a list"));
    macro_rules! in_each {
        ([] $($Format:ident { $($row:tt)* })*) => {$({
            use crate::format::$Format;
            let written = Written { mail: Mail("m".to_owned()), pair: (1, 2) };
            let bytes = $Format::encode_to_vec(&written).expect("it can be written");
            let back = $Format::decode::<Read>(&bytes).ok();
            let is_listed = mail.contains(&$Format::NAME) && pair.contains(&$Format::NAME);
            let expected = Read { mail: "m".to_owned(), pair: vec![1, 2] };
            assert_eq!(back == Some(expected), is_listed, "{}", $Format::NAME);
        })*};
    }
    wirecheck_rules::formats!(in_each);
}

#[test]
fn names_in_another_order_are_found_by_name() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Yx {
        y: u8,
        x: u8,
    }
    assert_eq!(
        mismatch!(Order: Point { x: 1, y: 2 }, Yx, Yx { y: 2, x: 1 }),
        "at the value itself: writes the fields x, y and looks for y, x (`NamedFields`)"
    );
    #[derive(Debug, PartialEq, Serialize)]
    enum Ab {
        A,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    enum Ba {
        B,
        A,
    }
    assert_eq!(
        mismatch!(Number: Ab::A, Ba, Ba::A),
        "at the value itself: writes the variant `A` under a number that is `B` to the reader (`NamedVariants`)"
    );
    assert_ne!(Ba::A, Ba::B);
}

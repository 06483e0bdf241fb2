//! Text, bytes and names of any length: also those that are longer than a buffer of a codec.

#[path = "lengths/long_names.rs"]
mod long_names;

use self::long_names::LongNames;
use crate::support::round;
use proptest::prelude::*;
use serde::de::{DeserializeOwned, Error, IgnoredAny, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use wirecheck::{Cbor, Codec, Json, MessagePack, MessagePackNamed, Ron};

/// Around 4,096 bytes, where ciborium's buffer ends, and far above.
fn lengths() -> impl Strategy<Value = usize> {
    prop_oneof![Just(0), Just(4_095), Just(4_096), Just(4_097), Just(70_000), 1..9_000_usize]
}

fn texts() -> impl Strategy<Value = String> {
    (lengths(), prop_oneof![Just('k'), Just('é'), Just('\u{10ffff}')])
        .prop_map(|(length, character)| character.to_string().repeat(length / character.len_utf8()))
}

/// Text whose `Deserialize` takes `&str`.
#[derive(Clone, Debug, PartialEq)]
struct Parsed(String);

impl Serialize for Parsed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Parsed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Parsed;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("text")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Parsed, E> {
                Ok(Parsed(text.to_owned()))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// Bytes, read as borrowed or as owned ones.
#[derive(Clone, Debug, PartialEq)]
struct Bytes<const OWNED: bool>(Vec<u8>);

impl<const OWNED: bool> Serialize for Bytes<OWNED> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de, const OWNED: bool> Deserialize<'de> for Bytes<OWNED> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<const OWNED: bool>;
        impl<'de, const OWNED: bool> Visitor<'de> for Read<OWNED> {
            type Value = Bytes<OWNED>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(Bytes(bytes.to_vec()))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
                let mut bytes = Vec::new();
                while let Some(byte) = list.next_element()? {
                    bytes.push(byte);
                }
                Ok(Bytes(bytes))
            }
        }
        if OWNED {
            deserializer.deserialize_byte_buf(Read::<OWNED>)
        } else {
            deserializer.deserialize_bytes(Read::<OWNED>)
        }
    }
}

type Plain = (String, Parsed, Box<str>, Option<Parsed>, Vec<Parsed>, BTreeMap<Parsed, u8>);

impl PartialOrd for Parsed {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Eq for Parsed {}
impl Ord for Parsed {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.cmp(&other.0)
    }
}

fn comes_back<F: Codec, T: Serialize + DeserializeOwned + PartialEq + fmt::Debug>(value: &T) {
    // Not printed: it is long.
    let back = round::<F, T>(value);
    assert!(back.as_ref() == Ok(value), "{}: {:.200}", F::NAME, format!("{back:?}"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn text_comes_back_in_each_format(text in texts()) {
        fn check<F: Codec>(text: &str) {
            let parsed = Parsed(text.to_owned());
            let value: Plain = (
                text.to_owned(),
                parsed.clone(),
                text.into(),
                Some(parsed.clone()),
                vec![parsed.clone()],
                BTreeMap::from([(parsed, 1)]),
            );
            comes_back::<F, Plain>(&value);
        }
        macro_rules! in_each {
            ([] $($Format:ident { $($row:tt)* })*) => { $(check::<wirecheck::$Format>(&text);)* };
        }
        wirecheck_rules::formats!(in_each);
    }

    #[test]
    fn bytes_come_back_in_each_format(length in lengths(), first: u8) {
        fn check<F: Codec>(bytes: &[u8]) {
            comes_back::<F, _>(&(Bytes::<true>(bytes.to_vec()), Bytes::<false>(bytes.to_vec())));
        }
        let bytes: Vec<u8> = (0..length).map(|at| first.wrapping_add(at as u8)).collect();
        macro_rules! in_each {
            ([] $($Format:ident { $($row:tt)* })*) => { $(check::<wirecheck::$Format>(&bytes);)* };
        }
        wirecheck_rules::formats!(in_each);
    }

    #[test]
    fn keys_and_values_come_back_through_the_buffer(text in texts()) {
        fn check<F: Codec>(text: &str) {
            let labels = Labels { own: 7, by_name: BTreeMap::from([(text.to_owned(), text.to_owned())]) };
            comes_back::<F, _>(&labels);
            comes_back::<F, _>(&Either::Text(Parsed(text.to_owned())));
            comes_back::<F, _>(&Tagged::Name { name: Parsed(text.to_owned()) });
            let value = serde_json::json!({ text: [text, { "in": { text: null } }] });
            comes_back::<F, _>(&value);
        }
        check::<Json>(&text);
        check::<Cbor>(&text);
        check::<MessagePack>(&text);
        check::<MessagePackNamed>(&text);
        check::<Ron>(&text);
    }

    #[test]
    fn an_unknown_name_is_skipped(text in texts(), number: u32) {
        fn check<F: Codec>(text: &str, number: u32) {
            let bytes = F::encode_to_vec(&BTreeMap::from([(text, 1), ("number", number)])).unwrap();
            let known = F::decode::<Known>(&bytes).map_err(|error| error.to_string());
            assert!(known == Ok(Known { number }), "{}: {known:.200?}", F::NAME);
            let ignored = F::decode::<IgnoredAny>(&bytes).map(|_| ()).map_err(|error| error.to_string());
            assert!(ignored == Ok(()), "{}: {ignored:.200?}", F::NAME);
        }
        // RON tells a struct from a map.
        check::<Json>(&text, number);
        check::<Cbor>(&text, number);
        check::<MessagePackNamed>(&text, number);
    }
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Labels {
    own: u8,
    #[serde(flatten)]
    by_name: BTreeMap<String, String>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Either {
    Number(u8),
    Text(Parsed),
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Tagged {
    Name { name: Parsed },
}

#[derive(Debug, PartialEq, Deserialize)]
struct Known {
    number: u32,
}

#[test]
fn long_names_of_variants_and_fields_come_back_in_each_format() {
    fn check<F: Codec>() {
        comes_back::<F, _>(&vec![LongNames::Unit, LongNames::Struct(7), LongNames::Unit]);
    }
    in_each_format!(check);
}

/// What is no text is no name: the guard asks for whatever comes next.
#[test]
fn a_number_is_no_name() {
    let bytes = Cbor::encode_to_vec(&BTreeMap::from([(0_u8, 7_u32)])).unwrap();
    let error = Cbor::decode::<Known>(&bytes).unwrap_err().to_string();
    assert!(error.contains("integer `0`") && error.contains("a name"), "{error}");
}

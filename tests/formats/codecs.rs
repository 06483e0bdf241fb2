//! What the codecs alone would be silent about, or panic at.

use crate::support::{refusal, round};
use serde::ser::{SerializeMap, SerializeSeq, SerializeTuple};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use wirecheck::{Bitcode, Codec, Json};

#[test]
fn bytes_left_over_are_an_error() {
    fn check<F: Codec>() {
        let bytes = F::encode_to_vec(&(7u8, "text")).unwrap();
        assert_eq!(F::decode::<(u8, String)>(&bytes).unwrap(), (7, "text".to_owned()), "{}", F::NAME);
        for more in [0u8, 1, b'x', 0xff] {
            let longer = [&bytes[..], &[more]].concat();
            assert!(F::decode::<(u8, String)>(&longer).is_err(), "{} took {more} for granted", F::NAME);
        }
        for end in 0..bytes.len() {
            assert!(F::decode::<(u8, String)>(&bytes[..end]).is_err(), "{} made up bytes", F::NAME);
        }
    }
    in_each_format!(check);
}

#[test]
fn encoding_appends() {
    fn check<F: Codec>() {
        let mut bytes = b"before".to_vec();
        F::encode(&7u8, &mut bytes).unwrap();
        assert!(bytes.starts_with(b"before"), "{}", F::NAME);
        assert_eq!(F::decode::<u8>(&bytes[6..]).unwrap(), 7, "{}", F::NAME);
    }
    in_each_format!(check);
}

#[derive(Serialize, Deserialize, PartialEq, Debug, Clone)]
struct Empty;

#[test]
fn many_values_without_content() {
    fn check<F: Codec>() {
        let value = (vec![Empty; 65_536], vec![(); 65_536], 7u8);
        assert_eq!(round::<F, _>(&value).as_ref(), Ok(&value), "{}", F::NAME);
    }
    in_each_format!(check);

    for message in [
        refusal::<Bitcode, _>(&vec![Empty; 65_537]),
        refusal::<Bitcode, _>(&(1u8, vec![vec![(); 65_537]], 7u8)),
        refusal::<Bitcode, _>(&vec![[0u8; 0]; 100_000]),
    ] {
        assert!(message.contains("65536 values without content"), "{message}");
    }
    let nested = vec![vec![(); 3]; 70_000];
    assert_eq!(round::<Bitcode, _>(&nested).as_ref(), Ok(&nested));
    let numbers = (vec![0u8; 70_000], vec![None::<u8>; 70_000], vec![false; 70_000]);
    assert_eq!(round::<Bitcode, _>(&numbers).as_ref(), Ok(&numbers));
}

/// A hand-written `Serialize` that does not know its length, or is wrong about it.
struct Sequence(Option<usize>);
impl Serialize for Sequence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parts = serializer.serialize_seq(self.0)?;
        parts.serialize_element(&1u8)?;
        parts.serialize_element(&2u8)?;
        parts.end()
    }
}

struct Entries(Option<usize>);
impl Serialize for Entries {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parts = serializer.serialize_map(self.0)?;
        parts.serialize_entry(&1u8, &2u8)?;
        parts.end()
    }
}

struct Pair(usize);
impl Serialize for Pair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parts = serializer.serialize_tuple(self.0)?;
        parts.serialize_element(&1u8)?;
        parts.serialize_element(&2u8)?;
        parts.end()
    }
}

#[test]
fn a_wrong_count_is_an_error() {
    fn check<F: Codec>() {
        for wrong in [1, 3] {
            for message in [refusal::<F, _>(&Sequence(Some(wrong))), refusal::<F, _>(&Pair(wrong))] {
                assert!(message.contains(&format!("announced {wrong} parts")), "{}: {message}", F::NAME);
            }
        }
        assert!(refusal::<F, _>(&Entries(Some(2))).contains("announced 2 parts and wrote 1"));
        let bytes = F::encode_to_vec(&(Sequence(Some(2)), Pair(2), Entries(Some(1)))).unwrap();
        let expected = (vec![1, 2], (1, 2), BTreeMap::from([(1, 2)]));
        assert_eq!(F::decode::<(Vec<u8>, (u8, u8), BTreeMap<u8, u8>)>(&bytes).unwrap(), expected);
    }
    in_each_format!(check);
}

#[test]
fn an_unknown_length_is_an_error_where_it_must_be_known() {
    #[derive(Serialize)]
    struct Outer {
        #[serde(flatten)]
        inner: BTreeMap<String, u8>,
    }
    fn check<F: Codec>() {
        assert!(!refusal::<F, _>(&Sequence(None)).is_empty());
        assert!(!refusal::<F, _>(&Entries(None)).is_empty());
        assert!(!refusal::<F, _>(&Outer { inner: BTreeMap::from([("a".to_owned(), 1)]) }).is_empty());
    }
    in_each_positional_format!(check);
    assert!(refusal::<Bitcode, _>(&Sequence(None)).contains("needs the length"));
}

#[test]
fn a_shape_that_changes_is_an_error_in_bitcode() {
    struct Either(bool);
    impl Serialize for Either {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            if self.0 { serializer.serialize_u8(1) } else { serializer.serialize_str("one") }
        }
    }
    let message = refusal::<Bitcode, _>(&vec![Either(true), Either(false)]);
    assert!(message.contains("another shape"), "{message}");
}

#[test]
#[should_panic(expected = "of the value itself")]
fn a_panic_of_the_value_stays_a_panic() {
    struct Panics;
    impl Serialize for Panics {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            panic!("of the value itself")
        }
    }
    let _ = Bitcode::encode_to_vec(&Panics);
}

#[test]
fn json_refuses_floats_that_are_not_finite() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(refusal::<Json, _>(&Some(vec![value])).contains("no place in this format"));
        assert!(refusal::<Json, _>(&(1u8, value as f32)).contains("no place in this format"));
    }
    let value = vec![f64::MIN_POSITIVE, -0.0, 0.1, f64::MAX];
    assert_eq!(round::<Json, _>(&value).as_ref(), Ok(&value));
}

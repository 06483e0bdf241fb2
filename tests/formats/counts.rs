//! A `Serialize` that announces another number of parts than it writes is an error where it is encoded, in each format.

use crate::support::{refusal, round};
use proptest::prelude::*;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::{BTreeMap, BTreeSet, HashMap, LinkedList, VecDeque};
use wirecheck::{Codec, Json, Ron};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Seq,
    Map,
    Entries,
    Tuple,
    TupleStruct,
    TupleVariant,
    Struct,
    StructVariant,
    Iterator,
}

const KINDS: [Kind; 9] = [
    Kind::Seq,
    Kind::Map,
    Kind::Entries,
    Kind::Tuple,
    Kind::TupleStruct,
    Kind::TupleVariant,
    Kind::Struct,
    Kind::StructVariant,
    Kind::Iterator,
];

/// Announces one number of parts and writes another one.
#[derive(Clone, Copy, Debug)]
struct Parts {
    kind: Kind,
    announced: usize,
    written: usize,
}

const NAMES: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

/// An iterator that is wrong about its length.
struct Wrong {
    announced: usize,
    left: usize,
}

impl Iterator for Wrong {
    type Item = u8;
    fn next(&mut self) -> Option<u8> {
        self.left = self.left.checked_sub(1)?;
        Some(7)
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.announced, Some(self.announced))
    }
}

impl Serialize for Parts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { kind, announced, written } = *self;
        macro_rules! parts {
            ($begin:expr, $add:ident) => {{
                let mut parts = $begin?;
                for _ in 0..written {
                    parts.$add(&7_u8)?;
                }
                parts.end()
            }};
            ($begin:expr, named $add:ident) => {{
                let mut parts = $begin?;
                for name in &NAMES[..written] {
                    parts.$add(*name, &7_u8)?;
                }
                parts.end()
            }};
        }
        match kind {
            Kind::Seq => parts!(serializer.serialize_seq(Some(announced)), serialize_element),
            Kind::Tuple => parts!(serializer.serialize_tuple(announced), serialize_element),
            Kind::TupleStruct => parts!(serializer.serialize_tuple_struct("P", announced), serialize_field),
            Kind::TupleVariant => {
                parts!(serializer.serialize_tuple_variant("P", 0, "V", announced), serialize_field)
            }
            Kind::Struct => parts!(serializer.serialize_struct("P", announced), named serialize_field),
            Kind::StructVariant => {
                parts!(serializer.serialize_struct_variant("P", 0, "V", announced), named serialize_field)
            }
            Kind::Entries => parts!(serializer.serialize_map(Some(announced)), named serialize_entry),
            Kind::Map => {
                let mut parts = serializer.serialize_map(Some(announced))?;
                for name in &NAMES[..written] {
                    parts.serialize_key(name)?;
                    parts.serialize_value(&7_u8)?;
                }
                parts.end()
            }
            Kind::Iterator => serializer.collect_seq(Wrong { announced, left: written }),
        }
    }
}

proptest! {
    #[test]
    fn another_number_of_parts_is_an_error(
        kind in proptest::sample::select(&KINDS[..]),
        announced in 0..=6_usize,
        written in 0..=6_usize,
    ) {
        fn check<F: Codec>(parts: Parts) {
            let Parts { announced, written, .. } = parts;
            if announced == written {
                assert!(F::encode_to_vec(&parts).is_ok(), "{}: {parts:?}", F::NAME);
                return;
            }
            for message in [
                refusal::<F, _>(&parts),
                refusal::<F, _>(&vec![parts, parts]),
                refusal::<F, _>(&Some((1_u8, parts))),
                refusal::<F, _>(&BTreeMap::from([(1_u8, parts)])),
            ] {
                // bitcode must not be given more.
                let counts = if F::NAME == "bitcode" && written > announced { announced + 1 } else { written };
                let said = format!("announced {announced} parts and wrote {counts}");
                assert!(message.contains(&said), "{}: {parts:?}: {message}", F::NAME);
            }
        }
        let parts = Parts { kind, announced, written };
        macro_rules! in_each {
            ([] $($Format:ident { $($row:tt)* })*) => { $(check::<wirecheck::$Format>(parts);)* };
        }
        wirecheck_rules::formats!(in_each);
    }
}

/// The capacity instead of the length: what follows would be read from the wrong bytes.
#[derive(Debug, PartialEq)]
struct Bag(Vec<u8>);

impl Serialize for Bag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(32))?;
        for item in &self.0 {
            list.serialize_element(item)?;
        }
        list.end()
    }
}

impl<'de> Deserialize<'de> for Bag {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Bag)
    }
}

#[test]
fn what_follows_is_not_shifted() {
    fn check<F: Codec>() {
        let message = refusal::<F, _>(&vec![Bag(vec![1, 2]), Bag(vec![3; 40])]);
        assert!(message.contains("announced 32 parts and wrote 2"), "{}: {message}", F::NAME);
        let full = vec![Bag(vec![3; 32]), Bag(vec![4; 32])];
        assert_eq!(round::<F, _>(&full).as_ref(), Ok(&full), "{}", F::NAME);
    }
    in_each_format!(check);
}

/// Keys and values that do not alternate.
#[derive(Clone, Copy)]
enum Half {
    KeyAtTheEnd,
    KeyAfterKey,
    ValueFirst,
    ValueAfterValue,
}

impl Serialize for Half {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut parts = serializer.serialize_map(Some(1))?;
        match self {
            Self::KeyAtTheEnd => parts.serialize_key("a")?,
            Self::KeyAfterKey => {
                parts.serialize_key("a")?;
                parts.serialize_key("b")?;
                parts.serialize_value(&1_u8)?;
            }
            Self::ValueFirst => {
                parts.serialize_value(&1_u8)?;
                parts.serialize_key("a")?;
            }
            Self::ValueAfterValue => {
                parts.serialize_entry("a", &1_u8)?;
                parts.serialize_value(&2_u8)?;
            }
        }
        parts.end()
    }
}

#[test]
fn half_an_entry_is_an_error() {
    fn check<F: Codec>() {
        for (half, said) in [
            (Half::KeyAtTheEnd, "a key without a value"),
            (Half::KeyAfterKey, "a key without a value"),
            (Half::ValueFirst, "a value without a key"),
            (Half::ValueAfterValue, "a value without a key"),
        ] {
            for message in [refusal::<F, _>(&half), refusal::<F, _>(&vec![(half, 1_u8)])] {
                assert!(message.contains(said), "{}: {message}", F::NAME);
            }
        }
    }
    in_each_format!(check);
}

#[test]
fn containers_of_std_announce_what_they_write() {
    fn check<F: Codec>() {
        let numbers = || 0..300_u16;
        let value = (
            numbers().collect::<Vec<_>>(),
            numbers().collect::<VecDeque<_>>(),
            numbers().collect::<LinkedList<_>>(),
            numbers().collect::<BTreeSet<_>>(),
            numbers().map(|number| (number, vec![number])).collect::<BTreeMap<_, _>>(),
            numbers().map(|number| (number, (number, "n".to_owned()))).collect::<HashMap<_, _>>(),
            [[7_u8; 3]; 32],
        );
        assert_eq!(round::<F, _>(&value).as_ref(), Ok(&value), "{}", F::NAME);
    }
    in_each_format!(check);
}

/// Nothing is announced, so nothing can be wrong.
#[test]
fn an_unknown_number_of_parts_is_read_where_the_format_takes_it() {
    struct Unknown(u8);
    impl Serialize for Unknown {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut parts = serializer.serialize_seq(None)?;
            for item in 0..self.0 {
                parts.serialize_element(&item)?;
            }
            parts.end()
        }
    }
    fn check<F: Codec>() {
        for count in [0, 1, 40] {
            let bytes = F::encode_to_vec(&Unknown(count)).unwrap();
            assert_eq!(F::decode::<Vec<u8>>(&bytes).unwrap(), (0..count).collect::<Vec<_>>(), "{}", F::NAME);
        }
    }
    check::<Json>();
    check::<Ron>();
    check::<wirecheck::MessagePack>();
    check::<wirecheck::Cbor>();
}

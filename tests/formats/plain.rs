//! Lists of numbers that go as they are in memory: byte for byte what the crates write, and refused where they refuse.

use bincode::config::standard;
use bincode1::Options;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::sample::Index;
use serde::de::{DeserializeOwned, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;
use wirecheck::{Bincode, Bincode1, Codec, Postcard};

/// A format compared with its crate alone.
trait Alone: Codec {
    fn write<T: Serialize>(value: &T) -> Vec<u8>;
    /// All of the bytes or nothing.
    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T>;
}

impl Alone for Bincode {
    fn write<T: Serialize>(value: &T) -> Vec<u8> {
        bincode::serde::encode_to_vec(value, standard()).unwrap()
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
        // Without a limit, the crate takes memory for whatever length damaged bytes claim.
        let limited = standard().with_limit::<{ 64 << 20 }>();
        let (value, used) = bincode::serde::borrow_decode_from_slice(bytes, limited).ok()?;
        (used == bytes.len()).then_some(value)
    }
}

/// The crate of version 1, not the one that is within.
impl Alone for Bincode1 {
    fn write<T: Serialize>(value: &T) -> Vec<u8> {
        bincode1::serialize(value).unwrap()
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
        // As `bincode1::deserialize` reads, but all of the bytes.
        let options = bincode1::DefaultOptions::new().with_fixint_encoding();
        options.reject_trailing_bytes().deserialize(bytes).ok()
    }
}

impl Alone for Postcard {
    fn write<T: Serialize>(value: &T) -> Vec<u8> {
        postcard::to_stdvec(value).unwrap()
    }

    fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
        postcard::take_from_bytes(bytes).ok().and_then(|(value, rest)| rest.is_empty().then_some(value))
    }
}

fn encoded<F: Codec, T: Serialize>(value: &T) -> Vec<u8> {
    // Behind something, so that floats are at odd addresses too.
    let mut out = vec![7];
    F::encode(value, &mut out).unwrap();
    out.split_off(1)
}

/// Compares bytes and not values: a NaN has many forms, and each is to be kept.
fn same<F: Alone, T: Serialize + DeserializeOwned>(value: &T) {
    let bytes = F::write(value);
    assert_eq!(encoded::<F, T>(value), bytes, "{} writes something else", F::NAME);
    let back: T = F::decode(&bytes).unwrap_or_else(|error| panic!("{}: {error}", F::NAME));
    assert_eq!(F::write(&back), bytes, "{} reads something else", F::NAME);
}

/// Takes what the crate takes, and as that.
fn takes_alike<F: Alone, T: Serialize + DeserializeOwned>(bytes: &[u8]) {
    let (ours, alone) = (F::decode::<T>(bytes).ok(), F::read::<T>(bytes));
    assert_eq!(ours.map(|value| F::write(&value)), alone.map(|value| F::write(&value)), "{}", F::NAME);
}

fn all_alike<T: Serialize + DeserializeOwned>(value: &T, at: Index, byte: u8) {
    fn check<F: Alone, T: Serialize + DeserializeOwned>(value: &T, at: Index, byte: u8) {
        same::<F, T>(value);
        let mut bytes = F::write(value);
        for cut in 0..bytes.len().min(40) {
            takes_alike::<F, T>(&bytes[..cut]);
        }
        bytes.push(byte);
        takes_alike::<F, T>(&bytes);
        let at = at.index(bytes.len());
        bytes[at] = byte;
        takes_alike::<F, T>(&bytes);
        takes_alike::<F, T>(&bytes[..at]);
    }
    check::<Bincode, T>(value, at, byte);
    check::<Bincode1, T>(value, at, byte);
    check::<Postcard, T>(value, at, byte);
}

fn f32s() -> impl Strategy<Value = f32> {
    any::<u32>().prop_map(f32::from_bits)
}

fn f64s() -> impl Strategy<Value = f64> {
    any::<u64>().prop_map(f64::from_bits)
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Image {
    name: u16,
    pixels: Vec<u8>,
    weights: Option<Box<[f32]>>,
    kind: Kind,
    shared: (Arc<[f64]>, Rc<[i8]>),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Kind {
    Empty,
    Row(Vec<f64>),
    Rows { of: Vec<Vec<f64>>, by: BTreeMap<u8, Vec<i8>> },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Wrapped(Vec<f32>);

type Integers = (u8, i8, u16, i16, u32, i32, u64, i64, u128, i128);
type Others = (bool, char, Option<u16>, Result<i64, String>);

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Variants {
    Unit,
    Newtype(Others),
    Tuple(u8, Integers),
    Struct { a: u64, b: Box<Variants> },
}

impl Variants {
    fn all(integers: Integers, others: Others) -> Vec<Self> {
        let tuple = Self::Tuple(integers.0, integers);
        let inner = Self::Struct { a: integers.6, b: Box::new(tuple.clone()) };
        vec![Self::Unit, Self::Newtype(others), tuple, Self::Struct { a: 1, b: Box::new(inner) }]
    }
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Empty),
        vec(f64s(), 0..20).prop_map(Kind::Row),
        (vec(vec(f64s(), 0..5), 0..5), btree_map(any::<u8>(), vec(any::<i8>(), 0..5), 0..5))
            .prop_map(|(of, by)| Kind::Rows { of, by }),
    ]
}

proptest! {
    #[test]
    fn lists_are_alike(
        a in vec(any::<u8>(), 0..300),
        b in vec(any::<i8>(), 0..300),
        c in vec(f32s(), 0..300),
        d in vec(f64s(), 0..300),
        at in any::<Index>(),
        byte in any::<u8>(),
    ) {
        all_alike(&a, at, byte);
        all_alike(&b, at, byte);
        all_alike(&Wrapped(c.clone()), at, byte);
        all_alike(&(7_u8, d.clone()), at, byte);
        all_alike(&[Some(d.clone()), None, Some(Vec::new())], at, byte);
        all_alike(&c.clone().into_boxed_slice(), at, byte);
        all_alike(&Arc::<[f64]>::from(d.clone()), at, byte);
        all_alike(&Rc::new(b), at, byte);
        all_alike(&Cow::<[f64]>::Owned(d.clone()), at, byte);
        // Not lists of numbers in one piece, which are written alike.
        all_alike(&VecDeque::from(d), at, byte);
        all_alike(&a.chunks(3).map(<[u8]>::to_vec).collect::<Vec<_>>(), at, byte);
    }

    #[test]
    fn lists_within_are_alike(
        name in any::<u16>(),
        pixels in vec(any::<u8>(), 0..50),
        weights in proptest::option::of(vec(f32s(), 0..50)),
        kind in kinds(),
        shared in (vec(f64s(), 0..9), vec(any::<i8>(), 0..9)),
        at in any::<Index>(),
        byte in any::<u8>(),
    ) {
        let weights = weights.map(Vec::into_boxed_slice);
        let image = Image { name, pixels, weights, kind, shared: (shared.0.into(), shared.1.into()) };
        all_alike(&image, at, byte);
        all_alike(&vec![image.clone(), image], at, byte);
    }

    #[test]
    fn values_of_every_kind_are_alike(
        integers in any::<(u8, i8, u16, i16, u32, i32, u64, i64, u128, i128)>(),
        others in any::<(bool, char, Option<u16>, Result<i64, String>)>(),
        texts in vec(".{0,9}", 0..5),
        map in btree_map(".{0,5}", any::<(u64, Option<Option<i32>>)>(), 0..5),
        at in any::<Index>(),
        byte in any::<u8>(),
    ) {
        all_alike(&integers, at, byte);
        all_alike(&others, at, byte);
        all_alike(&(texts, map), at, byte);
        all_alike(&Variants::all(integers, others), at, byte);
    }

    #[test]
    fn any_bytes_are_taken_alike(bytes in vec(any::<u8>(), 0..60)) {
        fn check<T: Serialize + DeserializeOwned>(bytes: &[u8]) {
            takes_alike::<Bincode, T>(bytes);
            takes_alike::<Bincode1, T>(bytes);
            takes_alike::<Postcard, T>(bytes);
        }
        check::<Vec<u8>>(&bytes);
        check::<Vec<i8>>(&bytes);
        check::<Vec<f32>>(&bytes);
        check::<Vec<Vec<f64>>>(&bytes);
        check::<(u8, Option<Vec<f32>>, Vec<u8>)>(&bytes);
    }
}

#[test]
fn lengths_at_the_borders_of_their_encoding() {
    for len in [0, 1, 127, 128, 250, 251, 252, 255, 256, 16_383, 16_384, 65_535, 65_536] {
        let numbers: Vec<f64> = (0..len).map(f64::from).collect();
        let bytes: Vec<u8> = (0..len).map(|at| at as u8).collect();
        same::<Bincode, _>(&numbers);
        same::<Bincode1, _>(&numbers);
        same::<Postcard, _>(&numbers);
        same::<Bincode, _>(&bytes);
        same::<Bincode1, _>(&bytes);
        same::<Postcard, _>(&bytes);
    }
}

/// Reads by itself what serde would read, and doubles it.
#[derive(Debug, PartialEq)]
struct Doubled(Vec<f64>);

impl<'de> Deserialize<'de> for Doubled {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Own;
        impl<'de> Visitor<'de> for Own {
            type Value = Vec<f64>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("numbers")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<f64>, A::Error> {
                let mut all = Vec::new();
                while let Some(number) = list.next_element::<f64>()? {
                    all.push(2.0 * number);
                }
                Ok(all)
            }
        }
        deserializer.deserialize_seq(Own).map(Self)
    }
}

/// Writes by itself, from an iterator.
struct Own<'a>(&'a Vec<f64>);

impl Serialize for Own<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|number| -number))
    }
}

#[test]
fn what_is_written_by_hand_is_asked() {
    fn check<F: Alone>() {
        let numbers = vec![1.0, -2.5, 8.0];
        assert_eq!(F::decode::<Doubled>(&F::write(&numbers)).unwrap(), Doubled(vec![2.0, -5.0, 16.0]));
        assert_eq!(F::decode::<Vec<f64>>(&encoded::<F, _>(&Own(&numbers))).unwrap(), [-1.0, 2.5, -8.0]);
    }
    check::<Bincode>();
    check::<Bincode1>();
    check::<Postcard>();
}

#[test]
fn a_length_that_only_claims_to_be_large_costs_no_memory() {
    // Far more than an address space; with a list that is there in front.
    let claim = u64::MAX / 16;
    let bytes = [&[2, 1, 2][..], &[253], &claim.to_le_bytes(), &[0; 64]].concat();
    let error = Bincode::decode::<(Vec<u8>, Vec<f64>)>(&bytes).unwrap_err().to_string();
    assert!(error.contains("more elements announced than the bytes can hold"), "{error}");
    // As many as the guard believes, which are not there.
    let bytes = [&[251, 0xff, 0xff][..], &[1; 100]].concat();
    let error = Bincode::decode::<Vec<f64>>(&bytes).unwrap_err().to_string();
    assert!(error.contains(&format!("at least {} are missing", 65_535 * 8 - 100)), "{error}");
    let error = Postcard::decode::<Vec<f64>>(&[&[0xff, 0xff, 0x03][..], &[1; 100]].concat());
    assert!(error.is_err());
}

//! Types to read hostile bytes as, and valid bytes to start from.

use crate::shapes::*;
use proptest::sample::Index;
use serde::de::{DeserializeOwned, IgnoredAny, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::ffi::{CString, OsString};
use std::path::PathBuf;
use wirecheck::Codec;

/// Reads the bytes as some type and forgets the value.
pub(super) type Attempt = fn(&[u8]) -> Result<(), String>;

macro_rules! deep {
    ($name:ident: $leaf:expr, |$inner:ident| $around:expr) => {
        impl Deep for $name {
            fn leaf() -> Self {
                $leaf
            }

            fn around(self) -> Self {
                let $inner = self;
                $around
            }
        }
    };
}

#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(super) enum Both {
    Leaf,
    Pair(Box<Both>, Box<Both>),
}
deep!(Both: Self::Leaf, |inner| Self::Pair(Box::new(inner), Box::new(Self::Leaf)));

#[derive(Serialize, Deserialize, PartialEq, Debug)]
pub(super) struct Hashed(HashMap<String, Hashed>);
deep!(Hashed: Self(HashMap::new()), |inner| Self(HashMap::from([("k".to_owned(), inner)])));

/// Read from serde's buffer, where nothing of ours watches.
#[derive(Serialize, Deserialize, PartialEq, Debug)]
#[serde(untagged)]
pub(super) enum Broad {
    Leaf(u8),
    #[rustfmt::skip]
    Inner {
        a: u64, b: u64, c: u64, d: u64, e: String, f: String, g: Vec<u8>, h: (u8, f64), i: Option<u32>, j: i64, k: [u64; 4],
        next: Box<Broad>,
    },
}
#[rustfmt::skip]
deep!(Broad: Self::Leaf(1), |inner| Self::Inner {
    a: 1, b: 1, c: 1, d: 1, e: String::new(), f: String::new(), g: vec![], h: (1, 0.5), i: None, j: 1, k: [0; 4],
    next: Box::new(inner),
});

/// Without a byte of its own where structs have no brackets.
#[derive(Serialize, Deserialize)]
struct Bare {
    inner: Option<Box<Bare>>,
}

#[derive(Serialize, Deserialize, Default)]
struct Nothing;

/// Takes memory and no bytes.
#[derive(Serialize, Deserialize, Default)]
struct Skipped {
    #[serde(skip)]
    _cache: [u64; 8],
}

/// Reads nothing at all.
struct Idle;

impl<'de> Deserialize<'de> for Idle {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Ok(Self)
    }
}

/// Asks for owned bytes, and believes what it is told of their length.
struct Credulous(Vec<u8>);

impl<'de> Deserialize<'de> for Credulous {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl<'de> Visitor<'de> for Bytes {
            type Value = Credulous;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Credulous, E> {
                Ok(Credulous(bytes))
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut parts: A) -> Result<Credulous, A::Error> {
                let mut bytes = Vec::with_capacity(parts.size_hint().unwrap_or(0));
                while let Some(byte) = parts.next_element()? {
                    bytes.push(byte);
                }
                Ok(Credulous(bytes))
            }
        }
        deserializer.deserialize_byte_buf(Bytes).map(|read| Self(read.0))
    }
}

#[derive(Serialize, Deserialize)]
enum Mixed {
    Unit,
    New(String),
    Tuple(u8, Vec<u16>),
    Struct { a: Option<i64>, b: (f32, char) },
}

/// Unknown names are passed over.
#[derive(Serialize, Deserialize)]
struct Named {
    #[serde(default)]
    a: u8,
    #[serde(default)]
    b: Option<String>,
}

fn attempt<F: Codec, T: DeserializeOwned>(bytes: &[u8]) -> Result<(), String> {
    F::decode::<T>(bytes).map(|_| ()).map_err(|error| error.to_string())
}

macro_rules! types {
    ($($type:ty),* $(,)?) => {
        /// All of them, with their names.
        pub(super) fn attempts<F: Codec>() -> Vec<(&'static str, Attempt)> {
            vec![$((stringify!($type), attempt::<F, $type> as Attempt)),*]
        }
    };
}

types![
    Boxed, Listed, Optional, Wrapped, TupleVariant, StructVariant, Mapped, Tupled, Paired, Wide, Flattened, Untagged,
    Internal, Adjacent, Both, Hashed, Bare, Broad,
    u64, i128, bool, char, f64, String, Box<str>, Vec<u8>, Vec<u64>, Vec<String>, Vec<Vec<u8>>, Vec<Vec<Vec<u64>>>,
    Vec<()>, Vec<Nothing>, Vec<Vec<()>>, Vec<Skipped>, Vec<Vec<Skipped>>, Vec<[(); 3]>, Vec<Idle>, Vec<Option<()>>,
    HashMap<u32, ()>, HashMap<String, u64>, BTreeMap<(), ()>, BTreeMap<u8, Vec<()>>, HashMap<(), Idle>,
    PathBuf, OsString, CString, Credulous, Vec<Credulous>, Mixed, Vec<Mixed>, Option<Vec<(u32, String)>>, Named,
    IgnoredAny, serde_json::Value, std::net::IpAddr, std::time::Duration, Result<u8, String>, [u16; 32],
];

/// Valid bytes of several types.
pub(super) fn valid<F: Codec>() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    fn add<F: Codec>(all: &mut Vec<Vec<u8>>, value: &impl Serialize) {
        let mut bytes = Vec::new();
        if F::encode(value, &mut bytes).is_ok() {
            all.push(bytes);
        }
    }
    add::<F>(&mut all, &Boxed::deep(6));
    add::<F>(&mut all, &Listed::deep(9));
    add::<F>(&mut all, &Optional::deep(20));
    add::<F>(&mut all, &TupleVariant::deep(7));
    add::<F>(&mut all, &StructVariant::deep(7));
    add::<F>(&mut all, &Mapped::deep(7));
    add::<F>(&mut all, &Wide::deep(2));
    add::<F>(&mut all, &Flattened::deep(4));
    add::<F>(&mut all, &Untagged::deep(4));
    add::<F>(&mut all, &Internal::deep(4));
    add::<F>(&mut all, &(0..40u64).map(|x| x << x).collect::<Vec<_>>());
    add::<F>(&mut all, &vec![vec![(); 300]; 5]);
    add::<F>(&mut all, &vec![vec![7u8; 300], vec![], vec![1, 2, 3]]);
    add::<F>(&mut all, &vec!["a".repeat(300), "é∂".to_owned(), String::new()]);
    add::<F>(&mut all, &HashMap::from([(1u32, ()), (70_000, ())]));
    add::<F>(&mut all, &BTreeMap::from([("key".to_owned(), 1u64), (String::new(), u64::MAX)]));
    add::<F>(&mut all, &PathBuf::from("/a/b"));
    add::<F>(&mut all, &OsString::from("text"));
    add::<F>(&mut all, &c"text");
    add::<F>(
        &mut all,
        &vec![
            Mixed::Unit,
            Mixed::New("new".to_owned()),
            Mixed::Tuple(1, vec![2, 300]),
            Mixed::Struct { a: Some(-1), b: (0.5, 'é') },
        ],
    );
    add::<F>(&mut all, &Some(vec![(1u32, "one"), (2, "two")]));
    add::<F>(&mut all, &(i128::MIN, u128::MAX, f64::MAX, "x", 'c', true, ()));
    all
}

/// Changes a byte, a bit, the length, or what comes next.
pub(super) fn edit(bytes: &mut Vec<u8>, at: Index, byte: u8, how: u8) {
    if bytes.is_empty() {
        bytes.push(byte);
    }
    let at = at.index(bytes.len());
    match how {
        0 => bytes[at] = byte,
        1 => bytes[at] ^= 1 << (byte % 8),
        2 => bytes.truncate(at),
        3 => bytes.insert(at, byte),
        _ => {
            let again: Vec<u8> = bytes[at..].iter().copied().take(usize::from(byte)).collect();
            bytes.splice(at..at, again);
        }
    }
}

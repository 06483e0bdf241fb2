//! Hostile bytes made by hand.

use super::types::{Both, Broad, Hashed};
use crate::shapes::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wirecheck::Codec;

const MEGABYTE: usize = 1 << 20;

fn repeated(unit: &[u8], bytes: usize) -> Vec<u8> {
    unit.iter().copied().cycle().take(bytes).collect()
}

/// Beginnings that claim a length, by format.
fn lengths(format: &str) -> Vec<Vec<u8>> {
    let counts: [u64; 6] = [65_535, 1 << 20, 3 << 30, 1 << 40, i64::MAX as u64, u64::MAX];
    let long = |marker: u8, count: u64| [&[marker], &count.to_be_bytes()[..]].concat();
    let short = |marker: u8, count: u64| {
        [&[marker], &u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes()[..]].concat()
    };
    let little = |marker: u8, count: u64| [&[marker], &count.to_le_bytes()[..]].concat();
    let each = |markers: &[u8], claim: &dyn Fn(u8, u64) -> Vec<u8>| {
        markers.iter().flat_map(|marker| counts.map(|count| claim(*marker, count))).collect::<Vec<_>>()
    };
    match format {
        "bincode" => each(&[253], &little),
        "bincode1" => counts.map(|count| count.to_le_bytes().to_vec()).to_vec(),
        "postcard" => counts.map(varint).to_vec(),
        // A small length of 255 says that a large one follows; its packing may come first.
        "bitcode" => {
            let mut all = each(&[255], &little);
            let packed = (0..12).flat_map(|packing| each(&[packing], &little));
            all.extend(packed.map(|claim| [&[255], &claim[..]].concat()));
            all
        }
        "messagepack" | "messagepack-named" => {
            let mut all = each(&[0xdd, 0xdf, 0xdb, 0xc6, 0xc9], &short);
            all.extend([vec![0xdc, 0xff, 0xff], vec![0xde, 0xff, 0xff], vec![0xd8, 1]]);
            all
        }
        "cbor" => {
            let mut all = each(&[0x9b, 0xbb, 0x7b, 0x5b, 0xdb], &long);
            all.extend([0x9f, 0xbf, 0x7f, 0x5f, 0xc2, 0xc3, 0xd9].map(|indefinite| vec![indefinite]));
            all.extend(each(&[0x5b], &long).iter().map(|bytes| [&[0xc2], &bytes[..]].concat()));
            all
        }
        _ => Vec::new(),
    }
}

/// As postcard writes it.
fn varint(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 127 {
        bytes.push(number as u8 | 128);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// Claimed lengths, alone, before something, after something and within each other.
pub(super) fn claims(format: &str) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for claim in lengths(format) {
        let mut add = |how: &str, bytes: Vec<u8>| all.push((format!("{claim:02x?} {how}"), bytes));
        add("alone", claim.clone());
        add("of zeros", [&claim[..], &[0; 64]].concat());
        add("of ones", [&claim[..], &[1; 64]].concat());
        for before in [0u8, 1, 2, 4, 0x81, 0x91, 0xa1] {
            add("after a byte", [&[before], &claim[..], &[0; 64]].concat());
        }
        add("in each other", repeated(&claim, 4096));
    }
    for (what, claim) in
        [("first", lengths(format).first().cloned()), ("last", lengths(format).last().cloned())]
    {
        let Some(claim) = claim else { continue };
        all.push((format!("{what} claim, a megabyte of it"), repeated(&claim, MEGABYTE)));
    }
    all
}

/// A megabyte of the same again.
pub(super) fn patterns(format: &str) -> Vec<(String, Vec<u8>)> {
    let units: &[&str] = match format {
        "json" => &[
            "[",
            "{\"a\":",
            "{\"inner\":[",
            "{\"next\":",
            "{\"Inner\":",
            "{\"Pair\":[",
            "[1,",
            "\"",
            "\"\\u",
            "9",
            "-",
            "1e",
            " ",
            "[[],",
            "{\"kind\":\"Inner\",\"inner\":",
            "{\"k\":",
        ],
        "ron" => &[
            "(",
            "[",
            "{",
            "Some(",
            "(inner:[",
            "(next:Some(",
            "Inner(",
            "Inner(inner:",
            "Pair(",
            "((1,[",
            "(inner:{\"k\":",
            "{\"k\":",
            "/*",
            "//",
            "\"",
            "r#",
            "r#\"",
            "9",
            "'",
            "(1,",
            "a",
            "(kind:\"Inner\",inner:",
            "1..",
            "b\"",
            "((",
            "0x",
            "_",
            "Inner((",
        ],
        _ => &[],
    };
    let mut all: Vec<_> =
        units.iter().map(|unit| ((*unit).to_owned(), repeated(unit.as_bytes(), MEGABYTE))).collect();
    if format == "ron" {
        for extension in ["implicit_some", "unwrap_newtypes", "unwrap_variant_newtypes"] {
            for unit in ["(", "[", "1", "Inner(", "(next:", "(inner:["] {
                let begin = format!("#![enable({extension})]");
                let bytes = [begin.as_bytes(), &repeated(unit.as_bytes(), MEGABYTE)].concat();
                all.push((format!("{begin} {unit}"), bytes));
            }
        }
    }
    for byte in
        [0, 1, 2, 3, 0x7f, 0x80, 0x81, 0x82, 0x91, 0x92, 0x9f, 0xa1, 0xbf, 0xc1, 0xd8, 0xfb, 0xfe, 0xff]
    {
        all.push((format!("{byte:02x}"), vec![byte; MEGABYTE]));
    }
    for unit in [[0u8, 1], [1, 0], [1, 1], [1, 2], [1, 255], [2, 1], [0x91, 0xc0], [0xc1, 0x81], [0xff, 0]] {
        all.push((format!("{unit:02x?}"), repeated(&unit, MEGABYTE)));
    }
    all
}

/// The bytes that nesting a value once more puts before and after it.
pub(super) struct Nesting {
    before: Vec<u8>,
    leaf: Vec<u8>,
    after: Vec<u8>,
}

impl Nesting {
    /// `None` if the type is not for this format, or its nesting is not to be seen.
    fn of<F: Codec, T: Serialize + DeserializeOwned>(deep: impl Fn(usize) -> T) -> Option<Self> {
        let encode = |levels| F::encode_to_vec(&deep(levels)).ok();
        let (leaf, outer) = (encode(9)?, encode(10)?);
        F::decode::<T>(&outer).ok()?;
        let more = outer.len().checked_sub(leaf.len()).filter(|more| *more > 0)?;
        let at = (0..=more).find(|at| outer[*at..].starts_with(&leaf))?;
        let (before, after) = (outer[..at].to_vec(), outer[at + leaf.len()..].to_vec());
        Some(Self { before, leaf, after })
    }

    /// As many levels as fit.
    pub(super) fn endless(&self) -> usize {
        MEGABYTE / (self.before.len() + self.after.len())
    }

    /// Well-formed.
    pub(super) fn whole(&self, levels: usize) -> Vec<u8> {
        [&self.before.repeat(levels), &self.leaf[..], &self.after.repeat(levels)].concat()
    }

    /// Without an end.
    pub(super) fn broken(&self) -> Vec<u8> {
        self.before.repeat(MEGABYTE / self.before.len().max(1))
    }
}

/// Types that contain themselves.
pub(super) fn nestings<F: Codec>() -> Vec<(&'static str, Nesting)> {
    let mut all = Vec::new();
    macro_rules! each {
        ($($type:ident)*) => {$(
            all.extend(Nesting::of::<F, _>($type::deep).map(|nesting| (stringify!($type), nesting)));
        )*};
    }
    each! {
        Boxed Listed Optional Wrapped TupleVariant StructVariant Mapped Tupled Paired Wide Flattened Untagged Internal
        Adjacent Both Hashed Broad
    }
    // Bitcode writes column by column, where nothing encloses another; a variant, a length, a `Some` are a 1 each.
    if F::NAME == "bitcode" {
        for name in ["Boxed", "Listed", "Optional", "TupleVariant", "StructVariant", "Both", "Hashed", "Bare"]
        {
            all.push((name, Nesting { before: vec![1], leaf: Vec::new(), after: Vec::new() }));
        }
    }
    all
}

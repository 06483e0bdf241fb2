//! Names that a codec gives its own types: which of them matter, of which kinds, in which formats.

use super::samples::{named, values};
use super::seen::Asked;
use super::{observed, through};
use crate::format::{Codec, Format, TakesTypeName, type_names};
use crate::observe::hints::{ANYTHING, BUFFERED};
use crate::probe;

/// Every text that a crate of a codec compares a name with.
const NAMES: [&str; 22] = [
    "_ExtStruct",
    "@@TAG@@",
    "@@TAGGED@@",
    "@@UNTAGGED@@",
    "$serde_json::private::Number",
    "$serde_json::private::RawValue",
    "$ron::private::RawValue",
    "Range",
    "RangeFrom",
    "RangeFull",
    "RangeInclusive",
    "RangeTo",
    "Some",
    "None",
    "Ok",
    "true",
    "false",
    "inf",
    "NaN",
    "NaNf32",
    "b",
    "Other",
];

const KINDS: [&str; 9] = [
    "a newtype",
    "a unit struct",
    "a tuple",
    "a struct",
    "an option",
    "a unit variant",
    "a newtype variant",
    "a tuple variant",
    "a struct variant",
];

/// Whether every value of the kind comes back.
fn comes_back<F: Codec>(kind: &str, read: &'static str) -> bool {
    values(kind).iter().all(|written| {
        let asked = Asked::new(read, written);
        let expected = observed(written, asked.clone());
        // ciborium panics at some enums that it takes for a tag.
        let back = std::panic::catch_unwind(|| through::<F>(written, asked)).unwrap_or_default();
        expected.is_some() && back == expected
    })
}

/// RON writes identifiers only, and says so.
fn is_taken<F: Format>(name: &str) -> bool {
    F::NAME != "ron" || !name.contains(['@', '$'])
}

/// What does not come back with the name, and does with another one.
fn kept<F: Codec>(found: &mut Vec<(&'static str, &'static str, &'static str)>) {
    for (kind, read) in KINDS.into_iter().flat_map(|kind| [(kind, kind), (kind, BUFFERED), (kind, ANYTHING)])
    {
        if !comes_back::<F>(kind, read) {
            continue;
        }
        for name in NAMES.into_iter().filter(|name| is_taken::<F>(name)) {
            if !named(name, "Variant", || comes_back::<F>(kind, read))
                && !found.contains(&(name, kind, F::NAME))
            {
                found.push((name, kind, F::NAME));
            }
        }
    }
}

macro_rules! each_format {
    ([$call:ident $found:ident] $($Format:ident { $($row:tt)* })*) => {
        $($call::<crate::format::$Format>(&mut $found);)*
    };
}

#[test]
fn the_names_of_types_that_a_codec_keeps() {
    let mut found = Vec::new();
    wirecheck_rules::formats!(each_format, kept found);
    found.sort_unstable();
    // Those of serde_json are kept with features that are off here. RON's own has no identifier for a name.
    assert_eq!(
        found,
        [
            ("@@TAG@@", "a newtype variant", "cbor"),
            ("@@TAG@@", "a struct variant", "cbor"),
            ("@@TAG@@", "a tuple variant", "cbor"),
            ("@@TAG@@", "a unit variant", "cbor"),
            ("_ExtStruct", "a newtype", "messagepack"),
            ("_ExtStruct", "a newtype", "messagepack-named"),
        ]
    );
}

#[test]
fn they_are_refused_in_just_these_formats() {
    macro_rules! takes {
        ([$name:ident] $($Format:ident { $($row:tt)* })*) => {
            [$((crate::format::$Format::NAME, probe!(crate::format::$Format: TakesTypeName<type_names::$name>))),*]
        };
    }
    let refused = |takes: &[(&'static str, bool)]| -> Vec<&str> {
        takes.iter().filter(|(_, takes)| !takes).map(|(name, _)| *name).collect()
    };
    assert_eq!(refused(&wirecheck_rules::formats!(takes, ExtStruct)), ["messagepack", "messagepack-named"]);
    assert_eq!(refused(&wirecheck_rules::formats!(takes, CborTag)), ["cbor"]);
    assert_eq!(refused(&wirecheck_rules::formats!(takes, JsonPrivate)), ["json"]);
}

/// The names of variants that do not come back, each directly or through serde's buffer.
fn kept_variants<F: Codec>(found: &mut Vec<(&'static str, &'static str, &'static str)>) {
    for kind in KINDS.into_iter().filter(|kind| kind.ends_with("variant")) {
        for read in [kind, BUFFERED] {
            for name in NAMES.into_iter().filter(|name| is_taken::<F>(name)) {
                if comes_back::<F>(kind, read) && !named("T", name, || comes_back::<F>(kind, read)) {
                    found.push((name, kind, F::NAME));
                }
            }
        }
    }
}

#[test]
fn the_names_of_variants_that_a_codec_keeps() {
    let mut found = Vec::new();
    wirecheck_rules::formats!(each_format, kept_variants found);
    found.sort_unstable();
    assert_eq!(found, []);
}

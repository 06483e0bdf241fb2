//! What the compiler says, what is expected of it, and what happened.

use crate::measure::{Measured, Outcome};

/// Yes or no: in which formats a type is `Sendable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdicts {
    /// As `Bincode`, `Postcard`, `Bitcode`, `MessagePack`, `MessagePackNamed`, `Cbor`, `Json`, `Ron`.
    pub plain: [bool; 8],
    /// Through serde's buffer, in the last five of these.
    pub buffered: [bool; 5],
    /// As the key of a map in `Json`, and there through the buffer.
    pub key: [bool; 2],
}

impl Verdicts {
    /// Yes to everything: all that is written as text.
    pub const TEXT: Self = Self { plain: [true; 8], buffered: [true; 5], key: [true; 2] };
    /// No key where keys are text.
    pub const VALUE: Self = Self { key: [false; 2], ..Self::TEXT };
    /// A number: a key, but not through the buffer.
    pub const NUMBER: Self = Self { key: [true, false], ..Self::TEXT };
    /// The form depends on the format.
    pub const FORKED: Self = Self { buffered: [false, false, false, true, true], ..Self::TEXT };
    /// In no format.
    pub const NEVER: Self = Self { plain: [false; 8], buffered: [false; 5], key: [false; 2] };
    /// Where the format says what comes next.
    pub const DESCRIBED: Self =
        Self { plain: [false, false, false, true, true, true, true, true], ..Self::VALUE };
}

/// # Panics
/// If the compiler does not say what is expected, if it says yes and a sample did not come back, or if it says no and all
/// of them did.
#[track_caller]
pub fn check(said: Verdicts, expected: Verdicts, measured: &Measured) {
    assert_eq!(said, expected, "left is what the compiler says");
    let ways = [("plain", 0, &said.plain[..], &measured.plain[..])]
        .into_iter()
        .chain([("buffered", 3, &said.buffered[..], &measured.buffered[..])])
        .chain([("key", 6, &said.key[..], &measured.key[..])]);
    for (way, first, verdicts, outcomes) in ways {
        for (at, (verdict, outcome)) in verdicts.iter().zip(outcomes).enumerate() {
            let format = if way == "key" { "json" } else { FORMATS[first + at] };
            one(&format!("{way} {format}"), *verdict, outcome);
        }
    }
}

const FORMATS: [&str; 8] =
    ["bincode", "postcard", "bitcode", "messagepack", "messagepack-named", "cbor", "json", "ron"];

#[track_caller]
fn one(place: &str, verdict: bool, outcome: &Outcome) {
    if verdict {
        assert!(outcome.broken.is_none(), "{place}: a broken promise: {outcome:?}");
    } else {
        assert!(!outcome.is_equal(), "{place}: refused, and every sample came back equal");
    }
}

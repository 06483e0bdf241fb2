//! What the compiler says, what is expected of it, and what happened.

use crate::measure::{Measured, Outcome};
use wirecheck_rules::{FORMATS, Format};

/// How many formats there are.
pub(crate) const PLAIN: usize = FORMATS.len();

/// How many of them are read through serde's buffer.
pub(crate) const BUFFERED: usize = {
    let (mut at, mut count) = (0, 0);
    while at < FORMATS.len() {
        count += is_buffered(&FORMATS[at]) as usize;
        at += 1;
    }
    count
};

const fn is_buffered(format: &Format) -> bool {
    !format.buffered.is_empty()
}

/// Yes or no: in which formats a type is `Sendable`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdicts {
    /// In each format, in the order of the list.
    pub plain: [bool; PLAIN],
    /// Through serde's buffer, in those of them that are read through it.
    pub buffered: [bool; BUFFERED],
    /// As the key of a map in `Json`, and there through the buffer.
    pub key: [bool; 2],
}

impl Verdicts {
    /// Yes to everything: all that is written as text.
    pub const TEXT: Self = Self { plain: [true; PLAIN], buffered: [true; BUFFERED], key: [true; 2] };
    /// No key where keys are text.
    pub const VALUE: Self = Self { key: [false; 2], ..Self::TEXT };
    /// A number: a key, but not through the buffer.
    pub const NUMBER: Self = Self { key: [true, false], ..Self::TEXT };
    /// The form depends on the format.
    pub const FORKED: Self = Self::TEXT.buffered_if("BufferedOneForm");
    /// In no format.
    pub const NEVER: Self = Self { plain: [false; PLAIN], buffered: [false; BUFFERED], key: [false; 2] };
    /// Where the format says what comes next.
    pub const DESCRIBED: Self = Self::VALUE.plain_if("SelfDescribing");

    /// Only in formats with this capability.
    #[must_use]
    pub const fn plain_if(mut self, capability: &str) -> Self {
        let mut at = 0;
        while at < FORMATS.len() {
            self.plain[at] &= has(FORMATS[at].can, capability);
            at += 1;
        }
        self
    }

    /// Through the buffer only in formats with this capability there.
    #[must_use]
    pub const fn buffered_if(mut self, capability: &str) -> Self {
        let (mut at, mut to) = (0, 0);
        while at < FORMATS.len() {
            if is_buffered(&FORMATS[at]) {
                self.buffered[to] &= has(FORMATS[at].buffered, capability);
                to += 1;
            }
            at += 1;
        }
        self
    }

    /// Never through the buffer.
    #[must_use]
    pub const fn never_buffered(self) -> Self {
        Self { buffered: [false; BUFFERED], ..self }
    }
}

const fn has(all: &[&str], wanted: &str) -> bool {
    let mut at = 0;
    while at < all.len() {
        if is_same(all[at].as_bytes(), wanted.as_bytes()) {
            return true;
        }
        at += 1;
    }
    false
}

const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}

/// # Panics
/// If the compiler does not say what is expected, if it says yes and a sample did not come back, or if it says no and all
/// of them did.
#[track_caller]
pub fn check(said: Verdicts, expected: Verdicts, measured: &Measured) {
    assert_eq!(said, expected, "left is what the compiler says");
    let plain = FORMATS.iter().zip(said.plain.iter().zip(&measured.plain));
    let buffered = FORMATS.iter().filter(|format| is_buffered(format));
    let buffered = buffered.zip(said.buffered.iter().zip(&measured.buffered));
    for (way, all) in [("plain", plain.collect::<Vec<_>>()), ("buffered", buffered.collect())] {
        for (format, (verdict, outcome)) in all {
            one(&format!("{way} {}", format.name), *verdict, outcome);
        }
    }
    for (verdict, outcome) in said.key.iter().zip(&measured.key) {
        one("key json", *verdict, outcome);
    }
}

#[track_caller]
fn one(place: &str, verdict: bool, outcome: &Outcome) {
    if verdict {
        assert!(outcome.broken.is_none(), "{place}: a broken promise: {outcome:?}");
    } else {
        assert!(!outcome.is_equal(), "{place}: refused, and every sample came back equal");
    }
}

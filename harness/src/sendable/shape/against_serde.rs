//! What is compared as shapes, against what serde does: every pair of many types, through JSON and MessagePack.
//!
//! Where the comparison says that two things can be told apart, every value has to come back.

#![expect(unused_qualifications, reason = "the derive writes whole paths, as it must in other crates")]

mod flattened;
mod parts;
mod untagged;
mod values;

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// How a value fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It came back equal, or was an error where it was encoded.
    Kept,
    /// It did not decode, or came back as another value.
    Lost,
}

/// Bytes of a value, and a value of bytes.
struct Wire<T> {
    name: &'static str,
    encode: fn(&T) -> Option<Vec<u8>>,
    decode: fn(&[u8]) -> Option<T>,
}

impl<T: Serialize + DeserializeOwned + PartialEq + Debug> Wire<T> {
    fn json() -> Self {
        Self {
            name: "JSON",
            encode: |value| serde_json::to_vec(value).ok(),
            decode: |bytes| serde_json::from_slice(bytes).ok(),
        }
    }

    /// Structs are lists.
    fn compact() -> Self {
        Self {
            name: "MessagePack",
            encode: |value| rmp_serde::to_vec(value).ok(),
            decode: |bytes| rmp_serde::from_slice(bytes).ok(),
        }
    }

    fn fate(&self, value: &T) -> Fate {
        match (self.encode)(value) {
            Some(bytes) if (self.decode)(&bytes).as_ref() != Some(value) => Fate::Lost,
            _ => Fate::Kept,
        }
    }
}

/// What was compared, and how often it was right.
#[derive(Debug, Default)]
struct Tally {
    /// Told apart, and every value came back.
    rightly_accepted: usize,
    /// Not told apart, and some value was lost.
    rightly_refused: usize,
    /// Not told apart, and every value came back.
    over_strict: Vec<String>,
    /// Told apart, and some value was lost.
    broken: Vec<String>,
}

impl Tally {
    fn add<T: Serialize + DeserializeOwned + PartialEq + Debug>(
        &mut self,
        what: &str,
        is_accepted: bool,
        wire: &Wire<T>,
        values: &[T],
    ) {
        let lost: Vec<&T> = values.iter().filter(|value| wire.fate(value) == Fate::Lost).collect();
        match (is_accepted, lost.is_empty()) {
            (true, true) => self.rightly_accepted += 1,
            (false, false) => self.rightly_refused += 1,
            (false, true) => self.over_strict.push(format!("{what} in {}", wire.name)),
            (true, false) => self.broken.push(format!("{what} in {}: {lost:?}", wire.name)),
        }
    }

    /// Nothing is broken, and at most this share of what could be accepted is refused.
    #[track_caller]
    fn check(&self, percent: usize) {
        let survived = self.rightly_accepted + self.over_strict.len();
        assert!(self.rightly_refused > 0 && survived > 0, "one side was never tried: {self:#?}");
        assert!(self.broken.is_empty(), "{} broken: {:#?}", self.broken.len(), self.broken);
        assert!(
            self.over_strict.len() * 100 <= survived * percent,
            "{} of {survived} are refused and survive: {:#?}",
            self.over_strict.len(),
            self.over_strict
        );
    }
}

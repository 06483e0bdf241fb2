//! What becomes of old bytes, in a word.

use std::fmt;

/// From the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The types are the same to the format.
    Same,
    /// The types differ, and every value comes back equal.
    Equal,
    /// What was not there is read as its default.
    Defaulted,
    /// What is not known any more is dropped.
    Lossy,
    /// Some values are read and others are an error.
    Partial,
    /// No value is read.
    Error,
    /// A value is read as another one, without an error.
    Silent,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Same, Self::Equal, Self::Defaulted, Self::Lossy, Self::Partial, Self::Error, Self::Silent];

    /// Its name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Equal => "equal",
            Self::Defaulted => "defaulted",
            Self::Lossy => "lossy",
            Self::Partial => "partial",
            Self::Error => "error",
            Self::Silent => "silent",
        }
    }

    /// Whether a promise that these bytes are read is broken.
    pub fn breaks(self) -> bool {
        self >= Self::Partial
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

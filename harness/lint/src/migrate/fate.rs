//! What becomes of the bytes of a call.

use serde::Serialize;

/// What becomes of bytes after they are written, or where they were before they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// They are kept: the program of tomorrow reads what that of today has written.
    Persisted,
    /// They go to another process or thread, and are gone.
    Transient,
    /// Some are kept and some are not.
    Both,
    /// Nothing at the call tells.
    Ask,
}

impl Fate {
    /// One word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Persisted => "persisted",
            Self::Transient => "transient",
            Self::Both => "both",
            Self::Ask => "ask",
        }
    }

    /// Of all calls of a type: what one knows holds for all, unless another one knows better.
    pub(crate) fn of_all(all: impl Iterator<Item = Self>) -> Self {
        let (mut kept, mut gone, mut ask) = (false, false, false);
        for one in all {
            kept |= matches!(one, Self::Persisted | Self::Both);
            gone |= matches!(one, Self::Transient | Self::Both);
            ask |= one == Self::Ask;
        }
        match (kept, gone, ask) {
            (true, true, _) => Self::Both,
            (true, false, _) => Self::Persisted,
            // The others may be files.
            (false, true, false) => Self::Transient,
            (false, _, _) => Self::Ask,
        }
    }
}

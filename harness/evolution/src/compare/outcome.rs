//! What may become of a value or a part of one.

use super::verdict::Verdict;
use crate::replay::{Kept, Wire};

/// What may become of the values of a type: each flag says that there are such values, or that there may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The worst that happens to those that are read: `Same` to `Lossy`.
    pub level: Verdict,
    /// Read, to the end of what was written.
    pub exact: bool,
    /// The reader wants more bytes than there are.
    pub short: bool,
    /// The reader leaves bytes.
    pub long: bool,
    /// An error.
    pub fail: bool,
    /// Another value.
    pub silent: bool,
}

impl Outcome {
    const NOTHING: Self =
        Self { level: Verdict::Same, exact: false, short: false, long: false, fail: false, silent: false };

    /// The same type.
    pub const SAME: Self = Self { exact: true, ..Self::NOTHING };
    /// An error, always.
    pub const FAIL: Self = Self { fail: true, ..Self::NOTHING };
    /// More is read than there is, always.
    pub const SHORT: Self = Self { short: true, ..Self::NOTHING };
    /// Nothing is known.
    pub const ANYTHING: Self =
        Self { level: Verdict::Lossy, exact: true, short: true, long: true, fail: true, silent: true };

    /// Read, with this loss.
    pub const fn at(level: Verdict) -> Self {
        Self { level, ..Self::SAME }
    }

    /// Bytes are left, always.
    pub const LONG: Self = Self { long: true, level: Verdict::Lossy, ..Self::NOTHING };

    /// What was kept of one value.
    pub fn of(kept: Kept) -> Self {
        match kept {
            Kept::All => Self::at(Verdict::Equal),
            Kept::Defaulted => Self::at(Verdict::Defaulted),
            Kept::Lossy => Self::at(Verdict::Lossy),
            Kept::Changed => Self { silent: true, ..Self::SAME },
        }
    }

    /// Whether some value is read.
    pub fn reads(self) -> bool {
        self.exact || self.short || self.long || self.silent
    }

    /// One or the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            level: self.level.max(other.level),
            exact: self.exact || other.exact,
            short: self.short || other.short,
            long: self.long || other.long,
            fail: self.fail || other.fail,
            silent: self.silent || other.silent,
        }
    }

    /// One and then the other, in bytes that say nothing of where a part ends.
    #[must_use]
    pub fn then(self, next: Self) -> Self {
        let both = self.or(next);
        if !self.reads() {
            return Self::FAIL;
        }
        if !next.reads() && !self.short && !self.long {
            return Self::FAIL;
        }
        // What follows begins at the wrong place: anything may come of it.
        let is_off = self.short || self.long;
        if is_off {
            return Self { level: both.level, ..Self::ANYTHING };
        }
        Self { exact: self.exact && next.exact, ..both }
    }

    /// One and the other, in bytes that say where parts end.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if !self.reads() || !other.reads() {
            return Self::FAIL;
        }
        // A list that ends early in CBOR leaves its rest to what follows.
        if self.long || other.long {
            return Self::ANYTHING;
        }
        Self { exact: self.exact && other.exact, ..self.or(other) }
    }

    /// What is read is another thing.
    #[must_use]
    pub fn mistaken(self) -> Self {
        Self { silent: self.reads(), ..self }
    }

    /// What it means where nothing follows.
    pub fn verdict(self, wire: Wire) -> Verdict {
        // The others leave what they do not need.
        let takes_all = wire.has_columns();
        let is_read = self.exact || (self.long && !takes_all);
        let is_not = self.fail || self.short || (self.long && takes_all);
        match (self.silent, is_not, is_read) {
            (true, ..) => Verdict::Silent,
            (_, true, true) => Verdict::Partial,
            (_, true, false) => Verdict::Error,
            _ if self.long => self.level.max(Verdict::Lossy),
            _ => self.level,
        }
    }
}

//! What is asked of a field, what it is read from, and how an enum writes its variants.

/// What the type of a field has to fulfil.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// `Sendable`, in the format at hand and in at least one.
    Sendable,
    /// serde's traits, `Send` and `'static`: the author vouches for the rest.
    Trust,
    /// `Send` and `'static`: the author's own code writes and reads it.
    Vouch,
    /// `Snapshot`: the value in a lock or an atomic is sent.
    Snapshot,
    /// `Duplicate`: the value behind a shared pointer is sent.
    Duplicate,
    /// As `Sendable`, by what it is made of: it may lead back to the type.
    Recursive,
    /// Nothing but `Send`: it is neither written nor read.
    Absent,
}

impl Requirement {
    /// Whether it depends on the format.
    pub fn asks_the_format(self) -> bool {
        match self {
            Self::Sendable | Self::Snapshot | Self::Duplicate | Self::Recursive => true,
            Self::Trust | Self::Vouch | Self::Absent => false,
        }
    }
}

/// What a value is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReadFrom {
    /// The format.
    Format,
    /// The buffer that serde keeps a value in before it knows the value's type.
    Buffer,
    /// Either of them, depending on where the whole type is.
    Both,
}

/// How an enum writes which variant a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagging {
    /// As the key of the content: serde's default.
    External,
    /// As an entry among those of the content: `tag = ".."`.
    Internal,
    /// As an entry next to the content: `tag = "..", content = ".."`.
    Adjacent,
    /// Not at all: `untagged`.
    Untagged,
}

//! The places where a type may stand or not.

/// A place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// In an `Option`.
    NotNull,
    /// As a key.
    MapKey,
    /// Among the entries of another type.
    Flatten,
    /// As the key of a flattened map.
    TextKey,
}

impl Role {
    /// The trait of `wirecheck::sendable`.
    pub(crate) fn trait_name(self) -> &'static str {
        match self {
            Self::NotNull => "NotNull",
            Self::MapKey => "MapKey",
            Self::Flatten => "Flatten",
            Self::TextKey => "TextKey",
        }
    }
}

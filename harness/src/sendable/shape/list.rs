//! Lists with items of known shapes: tuples, and structs where their fields have no names.

use super::{Field, Fields, Shape};

/// How a format writes the structs of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Structs {
    /// As entries with names.
    Named,
    /// As lists of their fields, as compact MessagePack does.
    Lists,
    /// As lists of their fields, but for the outermost, which is flattened: its entries have names in every format.
    ListsInside,
}

impl Structs {
    /// How the structs within a struct, list or map are written.
    pub(super) const fn inside(self) -> Self {
        match self {
            Self::Named => Self::Named,
            Self::Lists | Self::ListsInside => Self::Lists,
        }
    }

    /// Whether these entries are written as a list. The name of a variant with its content is an entry of a map everywhere, and
    /// so are the entries of a struct with flattened fields.
    pub(super) const fn is_list(self, fields: &Fields) -> bool {
        matches!(self, Self::Lists) && !fields.is_map()
    }
}

/// The items of a list.
#[derive(Clone, Copy)]
pub(super) enum Items<'a> {
    /// Of a tuple.
    Of(&'a [Shape]),
    /// The values of these entries.
    Values(&'a [Field]),
}

impl<'a> Items<'a> {
    pub(super) const fn len(self) -> usize {
        match self {
            Self::Of(items) => items.len(),
            Self::Values(fields) => fields.len(),
        }
    }

    pub(super) const fn get(self, index: usize) -> &'a Shape {
        match self {
            Self::Of(items) => &items[index],
            Self::Values(fields) => &fields[index].shape,
        }
    }
}

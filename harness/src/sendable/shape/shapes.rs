//! Several shapes: those that a value may have.

use super::{Field, Fields, Shape, Shapes};
use std::slice;

impl Shape {
    /// One of these.
    pub const fn one_of(shapes: &'static [Self]) -> Self {
        Self::OneOf(Shapes::List(shapes))
    }

    /// One of the variants of an enum: a name, or an entry.
    pub const fn variants(names: &'static [&'static str], entries: &'static [Field]) -> Self {
        Self::OneOf(Shapes::Variants { names, entries })
    }
}

impl Shapes {
    /// How many they are.
    pub(crate) const fn len(self) -> usize {
        match self {
            Self::List(shapes) => shapes.len(),
            Self::Variants { names, entries } => entries.len() + of_names(names),
        }
    }

    /// The one at this index.
    ///
    /// # Panics
    /// If there are not that many.
    pub(crate) const fn get(self, index: usize) -> Shape {
        match self {
            Self::List(shapes) => shapes[index],
            Self::Variants { names, .. } if index < of_names(names) => Shape::Names(names),
            Self::Variants { names, entries } => {
                let own = slice::from_ref(&entries[index - of_names(names)]);
                Shape::Fields(Fields { own, ..Fields::SINGLE })
            }
        }
    }

    /// All of them.
    pub(crate) fn iter(self) -> impl Iterator<Item = Shape> {
        (0..self.len()).map(move |index| self.get(index))
    }
}

/// How many shapes these names are: one, however many there are.
const fn of_names(names: &[&str]) -> usize {
    if names.is_empty() { 0 } else { 1 }
}

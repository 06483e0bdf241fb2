//! Several shapes: those that a value may have.

use super::{Field, Fields, Shape};
use std::slice;

/// Shapes in their order.
///
/// The variants of an enum stand in one list. When rustc collects what a constant needs, it follows each reference, also to what
/// it has seen: a reference for each variant would cost more, and variants that share a list would be followed once for each of
/// them, at each level.
#[derive(Clone, Copy, Debug)]
pub enum Shapes {
    /// These.
    List(&'static [Shape]),
    /// Those of an enum: one of the names, if there are any, and then each entry as the only one, which is the name of a variant
    /// and its content.
    Variants {
        /// The variants without content.
        names: &'static [&'static str],
        /// The others.
        entries: &'static [Field],
    },
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

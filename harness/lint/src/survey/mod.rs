//! What was found in a program, as data.

mod meeting;
mod place;
mod source;
mod type_note;
mod unseen;

#[cfg(test)]
mod source_tests;

pub use meeting::{Meeting, Root};
pub use place::Place;
pub use source::{Package, Source, TextLine};
pub use type_note::{Converted, FieldNote, Kind, Side, TypeNote};
pub use unseen::Unseen;

use serde::{Deserialize, Serialize};

/// All that was found in a program.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// The inputs of serde's derives, one for a type, whichever of the two derives it has.
    pub sources: Vec<Source>,
    /// The types that the compiler made code for, one entry for a type and side, ordered by name.
    pub types: Vec<TypeNote>,
    /// Which type meets which serializer or deserializer.
    pub meetings: Vec<Meeting>,
    /// The calls that bring a type to a format.
    pub roots: Vec<Root>,
    /// What stayed dark, and why.
    pub unseen: Vec<Unseen>,
}

impl Survey {
    /// The notes of a type: none, one, or one for each side.
    pub fn notes<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a TypeNote> {
        let first = self.types.partition_point(|note| note.name.as_str() < name);
        self.types[first..].iter().take_while(move |note| note.name == name)
    }

    /// What a derive was given for a type, if it has one on that side.
    pub fn source(&self, name: &str, side: Side) -> Option<&Source> {
        let note = self.notes(name).find(|note| note.side == side)?;
        match note.kind {
            Kind::Derived(source) => self.sources.get(source),
            Kind::ByHand | Kind::Std => None,
        }
    }
}

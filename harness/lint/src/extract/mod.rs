//! What a compiled crate says: read from its objects, whose symbols have the types in their names. Nothing is run.

mod calls;
mod lines;
mod names;
mod notes;
mod objects;
mod record;

#[cfg(test)]
mod names_tests;

pub(crate) use names::{arguments, crate_of, meeting, method, with_arguments};
#[cfg(test)]
pub(crate) use notes::Call;
pub(crate) use notes::{Crate, FORM, Noted, Notes};
pub(crate) use objects::extract;
pub(crate) use record::Record;

//! The one thing that is changed in what a program is built of: serde's derive also notes what it was given.

mod derive;

#[cfg(test)]
mod derive_tests;

pub(crate) use derive::{INSERTED, MODULE};
pub use derive::{NotPatched, patched};

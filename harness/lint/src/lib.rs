//! Which types of a program meet which wire formats, found by building the program as it is.
//!
//! [`survey`](survey()) has cargo build a program in a target folder of its own. Its objects say which functions the compiler
//! made for which types: each type that is written or read by a format is in the name of one. Of the program, only serde's
//! derive is changed while it is compiled: it also notes what it was given. Nothing of the program runs, and nothing outside
//! of the target folder changes.
//!
//! The [`Survey`] says what was found: the inputs of serde's derives, the types that were made of them, the formats that
//! they meet, and the calls that bring them there.

mod build;
mod extract;
pub mod judge;
mod kept;
mod merge;
pub mod migrate;
pub mod patch;
pub mod report;
pub mod survey;
pub mod wrapper;

pub use build::{Error, Options, survey};
pub use kept::{Reported, reported};
pub use survey::Survey;

//! Which types of a program meet which wire formats, found by building the program as it is.
//!
//! The [`Survey`] says what was found: the inputs of serde's derives, the types that were made of them, the formats that
//! they meet, and the calls that bring them there.

pub mod judge;
pub mod report;
pub mod survey;

pub use survey::Survey;

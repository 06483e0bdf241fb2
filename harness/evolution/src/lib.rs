//! What a change of types does to bytes that were written before: a verdict per format and direction, shown by running it.
//!
//! A [`Shape`](shape) is what a type writes and reads, taken from its source. Shapes of released versions are kept in
//! [`wire.lock`](lock). [`compare`] says what becomes of values that one version writes and another reads, and [`replay`] runs it
//! through the real format crates: from a shape alone it makes the calls of serde that the type would make.

pub mod compare;
pub mod diff;
pub mod lock;
pub mod replay;
pub mod roots;
pub mod shape;

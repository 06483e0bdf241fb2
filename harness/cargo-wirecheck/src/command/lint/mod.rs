//! What is found in a program that never heard of wirecheck: `lint`, `types`, the whole table behind it, and `migrate`, the way
//! out of bincode.

mod baseline;
mod output;
pub(in crate::command) mod selection;
mod surveyed;

pub(super) mod check;
pub(super) mod migrate;
pub(super) mod types;

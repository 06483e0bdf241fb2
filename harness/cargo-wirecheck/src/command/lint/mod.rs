//! What is found in a program that never heard of wirecheck: `lint`, and `types`, the whole table behind it.

mod baseline;
mod output;
pub(in crate::command) mod selection;
mod surveyed;

pub(super) mod check;
pub(super) mod types;

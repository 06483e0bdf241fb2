//! The calls of serde that a type would make, made from its shape alone, through the real format crates.

mod content;
mod generate;
mod intern;
mod pair;
mod read;
mod relate;
mod scalar;
mod value;
mod which;
mod wire;
mod write;

#[cfg(test)]
mod tests;

pub use generate::Generator;
pub use pair::{pair_fields, pair_variants};
pub use read::{Replayed, decode};
pub use relate::{Kept, Relation};
pub use value::Value;
pub use wire::Wire;
pub use write::{Written, encode};

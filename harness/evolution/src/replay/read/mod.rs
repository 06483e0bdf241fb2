//! What a type reads, from its shape.

mod enums;
mod fields;
mod seed;
mod types;

pub use types::{Replayed, decode};

//! Two shapes, part by part.

mod fields;
mod types;
mod variants;

pub use types::{Compared, compare, compare_trusting};

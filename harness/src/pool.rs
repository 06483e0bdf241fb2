//! A pool that the whole program shares.

pub use crate::backend::{shared, shared_with};

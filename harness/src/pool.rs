//! A pool that the whole program shares: [`shared`].

pub use crate::backend::{shared, shared_with};

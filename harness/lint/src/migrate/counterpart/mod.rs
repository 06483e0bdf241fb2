//! What stands in the place of each function and option of bincode.

mod row;
mod table;

#[cfg(test)]
mod tests;

pub(crate) use row::keys;
pub use row::{Counterpart, Row};
pub use table::COUNTERPARTS;

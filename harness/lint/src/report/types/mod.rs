//! The whole table: every type in every format that it meets.

mod findings;
mod page;
mod table;

pub use page::types_page;
pub use table::{parts_list, types_table};

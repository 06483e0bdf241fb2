//! The whole table: every type in every format that it meets.

mod document;
mod findings;
mod page;
mod table;

pub(crate) use document::document;
pub(crate) use findings::code;
pub(crate) use page::class;
pub use page::types_page;
pub use table::{parts_list, types_table};

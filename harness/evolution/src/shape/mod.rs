//! What types write and read, as data that is addressed by its content.

mod def;
mod group;
mod parse;
mod print;
mod source;
mod store;
mod survey;
mod survey_std;
mod ty;

#[cfg(test)]
mod tests;

pub use def::{Body, Code, Def, Default, EnumBody, Field, Repr, StructBody, Style, Variant};
pub use group::Graph;
pub(crate) use parse::{Words, hash_text};
pub(crate) use print::word;
pub(crate) use store::hash as hash_of;

pub use parse::{def_line, field_line, type_text, variant_line};
pub use print::{print_def, print_type};
pub use source::of_source;
pub use store::Store;
pub use survey::Found;
pub use ty::{Id, Scalar, Ty};

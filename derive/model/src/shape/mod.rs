//! The shape of a type as a value: plain data, without spans, that can be compared, listed and kept.
//!
//! There are two, and the second follows from the first:
//!
//! * [`TypeShape`] is what the declaration says: names, order, indices, defaults, aliases, skips, representation.
//!   Everything that the bytes of some format depend on is in it.
//! * [`ValueShape`] is what the values look like in a format that writes names: the kinds, ranges, lengths and names
//!   that a reader can tell apart. The derive writes the constant `Sendable::SHAPE` from it.

mod declared;
mod list;
mod std_types;
mod type_shape;
mod value_list;
mod value_of;
mod value_shape;

pub use self::type_shape::{
    CustomCode, DefaultValue, Directions, EnumShape, FieldShape, Representation, Skip, StructShape, TypeBody,
    TypeShape, VariantShape, WireName,
};
pub(crate) use self::value_of::{content, flattened, named_variants, own_entries};
pub use self::value_shape::{EntryShape, FieldsShape, Presence, UnknownEntries, ValueShape};

#[cfg(test)]
mod tests;

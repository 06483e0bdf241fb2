//! What a value looks like once it is written, as far as its type tells.
//!
//! The derive decides by it whether the variants of an `untagged` enum, or `flatten`ed fields, can be told apart. A shape
//! may say less than is true, never more: [`Shape::Any`] is always right, and then the derive asks for an `accept`.
//!
//! Hidden, and so not public API: [`describe`](super::describe()) is. If it were visible, names such as `Map` and `Any`
//! would be ambiguous, and rustc would print the full path of each in its messages.

mod accepts;
#[cfg(feature = "runtime")]
mod conforms;
mod denied;
mod flattened;
mod list;
mod message;
mod names;
mod shapes;
mod side_by_side;
mod tagged;
mod untagged;
mod view;
#[cfg(feature = "runtime")]
mod written;

#[cfg(feature = "runtime")]
pub(crate) use self::conforms::conforms;
pub use self::denied::{denied, flatten_denied};
pub use self::flattened::{flattened, overlap};
pub use self::message::Message;
pub use self::side_by_side::{entries, variants};
pub use self::tagged::{tag_taken, tagged};
pub use self::untagged::{TellsApart, apart_as_lists, confused, untagged};
#[cfg(feature = "runtime")]
pub(crate) use self::written::record;

use std::slice;

/// The written form of a type's values.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Nothing is known.
    Any,
    /// `None`, or an untagged variant without content.
    Null,
    /// `()` or a unit struct: null, which is also read from a map or list without entries, as tagged enums do.
    Unit,
    /// `true` or `false`.
    Bool,
    /// An integer in this range.
    Integer {
        /// The least one.
        min: i128,
        /// The greatest one.
        max: u128,
    },
    /// A float, which is also read from an integer.
    Float,
    /// A text of one character.
    Char,
    /// Any text, or text of some form (an address, a path).
    Text,
    /// One of these texts.
    Names(&'static [&'static str]),
    /// Bytes, which some formats write as a list.
    Bytes,
    /// A list, with its length.
    List {
        /// The least one.
        min: usize,
        /// The greatest one.
        max: usize,
    },
    /// A list of exactly these.
    Tuple(&'static [Shape]),
    /// Entries with any keys, and values of this shape.
    Map(&'static Shape),
    /// Entries with these names.
    Fields(Fields),
    /// One of these.
    OneOf(Shapes),
    /// This one: a reference, for constants that depend on a type.
    Same(&'static Shape),
    /// This one, read from serde's buffer: an internally tagged or untagged enum.
    FromBuffer(&'static Shape),
}

/// Shapes in their order.
///
/// The variants of an enum stand in one list. When rustc collects what a constant needs, it follows each reference, also to what
/// it has seen: a reference for each variant would cost more, and variants that share a list would be followed once for each of
/// them, at each level.
#[derive(Clone, Copy, Debug)]
pub enum Shapes {
    /// These.
    List(&'static [Shape]),
    /// Those of an enum: one of the names, if there are any, and then each entry as the only one, which is the name of a variant
    /// and its content.
    Variants {
        /// The variants without content.
        names: &'static [&'static str],
        /// The others.
        entries: &'static [Field],
    },
}

/// The entries of a struct, or of a variant and its tag.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The entries with a name of their own.
    pub own: &'static [Field],
    /// The shapes whose entries are written among them: of flattened fields, or of the content next to an internal tag.
    pub flattened: &'static [Shape],
    /// What the reader does with other entries.
    pub others: Others,
    /// Whether it is also read from a list of values.
    pub from_list: bool,
}

/// One entry.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name it is written under.
    pub written: &'static str,
    /// The names it is read under; none if it is only written. Without a list, it is the name it is written under.
    pub read_by: Option<&'static [&'static str]>,
    /// Whether it is always written, and reading fails without it.
    pub required: bool,
    /// Its value.
    pub shape: Shape,
}

/// A flattened field, or a variant of an untagged enum.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Its name in the source.
    pub name: &'static str,
    /// What is written.
    pub shape: Shape,
}

/// What a reader does with entries that it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// It ignores them.
    Ignored,
    /// It fails.
    Denied,
    /// It fails, because there is exactly one: the name of a variant.
    Single,
}

impl Field {
    /// A field that is written and read under one name.
    pub const fn new(name: &'static str, shape: Shape) -> Self {
        Self { required: !shape.may_be_null(), ..Self::required(name, shape) }
    }

    /// A field that is always there, even if its value may be null.
    pub const fn required(name: &'static str, shape: Shape) -> Self {
        Self { written: name, read_by: None, required: true, shape }
    }

    /// The same, which may be missing.
    pub const fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// The same, read under these names, which may be none.
    pub const fn read_by(self, names: &'static [&'static str]) -> Self {
        Self { read_by: Some(names), ..self }
    }

    /// The names it is read under.
    pub(super) const fn read(&self) -> &[&'static str] {
        match self.read_by {
            None => slice::from_ref(&self.written),
            Some(names) => names,
        }
    }
}

impl Fields {
    /// A plain struct.
    pub const fn new(own: &'static [Field]) -> Self {
        Self { own, flattened: &[], others: Others::Ignored, from_list: true }
    }

    /// The same, with unknown fields as an error: the structs of std, as serde reads them.
    pub const fn strict(own: &'static [Field]) -> Self {
        Self { own, flattened: &[], others: Others::Denied, from_list: true }
    }

    /// The name of a variant and its content.
    pub const fn single(own: &'static [Field; 1]) -> Self {
        Self { own, ..Self::SINGLE }
    }

    /// The same without any.
    const SINGLE: Self = Self { own: &[], flattened: &[], others: Others::Single, from_list: false };

    /// Whether what is flattened is the content of an internally tagged variant: it is read from what the tag leaves, which may
    /// be a list. A struct with flattened fields is never read from a list.
    const fn is_tag_and_content(&self) -> bool {
        self.from_list && !self.flattened.is_empty()
    }

    /// Whether it is a map in every format.
    const fn is_map(&self) -> bool {
        matches!(self.others, Others::Single) || (!self.from_list && !self.flattened.is_empty())
    }
}

impl Shape {
    /// Whether reading it from nothing may succeed, as that of an `Option` does.
    const fn may_be_null(&self) -> bool {
        match self {
            Self::Any | Self::Null | Self::Unit => true,
            Self::Same(other) | Self::FromBuffer(other) => other.may_be_null(),
            Self::OneOf(all) => {
                let mut at = 0;
                while at < all.len() {
                    if all.get(at).may_be_null() {
                        return true;
                    }
                    at += 1;
                }
                false
            }
            _ => false,
        }
    }

    /// A list of exactly `len` items.
    pub const fn list_of(len: usize) -> Self {
        Self::List { min: len, max: len }
    }

    /// What is behind a reference to another shape.
    const fn plain(&self) -> &Self {
        match self {
            Self::Same(other) | Self::FromBuffer(other) => other.plain(),
            other => other,
        }
    }

    /// A list of any length.
    pub const LIST: Self = Self::List { min: 0, max: usize::MAX };
}

#[cfg(all(test, feature = "json", feature = "messagepack"))]
mod against_serde;
#[cfg(test)]
mod tests;

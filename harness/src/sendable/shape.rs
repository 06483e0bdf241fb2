//! What a value looks like once it is written, as far as its type tells: what `untagged` and `flatten` are decided by.
//!
//! A shape may be wider than the truth, never narrower: [`Shape::Any`] is always right, and costs an `accept`.

mod accepts;
mod flattened;
mod message;
mod tagged;
mod untagged;

pub use self::flattened::{Part, flattened};
pub use self::tagged::tagged;
pub use self::untagged::untagged;

/// The written form of a type's values.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Nothing is known.
    Any,
    /// `None`, or an untagged variant without content.
    Null,
    /// `()` or a unit struct: as null, and also read from a map or list without entries, for the sake of tagged enums.
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
    /// A list of so many items.
    List {
        /// At least.
        min: usize,
        /// At most.
        max: usize,
    },
    /// A list of exactly these.
    Tuple(&'static [Shape]),
    /// Entries with any keys and values of this shape.
    Map(&'static Shape),
    /// Entries with these names.
    Fields(&'static Fields),
    /// One of these.
    OneOf(&'static [Shape]),
    /// The same as another one.
    Same(&'static Shape),
    /// The same, read from serde's buffer: of an internally tagged or untagged enum.
    Buffered(&'static Shape),
}

/// The entries of a struct, or of a variant and its tag.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// Those with a name of their own.
    pub own: &'static [Field],
    /// Those that are written among them.
    pub flattened: &'static [Shape],
    /// What the reader does about other entries.
    pub others: Others,
    /// Whether it is also read from a list of values.
    pub from_list: bool,
}

/// One entry.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The name it is written by; empty if it is only read.
    pub written: &'static str,
    /// The names it is read by; none if it is only written.
    pub read: &'static [&'static str],
    /// Whether it is always written, and reading fails without it.
    pub required: bool,
    /// Its value.
    pub shape: Shape,
}

/// What a reader does about entries it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Others {
    /// Nothing.
    Ignored,
    /// It fails.
    Denied,
    /// It fails, because there is exactly one: the name of a variant.
    Single,
}

impl Field {
    /// A field that is written and read by one name.
    pub const fn new(name: &'static [&'static str; 1], shape: Shape) -> Self {
        Self { written: name[0], read: name, required: !shape.may_be_null(), shape }
    }

    /// One without which there is nothing, whatever its value is.
    pub const fn required(written: &'static str, read: &'static [&'static str], shape: Shape) -> Self {
        Self { written, read, required: true, shape }
    }

    /// One that may be absent.
    pub const fn optional(self) -> Self {
        Self { required: false, ..self }
    }

    /// One that is read by these names, which may be none.
    pub const fn read_by(self, read: &'static [&'static str]) -> Self {
        Self { read, ..self }
    }
}

impl Fields {
    /// A plain struct.
    pub const fn new(own: &'static [Field]) -> Self {
        Self { own, flattened: &[], others: Others::Ignored, from_list: true }
    }

    /// The name of a variant and its content.
    pub const fn single(own: &'static [Field; 1]) -> Self {
        Self { own, flattened: &[], others: Others::Single, from_list: false }
    }
}

impl Shape {
    /// Whether reading it from nothing may succeed, as that of an `Option` does.
    const fn may_be_null(&self) -> bool {
        match self {
            Self::Any | Self::Null | Self::Unit => true,
            Self::Same(other) | Self::Buffered(other) => other.may_be_null(),
            Self::OneOf(all) => {
                let mut at = 0;
                while at < all.len() {
                    if all[at].may_be_null() {
                        return true;
                    }
                    at += 1;
                }
                false
            }
            _ => false,
        }
    }

    /// A list of exactly so many items.
    pub const fn list_of(len: usize) -> Self {
        Self::List { min: len, max: len }
    }

    /// What is behind a reference to another shape.
    const fn plain(&self) -> &Self {
        match self {
            Self::Same(other) | Self::Buffered(other) => other.plain(),
            other => other,
        }
    }

    /// A list of any length.
    pub const LIST: Self = Self::List { min: 0, max: usize::MAX };
}

#[cfg(test)]
mod tests;

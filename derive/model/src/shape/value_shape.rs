//! What the values of a type look like in a format that writes names.

use crate::container::FieldRef;

/// The written form of a type's values, as far as the declaration tells.
///
/// It may say less than is true, never more: [`ValueShape::Any`] is always right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueShape {
    /// Nothing is known.
    Any,
    /// `None`, or an untagged variant without content.
    Null,
    /// `()` or a unit struct: null, which is also read from a map or list without entries.
    Unit,
    /// `true` or `false`.
    Bool,
    /// An integer in a range.
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
    /// Any text.
    Text,
    /// One of these texts.
    Names(Vec<String>),
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
    Tuple(Vec<ValueShape>),
    /// Entries with any keys, and values of this shape.
    Map(Box<ValueShape>),
    /// Entries with these names.
    Fields(Box<FieldsShape>),
    /// One of these.
    OneOf(Vec<ValueShape>),
    /// This shape, read from serde's buffer: an internally tagged or untagged enum.
    FromBuffer(Box<ValueShape>),
    /// The shape of the type of a field, which is declared in another place.
    Field(FieldRef),
}

/// The entries of a struct, or of a variant and its tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldsShape {
    /// The entries with a name of their own.
    pub own: Vec<EntryShape>,
    /// The shapes whose entries are written among them.
    pub flattened: Vec<ValueShape>,
    /// What the reader does with other entries.
    pub unknown: UnknownEntries,
    /// Whether it is also read from a list of values.
    pub from_list: bool,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryShape {
    /// The name it is written under.
    pub written: String,
    /// The names it is read under.
    pub read: Vec<String>,
    /// Whether it may be missing.
    pub presence: Presence,
    /// Its value.
    pub shape: ValueShape,
}

/// Whether an entry may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Never.
    Required,
    /// Only if its type is read from nothing, as an `Option` is.
    ByType,
    /// It may.
    Optional,
}

/// What the reader does with entries that it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownEntries {
    /// It ignores them.
    Ignored,
    /// It fails.
    Denied,
    /// It fails: there is exactly one entry, the name of a variant.
    Single,
}

impl ValueShape {
    /// A list of any length.
    pub const LIST: Self = Self::List { min: 0, max: usize::MAX };

    /// One of these; the only one, if there is only one.
    pub fn one_of(mut shapes: Vec<Self>) -> Self {
        if shapes.len() == 1 { shapes.remove(0) } else { Self::OneOf(shapes) }
    }

    /// Whether reading it from nothing may succeed, as that of an `Option` does.
    pub(super) fn may_be_null(&self) -> bool {
        match self {
            Self::Any | Self::Null | Self::Unit => true,
            Self::FromBuffer(shape) => shape.may_be_null(),
            Self::OneOf(shapes) => shapes.iter().any(Self::may_be_null),
            _ => false,
        }
    }

    /// The same with `shape_of` in the place of each field.
    ///
    /// ```
    /// use wirecheck_model::{Model, ValueShape};
    ///
    /// let input = syn::parse_str("struct Pair(u8, String);").unwrap();
    /// let model = Model::new(&input);
    /// let shape = model.value_shape().resolve(&mut |field| {
    ///     let (_, field) = model.container.field(field).unwrap();
    ///     ValueShape::of_std(field.ty(), &mut |_| ValueShape::Any)
    /// });
    /// assert_eq!(shape.to_string(), "$: tuple of 2\n$.0: integer 0..=255\n$.1: text\n");
    /// ```
    #[must_use]
    pub fn resolve(&self, shape_of: &mut dyn FnMut(FieldRef) -> Self) -> Self {
        let mut all = |shapes: &[Self]| shapes.iter().map(|shape| shape.resolve(shape_of)).collect();
        match self {
            Self::Field(field) => shape_of(*field),
            Self::Tuple(items) => Self::Tuple(all(items)),
            Self::OneOf(shapes) => Self::OneOf(all(shapes)),
            Self::Map(value) => Self::Map(Box::new(value.resolve(shape_of))),
            Self::FromBuffer(shape) => Self::FromBuffer(Box::new(shape.resolve(shape_of))),
            Self::Fields(fields) => Self::Fields(Box::new(FieldsShape {
                flattened: all(&fields.flattened),
                own: fields
                    .own
                    .iter()
                    .map(|entry| EntryShape { shape: entry.shape.resolve(shape_of), ..entry.clone() })
                    .collect(),
                ..(**fields).clone()
            })),
            other => other.clone(),
        }
    }
}

//! What a table says of a type.

use wirecheck::__private_0_1_0::Shape;

/// What is written where the author of a type says `shape = "any"`.
pub(super) const ANY_FORM: &str = "wirecheck::sendable::declared::AnyForm";

/// What is asked of a known type, and where it may stand.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    /// The capabilities that the format must have.
    pub(crate) asks: Vec<&'static str>,
    /// The types that must be sendable in the same way.
    pub(crate) parts: Vec<&'a str>,
    /// What must be the key of a map.
    pub(crate) key_part: Option<&'a str>,
    /// What must not be written as null.
    pub(crate) optional_part: Option<&'a str>,
    /// The trait of the rule by which it is refused everywhere.
    pub(crate) refused: Option<&'static str>,
    /// When it is never null.
    pub(crate) not_null: Role<'a>,
    /// When it is the key of a map.
    pub(crate) map_key: Role<'a>,
    /// When it is written as entries with names.
    pub(crate) flatten: Role<'a>,
    /// When it is the key of a flattened map.
    pub(crate) text_key: Role<'a>,
    /// What its values look like.
    pub(crate) form: Form<'a>,
    /// Whether it is of another crate than std.
    pub(crate) is_foreign: bool,
    /// What would make all of this untrue, and cannot be seen; in formats without these capabilities, or in all.
    pub(crate) doubt: Option<(&'static str, &'static [&'static str])>,
}

/// When a type may stand somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role<'a> {
    /// In every format.
    Always,
    /// In formats with this capability.
    With(&'static str),
    /// Where this type may, as which it is written.
    As(&'a str),
    /// Where this type may be the key of a flattened map.
    AsTextKey(&'a str),
    /// Nowhere.
    Never,
}

/// What values look like, in terms of other types.
#[derive(Debug)]
pub(crate) enum Form<'a> {
    /// This shape.
    Plain(Shape),
    /// As this type.
    Same(&'a str),
    /// A map with such values.
    Map(&'a str),
    /// A list of exactly these.
    Tuple(Vec<&'a str>),
    /// Null or this.
    Optional(&'a str),
    /// A struct with these fields and no others.
    Fields(Vec<(&'static str, &'a str)>),
    /// One of these names, or an entry with a name and a content.
    Variants(&'static [&'static str], Vec<(&'static str, &'a str)>),
}

impl<'a> Known<'a> {
    /// A type that is never null, and a key where the format has this capability (`""`: in each).
    pub(super) fn new(keys: &'static str, form: Form<'a>) -> Self {
        Self {
            asks: Vec::new(),
            parts: Vec::new(),
            key_part: None,
            optional_part: None,
            refused: None,
            not_null: Role::Always,
            map_key: if keys.is_empty() { Role::Always } else { Role::With(keys) },
            flatten: Role::Never,
            text_key: Role::Never,
            form,
            is_foreign: false,
            doubt: None,
        }
    }

    pub(super) fn plain(keys: &'static str, shape: Shape) -> Self {
        Self::new(keys, Form::Plain(shape))
    }

    /// Refused everywhere, by the rule that this trait reports.
    pub(super) fn refused(by: &'static str) -> Self {
        Self { refused: Some(by), flatten: Role::Always, ..Self::plain("", Shape::Any) }
    }

    pub(super) fn asks(mut self, capability: &'static str) -> Self {
        self.asks.push(capability);
        self
    }

    pub(super) fn of(mut self, parts: &[&'a str]) -> Self {
        self.parts.extend(parts);
        self
    }

    pub(super) fn flatten(self, flatten: Role<'a>) -> Self {
        Self { flatten, ..self }
    }

    pub(super) fn doubt(self, why: &'static str, unless: &'static [&'static str]) -> Self {
        Self { doubt: Some((why, unless)), ..self }
    }

    pub(super) fn text_key(self) -> Self {
        Self { text_key: Role::Always, ..self }
    }
}

/// Keys of a map are any value.
pub(super) const ANY_KEY: &str = "AnyMapKey";
/// Keys of a map are numbers.
pub(super) const NUMBER_KEY: &str = "NumberKeys";
/// Keys of a map are text.
pub(super) const TEXT_KEY: &str = "";

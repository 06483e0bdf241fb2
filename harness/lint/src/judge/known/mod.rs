//! What is known of types that no derive of this build describes: those of std and of well-known crates.
//!
//! Each entry mirrors an impl of `wirecheck::sendable`, found by the path of the type and not by a trait. `tests/table.rs` holds
//! them against these impls, in every format.

mod declared;
mod foreign;
mod refused;
mod std_types;

pub(crate) use self::declared::declared;

use super::type_name::{PathName, TypeName};
use wirecheck::__private_0_1_0::Shape;

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
    fn new(keys: &'static str, form: Form<'a>) -> Self {
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
        }
    }

    fn plain(keys: &'static str, shape: Shape) -> Self {
        Self::new(keys, Form::Plain(shape))
    }

    /// Refused everywhere, by the rule that this trait reports.
    fn refused(by: &'static str) -> Self {
        Self { refused: Some(by), flatten: Role::Always, ..Self::plain("", Shape::Any) }
    }

    fn asks(mut self, capability: &'static str) -> Self {
        self.asks.push(capability);
        self
    }

    fn of(mut self, parts: &[&'a str]) -> Self {
        self.parts.extend(parts);
        self
    }

    fn flatten(self, flatten: Role<'a>) -> Self {
        Self { flatten, ..self }
    }

    fn text_key(self) -> Self {
        Self { text_key: Role::Always, ..self }
    }
}

/// Keys of a map are any value.
const ANY_KEY: &str = "AnyMapKey";
/// Keys of a map are numbers.
const NUMBER_KEY: &str = "NumberKeys";
/// Keys of a map are text.
const TEXT_KEY: &str = "";

/// What is known of a type.
pub(crate) fn look_up<'a>(name: &TypeName<'a>) -> Option<Known<'a>> {
    match name {
        TypeName::Path(path) if path.krate().is_none() || path.is_std() => {
            std_types::path(path).or_else(|| refused::path(path).map(|rule| refused_with_parts(rule, path)))
        }
        TypeName::Path(path) if path.path == declared::ANY_FORM => Some(Known {
            not_null: Role::With("NestedOptions"),
            ..Known::plain(ANY_KEY, Shape::Any).asks("SelfDescribing").asks("BufferedOneForm")
        }),
        TypeName::Path(path) => foreign::path(path).map(|known| Known { is_foreign: true, ..known }),
        TypeName::Tuple(items) => Some(std_types::tuple(items)),
        TypeName::Array(item, len) => Some(std_types::array(item, *len)),
        TypeName::Slice(item) => Some(Known::plain(ANY_KEY, Shape::LIST).of(&[*item])),
        TypeName::Reference(of) => Some(Known::refused(refused::reference(&TypeName::parse(of))).of(&[*of])),
        TypeName::Pointer => Some(Known::refused("RawPointer")),
        TypeName::Function => Some(Known::refused("CodeAsData")),
        TypeName::Object(of) => Some(Known::refused(refused::object(of))),
        TypeName::Other => None,
    }
}

/// A refused type: whoever answers for a lock or a shared pointer still wants to know of what is in it.
fn refused_with_parts<'a>(rule: &'static str, path: &PathName<'a>) -> Known<'a> {
    let is_written = matches!(path.last(), "Arc" | "Mutex" | "RangeInclusive" | "Rc" | "RwLock");
    let parts = if is_written { path.arguments.get(..1).unwrap_or_default() } else { &[] };
    Known::refused(rule).of(parts)
}

/// Whether a type is one of std, by its full name.
pub(crate) fn is_std(name: &str) -> bool {
    match TypeName::parse(name) {
        TypeName::Path(path) => path.krate().is_none() || path.is_std(),
        _ => true,
    }
}

/// Where a type of std is defined that a source calls by this name: `Vec` is `alloc::vec::Vec`.
///
/// ```
/// assert_eq!(wirecheck_lint::judge::std_path("Vec"), Some("alloc::vec::Vec"));
/// assert!(std::any::type_name::<Vec<u8>>().starts_with("alloc::vec::Vec<"));
/// ```
pub fn std_path(name: &str) -> Option<&'static str> {
    std_types::PATHS.iter().copied().find(|path| path.rsplit("::").next() == Some(name))
}

#[cfg(test)]
mod against_impls;

//! Finds a type in the tables.

use super::entry::{ANY_FORM, ANY_KEY, Known, Role};
use super::{foreign, refused, std_types};
use crate::judge::type_name::{PathName, TypeName};
use wirecheck::__private_0_1_0::Shape;

/// What is known of a type.
pub(crate) fn look_up<'a>(name: &TypeName<'a>) -> Option<Known<'a>> {
    match name {
        TypeName::Path(path) if path.krate().is_none() || path.is_std() => {
            std_types::path(path).or_else(|| refused::path(path).map(|rule| refused_with_parts(rule, path)))
        }
        TypeName::Path(path) if path.path == ANY_FORM => Some(Known {
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
        // Serde's traits for another one are written by hand, or by a macro that notes which type it is.
        TypeName::Object(of) => is_plain_object(of).then(|| Known::refused(refused::object(of))),
        TypeName::Other => None,
    }
}

/// A refused type: whoever answers for a lock or a shared pointer still wants to know of what is in it.
fn refused_with_parts<'a>(rule: &'static str, path: &PathName<'a>) -> Known<'a> {
    let is_written = matches!(path.last(), "Arc" | "Mutex" | "RangeInclusive" | "Rc" | "RwLock");
    let parts = if is_written { path.arguments.get(..1).unwrap_or_default() } else { &[] };
    Known::refused(rule).of(parts)
}

/// Whether a value behind `dyn` is written as it is: the trait is one of the standard library, or the one of `erased_serde`.
fn is_plain_object(of: &str) -> bool {
    matches!(of.split("::").next(), Some("core" | "alloc" | "std" | "erased_serde")) || !of.contains("::")
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

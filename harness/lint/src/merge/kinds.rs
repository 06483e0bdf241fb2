//! Names of types that the user knows.

use super::formats::plain;
use crate::extract::crate_of;
use crate::survey::Kind;

/// The type behind references; none for what serde makes for itself.
pub(crate) fn known(name: &str) -> Option<&str> {
    let name = plain(name);
    let is_made =
        name.contains("Serialize>::serialize::__") || name.contains("Deserialize>::deserialize::__");
    (!is_made && !matches!(crate_of(name), Some("serde" | "serde_core"))).then_some(name)
}

/// Of a type that is not derived.
pub(crate) fn kind(name: &str) -> Kind {
    let is_built_in =
        name.starts_with(['[', '(', '&', '*', '!']) || name.starts_with("fn(") || name.starts_with("unsafe ");
    match crate_of(name) {
        _ if is_built_in => Kind::Std,
        _ if name.starts_with("dyn ") => Kind::ByHand,
        None | Some("core" | "alloc" | "std") => Kind::Std,
        Some(_) => Kind::ByHand,
    }
}

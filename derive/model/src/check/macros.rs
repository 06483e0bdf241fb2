//! Attribute macros and derives below the derive: they run later, and may change what it has read.
//!
//! The derive sees every attribute that is still to come. Which of them is a macro is not written in it: an attribute of
//! one name may belong to another derive (`#[builder]`, `#[diesel(..)]`), and one of a longer path is a macro or a
//! tool's. So what has a longer path is refused, and of the others those that are known to change fields or attributes.

use crate::container::Container;
use crate::diagnostic::Diagnostics;
use syn::punctuated::Punctuated;
use syn::{Attribute, Path, Token};
use wirecheck_rules::rules::{attribute_macro_below, other_serde_derive};

/// Modules of attributes that are no macros.
const TOOLS: [&str; 6] = ["clippy", "diagnostic", "miri", "rust_analyzer", "rustdoc", "rustfmt"];

/// Attribute macros that change the fields of a type, or add attributes of serde to it.
const KNOWN: [&str; 11] = [
    "apply",
    "bitfield",
    "cfg_eval",
    "cw_serde",
    "macro_rules_attribute",
    "nutype",
    "self_referencing",
    "serde_as",
    "serde_inline_default",
    "skip_serializing_none",
    "superstruct",
];

/// Derives that implement serde's traits in another way than serde's own.
const OTHER_DERIVES: [&str; 10] = [
    "DeserializeFromStr",
    "DeserializeLabeledStringEnum",
    "Deserialize_enum_str",
    "Deserialize_repr",
    "Deserialize_tuple",
    "SerializeDisplay",
    "SerializeLabeledStringEnum",
    "Serialize_enum_str",
    "Serialize_repr",
    "Serialize_tuple",
];

/// Refuses what is below the derive and may change the type, or write it in its own way.
pub(super) fn below(diagnostics: &Diagnostics, container: &Container<'_>) {
    for attribute in &container.input.attrs {
        let path = attribute.path();
        if is_derive(path) {
            if container.attrs.shape.is_none() {
                other_derives(diagnostics, attribute);
            }
        } else if may_change_the_type(path) {
            let name = names(path).join("::");
            diagnostics.report(&attribute_macro_below::RULE, path, format_args!("`#[{name}]`"));
        }
    }
}

/// `derive`, also by the path that macros write: `::core::prelude::v1::derive`.
fn is_derive(path: &Path) -> bool {
    match names(path).as_slice() {
        [name] => name == "derive",
        [first, .., last] => matches!(first.as_str(), "core" | "std") && last == "derive",
        [] => false,
    }
}

fn may_change_the_type(path: &Path) -> bool {
    match names(path).as_slice() {
        [name] => KNOWN.contains(&name.as_str()),
        [first, ..] => !TOOLS.contains(&first.as_str()),
        [] => false,
    }
}

/// Those in a list of its own below this derive; one in the same list cannot be seen.
fn other_derives(diagnostics: &Diagnostics, attribute: &Attribute) {
    // Malformed: rustc says so.
    let Ok(paths) = attribute.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated) else {
        return;
    };
    for path in &paths {
        if let Some(name) = names(path).last().filter(|name| OTHER_DERIVES.contains(&name.as_str())) {
            diagnostics.report(&other_serde_derive::RULE, path, format_args!("`{name}`"));
        }
    }
}

fn names(path: &Path) -> Vec<String> {
    path.segments.iter().map(|segment| segment.ident.to_string()).collect()
}

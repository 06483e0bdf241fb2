//! The formats in which an opt-in holds, where a type has `#[sendable(..)]` attributes.

use super::way::Way;
use wirecheck_model::Claim;
use wirecheck_rules::Rule;
use wirecheck_rules::rules::{format_not_listed, no_formats_listed};

/// The rule that a claim breaks in a format, if it does.
pub(crate) fn broken(claim: &Claim, way: Way) -> Option<&'static Rule> {
    let is = |name: &str| claim.formats.iter().any(|path| path.is_ident(name));
    if is("AnyFormat") {
        return None;
    }
    let can = |capability: &wirecheck_rules::Capability| match way.format() {
        Some(format) => !way.is_buffered() && format.can(capability.trait_name()) == Some(true),
        // A type that holds it is checked in the most permissive format.
        None => !way.is_buffered() || claim.formats.is_empty(),
    };
    let is_listed = match way.format() {
        Some(format) => is(format.type_name),
        None => !claim.formats.is_empty(),
    };
    if is_listed || claim.unless.as_ref().is_some_and(can) {
        None
    } else if claim.formats.is_empty() {
        Some(&no_formats_listed::RULE)
    } else {
        Some(&format_not_listed::RULE)
    }
}

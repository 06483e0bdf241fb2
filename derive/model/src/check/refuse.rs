//! Refusals that an `accept` lifts.

use crate::attr::Attrs;
use crate::claim::accepted;
use crate::container::{Container, Field, Variant};
use crate::diagnostic::Diagnostics;
use quote::ToTokens;
use std::fmt::Display;
use wirecheck_rules::Rule;

/// Reports that `rule` is broken, unless one of the scopes around the place accepts it.
pub(super) fn refuse(
    diagnostics: &Diagnostics,
    rule: &'static Rule,
    scopes: &[&Attrs],
    at: impl ToTokens,
    detail: impl Display,
) {
    if !accepted(scopes, rule, None) {
        diagnostics.report(rule, at, detail);
    }
}

/// The same with another help than the rule's.
pub(super) fn refuse_with_help(
    diagnostics: &Diagnostics,
    rule: &'static Rule,
    scopes: &[&Attrs],
    at: impl ToTokens,
    detail: impl Display,
    help: &'static str,
) {
    if !accepted(scopes, rule, None) {
        diagnostics.report_with_help(rule, at, detail, help);
    }
}

/// The attributes that an `accept` for a field may stand in, innermost first.
pub(super) fn scopes<'a>(
    container: &'a Container<'_>,
    variant: Option<&'a Variant<'_>>,
    field: &'a Field<'_>,
) -> Vec<&'a Attrs> {
    let mut scopes = vec![&field.attrs];
    scopes.extend(variant.map(|variant| &variant.attrs));
    scopes.push(&container.attrs);
    scopes
}

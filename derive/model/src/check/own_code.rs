//! The author's own code in place of a type's impl.

use super::refuse::{refuse, refuse_with_help, scopes};
use crate::attr::Attrs;
use crate::container::{Body, Container, has_own_code};
use crate::diagnostic::Diagnostics;
use crate::symbol::{DESERIALIZE_WITH, FROM, INTO, SERIALIZE_WITH, TRY_FROM, WITH};
use wirecheck_rules::rules::{
    hand_written_conversion, hand_written_with, one_sided_conversion, one_sided_with,
};

/// With code for one direction only, the two need not agree. With code for both, only the author knows what is written.
///
/// A pair is not trusted without `trust`: such code may write each format differently (`is_human_readable`), or call
/// `deserialize_any`.
pub(super) fn fields_and_variants(diagnostics: &Diagnostics, container: &Container<'_>) {
    for (variant, field) in container.fields() {
        let scopes = scopes(container, variant, field);
        if !field.is_skipped() {
            one(
                diagnostics,
                &field.attrs,
                &scopes,
                field.attrs.trust.is_some(),
                &format!("`{}`", field.name()),
            );
        }
    }
    if let Body::Enum(variants) = &container.body {
        for variant in variants {
            let name = format!("`{}`", variant.original.ident);
            // A variant's code writes all of its fields, so the author vouches for each of them.
            let trusted = variant.fields.iter().all(|field| field.attrs.trust.is_some());
            one(diagnostics, &variant.attrs, &[&variant.attrs, &container.attrs], trusted, &name);
        }
    }
}

/// What is said of code that writes, without its counterpart.
const WRITTEN_ONLY: &str = "give both, `serialize_with` and `deserialize_with`, or one module with `with`, and vouch for them \
     with `trust`; if the type's own impl reads what this code writes, accept it: `#[sendable(accept(\"one-sided-with\", ..))]`, \
     with the formats in which you tried it";

fn one(diagnostics: &Diagnostics, attrs: &Attrs, scopes: &[&Attrs], trusted: bool, name: &str) {
    if !has_own_code(attrs) {
        return;
    }
    match (attrs.serde(WITH), attrs.serde(SERIALIZE_WITH), attrs.serde(DESERIALIZE_WITH)) {
        (None, None, Some(alone)) => refuse(diagnostics, &one_sided_with::RULE, scopes, &alone.name, name),
        (None, Some(alone), None) => {
            // It writes something else, and the type's own impl has to read it.
            refuse_with_help(diagnostics, &one_sided_with::RULE, scopes, &alone.name, name, WRITTEN_ONLY);
        }
        (Some(word), ..) | (_, Some(word), _) if !trusted => {
            diagnostics.report(&hand_written_with::RULE, &word.name, name);
        }
        _ => {}
    }
}

/// `into` writes one type, and `from` may read another.
pub(super) fn conversions(diagnostics: &Diagnostics, container: &Container<'_>) {
    let attrs = &container.attrs;
    let read = attrs.serde(FROM).or_else(|| attrs.serde(TRY_FROM));
    match (attrs.serde(INTO), read) {
        (Some(alone), None) | (None, Some(alone)) => {
            refuse(
                diagnostics,
                &one_sided_conversion::RULE,
                &[attrs],
                &alone.name,
                format_args!("`{}` has no counterpart", alone.name),
            );
        }
        (Some(_), Some(read)) if container.proxies().len() > 1 => {
            refuse(
                diagnostics,
                &one_sided_conversion::RULE,
                &[attrs],
                &read.name,
                "`into` names another type",
            );
        }
        (Some(_), Some(read)) => {
            refuse(diagnostics, &hand_written_conversion::RULE, &[attrs], &read.name, "")
        }
        _ => {}
    }
}

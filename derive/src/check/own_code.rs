//! Code of the author's own in the place of a type's impl.

use super::skips::places;
use crate::attr::Attrs;
use crate::diag::Ctxt;
use crate::model::{Body, Container, has_own_code};
use crate::symbol::{DESERIALIZE_WITH, FROM, INTO, SERIALIZE_WITH, TRY_FROM, WITH};
use wirecheck_rules::rules::{
    hand_written_conversion, hand_written_with, one_sided_conversion, one_sided_with,
};

/// On one side only, the two need not agree; on both, nobody but the author knows what is written.
///
/// A pair is not taken on faith: `with` modules are where formats are treated differently (`is_human_readable`) and
/// where `deserialize_any` hides, so the author has to say `trust` in the type itself.
pub(super) fn fields_and_variants(ctxt: &Ctxt, container: &Container<'_>) {
    for (variant, field) in container.fields() {
        let places = places(container, variant, field);
        if !field.is_skipped() {
            one(ctxt, &field.attrs, &places, field.attrs.trust.is_some(), &format!("`{}`", field.name()));
        }
    }
    if let Body::Enum(variants) = &container.body {
        for variant in variants {
            let name = format!("`{}`", variant.original.ident);
            // A variant's code writes all of its fields: each of them is vouched for.
            let trusted = variant.fields.iter().all(|field| field.attrs.trust.is_some());
            one(ctxt, &variant.attrs, &[&variant.attrs, &container.attrs], trusted, &name);
        }
    }
}

fn one(ctxt: &Ctxt, attrs: &Attrs, places: &[&Attrs], trusted: bool, name: &str) {
    if !has_own_code(attrs) {
        return;
    }
    match (attrs.serde(WITH), attrs.serde(SERIALIZE_WITH), attrs.serde(DESERIALIZE_WITH)) {
        (None, Some(alone), None) | (None, None, Some(alone)) => {
            ctxt.refuse(&one_sided_with::RULE, places, &alone.name, name);
        }
        (Some(word), ..) | (_, Some(word), _) if !trusted => {
            ctxt.report(&hand_written_with::RULE, &word.name, name);
        }
        _ => {}
    }
}

/// `into` writes one type and `from` reads another.
pub(super) fn conversions(ctxt: &Ctxt, container: &Container<'_>) {
    let attrs = &container.attrs;
    let read = attrs.serde(FROM).or_else(|| attrs.serde(TRY_FROM));
    match (attrs.serde(INTO), read) {
        (Some(alone), None) | (None, Some(alone)) => {
            ctxt.refuse(
                &one_sided_conversion::RULE,
                &[attrs],
                &alone.name,
                format_args!("`{}` alone", alone.name),
            );
        }
        (Some(_), Some(read)) if container.proxies().len() > 1 => {
            ctxt.refuse(&one_sided_conversion::RULE, &[attrs], &read.name, "`into` names another type");
        }
        (Some(_), Some(read)) => ctxt.refuse(&hand_written_conversion::RULE, &[attrs], &read.name, ""),
        _ => {}
    }
}

//! Shapes that do not come back as they went, in any format.

use super::skips::places;
use crate::diag::Ctxt;
use crate::model::{Body, Container, Field, Tagging, Variant, outer_name};
use crate::symbol::{FLATTEN, UNTAGGED};
use syn::GenericParam;
use wirecheck_rules::rules::{borrowed_type, flatten_overlap, untagged as untagged_rule};

/// A type with a lifetime is not `DeserializeOwned`; said here, at the lifetime, rather than by rustc at the impl.
pub(super) fn lifetimes(ctxt: &Ctxt, container: &Container<'_>) {
    for param in &container.input.generics.params {
        if let GenericParam::Lifetime(lifetime) = param {
            ctxt.report(&borrowed_type::RULE, &lifetime.lifetime, format_args!("`{}`", lifetime.lifetime));
        }
    }
}

/// Whether two variants overlap cannot be decided from their tokens, so the author is asked.
pub(super) fn untagged(ctxt: &Ctxt, container: &Container<'_>) {
    let Body::Enum(variants) = &container.body else { return };
    if let (Tagging::Untagged, Some(word)) = (container.tagging(), container.attrs.serde(UNTAGGED)) {
        // A single variant has nothing to be confused with.
        if variants.len() > 1 {
            ctxt.refuse(&untagged_rule::RULE, &[&container.attrs], &word.name, "");
        }
        return;
    }
    for variant in variants {
        if let Some(word) = variant.attrs.serde(UNTAGGED) {
            ctxt.refuse(&untagged_rule::RULE, &[&variant.attrs, &container.attrs], &word.name, "");
        }
    }
}

/// Two flattened maps take each other's entries; a flattened `Option` cannot tell "empty" from `None`.
pub(super) fn flattened(ctxt: &Ctxt, container: &Container<'_>) {
    match &container.body {
        Body::Struct(_, fields) => flattened_fields(ctxt, container, None, fields),
        Body::Enum(variants) => {
            variants
                .iter()
                .for_each(|variant| flattened_fields(ctxt, container, Some(variant), &variant.fields));
        }
        Body::Union => {}
    }
}

fn flattened_fields(
    ctxt: &Ctxt,
    container: &Container<'_>,
    variant: Option<&Variant<'_>>,
    fields: &[Field<'_>],
) {
    let mut first_map = None;
    for field in fields {
        let Some(word) = field.attrs.serde(FLATTEN) else { continue };
        let places = places(container, variant, field);
        let outer = outer_name(field.ty());
        if outer == "Option" {
            ctxt.refuse(&flatten_overlap::RULE, &places, &word.name, "an empty value reads back as `None`");
        } else if outer.ends_with("Map") {
            match &first_map {
                None => first_map = Some(field.name()),
                Some(first) => {
                    let detail = format_args!("`{first}` takes every entry of `{}` too", field.name());
                    ctxt.refuse(&flatten_overlap::RULE, &places, &word.name, detail);
                }
            }
        }
    }
}

//! Types whose values do not come back as they were, in any format.

use super::refuse::{refuse, scopes};
use crate::attr::Attrs;
use crate::claim::accepted;
use crate::container::{Body, Container, Style, Tagging};
use crate::diagnostic::Diagnostics;
use crate::names;
use crate::symbol::{DENY_UNKNOWN_FIELDS, FLATTEN, REMOTE, TAG, UNTAGGED};
use syn::GenericParam;
use wirecheck_rules::rules::{borrowed_type, flatten_denied, flatten_overlap, remote, tag_overlap, untagged};

/// A type with a lifetime is not `DeserializeOwned`. Reported here, at the lifetime, and not by rustc at the impl.
pub(super) fn lifetimes(diagnostics: &Diagnostics, container: &Container<'_>) {
    for param in &container.input.generics.params {
        if let GenericParam::Lifetime(lifetime) = param {
            diagnostics.report(
                &borrowed_type::RULE,
                &lifetime.lifetime,
                format_args!("`{}`", lifetime.lifetime),
            );
        }
    }
}

/// A field that is read by borrowing for `'static`. Lifetimes of the type are reported already.
pub(super) fn borrowed_fields(diagnostics: &Diagnostics, container: &Container<'_>) {
    if container.input.generics.lifetimes().next().is_some() {
        return;
    }
    for (_, field) in container.fields().filter(|(_, field)| field.borrows()) {
        let detail = format!("`{}` is read only from what lives for ever", field.name());
        diagnostics.report(&borrowed_type::RULE, field.ty(), detail);
    }
}

/// serde writes no impls for a type that describes another one.
pub(super) fn description(diagnostics: &Diagnostics, container: &Container<'_>) {
    if let Some(word) = container.attrs.serde(REMOTE) {
        let path = word.value.as_ref().map(syn::LitStr::value).unwrap_or_default();
        diagnostics.report(&remote::RULE, &word.name, format_args!("`{path}`"));
    }
}

/// The tag of a struct is written, and is an unknown field to the reader.
pub(super) fn tagged(diagnostics: &Diagnostics, container: &Container<'_>) {
    let (Body::Struct(_, fields), Some(word)) = (&container.body, container.attrs.serde(TAG)) else { return };
    let scopes = [&container.attrs];
    if let Some(deny) = container.attrs.serde(DENY_UNKNOWN_FIELDS) {
        refuse(
            diagnostics,
            &tag_overlap::RULE,
            &scopes,
            &deny.name,
            "`deny_unknown_fields` refuses the tag of the struct",
        );
    }
    let tag = word.value.as_ref().map(syn::LitStr::value).unwrap_or_default();
    for name in names::of_fields(container, None, fields).iter().filter(|name| name.is_or_reads(&tag)) {
        if !name.accepts(&tag_overlap::RULE, None) {
            let detail = format!("`{}` has the name of the tag", name.owner);
            diagnostics.report(&tag_overlap::RULE, &word.name, detail);
        }
    }
}

/// What the compiler decides once it knows all types: an `accept` for it counts as used.
pub(super) fn decided_later(container: &Container<'_>) {
    if let Body::Enum(variants) = &container.body {
        if container.attrs.has(UNTAGGED) || variants.iter().any(|variant| variant.attrs.has(UNTAGGED)) {
            let mut scopes: Vec<&Attrs> = variants.iter().map(|variant| &variant.attrs).collect();
            scopes.push(&container.attrs);
            accepted(&scopes, &untagged::RULE, None);
        }
        for variant in variants {
            if container.tagging() == Tagging::Internal && variant.style == Style::Newtype {
                accepted(&scopes(container, Some(variant), &variant.fields[0]), &tag_overlap::RULE, None);
            }
        }
    }
    for (variant, field) in container.fields().filter(|(_, field)| field.attrs.has(FLATTEN)) {
        for rule in [&flatten_overlap::RULE, &flatten_denied::RULE] {
            accepted(&scopes(container, variant, field), rule, None);
        }
    }
}

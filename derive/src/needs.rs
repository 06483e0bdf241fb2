//! What serde attributes ask of the format; the table is in `wirecheck-rules`.

use crate::model::{Body, Container, Tagging, Variant};
use crate::span;
use crate::symbol::{CONTENT, FLATTEN, OTHER, SKIP_SERIALIZING_IF, TAG, UNTAGGED};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::BTreeSet;
use wirecheck_rules::Need;

/// What the attributes ask of the format, as conditions at their words.
pub(crate) fn capabilities(
    container: &Container<'_>,
    krate: &TokenStream,
    format: &Ident,
) -> Vec<TokenStream> {
    if !container.proxies().is_empty() {
        return Vec::new();
    }
    let mut needs: Vec<(Span, &'static Need)> = Vec::new();
    let mut need = |word: &Ident, attribute: &str| {
        needs.extend(Need::of(attribute).map(|need| (word.span(), need)));
    };
    container_needs(container, &mut need);
    for (_, field) in container.fields() {
        for word in [FLATTEN, SKIP_SERIALIZING_IF] {
            if let Some(found) = field.attrs.serde(word) {
                need(&found.name, word);
            }
        }
    }
    let mut clauses = Vec::new();
    let mut seen = BTreeSet::new();
    for (span, need) in needs {
        for capability in need.asks.iter().filter(|capability| seen.insert(**capability)) {
            let name = Ident::new(capability.trait_name(), span);
            let bound = span::at(quote!(#krate::format::#name), span);
            clauses.push(quote!(#format: #bound));
        }
    }
    clauses
}

fn container_needs(container: &Container<'_>, need: &mut dyn FnMut(&Ident, &str)) {
    let Body::Enum(variants) = &container.body else {
        if let Some(tag) = container.attrs.serde(TAG) {
            need(&tag.name, "tag on a struct");
        }
        return;
    };
    let has_structs = variants.iter().any(Variant::is_struct);
    let with_structs = |word: &str| {
        if has_structs { format!("{word} with struct variants") } else { word.to_owned() }
    };
    match container.tagging() {
        Tagging::External => {}
        Tagging::Untagged => {
            container.attrs.serde(UNTAGGED).iter().for_each(|word| need(&word.name, &with_structs(UNTAGGED)));
        }
        Tagging::Internal => {
            container.attrs.serde(TAG).iter().for_each(|word| need(&word.name, "tag on an enum"));
        }
        Tagging::Adjacent => {
            container.attrs.serde(CONTENT).iter().for_each(|word| need(&word.name, &with_structs(CONTENT)));
        }
    }
    for variant in variants {
        if let Some(word) = variant.attrs.serde(OTHER) {
            need(&word.name, OTHER);
        }
        if let Some(word) = variant.attrs.serde(UNTAGGED) {
            need(&word.name, if variant.is_struct() { "untagged with struct variants" } else { UNTAGGED });
        }
    }
}

//! The lints that the author allows for a type: generated code names the same things, and would be blamed for them once more.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, Meta, Path, Token, punctuated::Punctuated};
use wirecheck_model::Container;
use wirecheck_model::container::Body;

/// The attributes for generated code.
///
/// Only where the author wrote one, because a crate with `#![forbid(deprecated)]` takes no `#[allow(deprecated)]`.
pub(crate) fn allowed(container: &Container<'_>) -> TokenStream {
    let copied = container.input.attrs.iter().filter_map(|attribute| {
        let lints = &lints(attribute)?;
        (!lints.is_empty()).then(|| quote!(#[allow(#(#lints),*)]))
    });
    let of_fields = container.fields().map(|(_, field)| &field.original.attrs);
    let variants = match &container.body {
        Body::Enum(variants) => variants.as_slice(),
        Body::Struct(..) | Body::Union => &[],
    };
    let of_variants = variants.iter().map(|variant| &variant.original.attrs);
    let mut all = std::iter::once(&container.input.attrs).chain(of_variants).chain(of_fields).flatten();
    let deprecated = all.any(is_about_deprecated).then(|| quote!(#[allow(deprecated)]));
    quote!(#(#copied)* #deprecated)
}

/// `#[deprecated]`, or an attribute that allows uses of what is deprecated.
fn is_about_deprecated(attribute: &Attribute) -> bool {
    attribute.path().is_ident("deprecated")
        || lints(attribute).is_some_and(|lints| lints.iter().any(|lint| lint.is_ident("deprecated")))
}

/// What `#[allow(..)]` names. `expect` too: what the author expects is found in the author's code.
fn lints(attribute: &Attribute) -> Option<Vec<Path>> {
    if !attribute.path().is_ident("allow") && !attribute.path().is_ident("expect") {
        return None;
    }
    let metas = attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).ok()?;
    let paths = metas.into_iter().filter_map(|meta| match meta {
        Meta::Path(path) => Some(path),
        // `reason = ".."`
        Meta::NameValue(_) | Meta::List(_) => None,
    });
    Some(paths.collect())
}

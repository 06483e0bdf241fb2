//! What can be told apart when it is read back: constants that fail the build where it cannot.
//!
//! What a type looks like is only known once all types are, so these are asked of the compiler, which prints the words
//! of the rule.

use crate::bound::Bounds;
use crate::diag;
use crate::expand::field_shape;
use crate::model::{Body, Container, Field, Style, Tagging, Variant};
use crate::shape::{Shaper, flattened};
use crate::span;
use crate::symbol::{DENY_UNKNOWN_FIELDS, FLATTEN, TAG, UNTAGGED};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use wirecheck_rules::Rule;
use wirecheck_rules::rules::{flatten_overlap, tag_overlap, untagged};

/// Every assertion about the type, unless the author accepts what it is about.
pub(crate) fn assertions(container: &Container<'_>, bounds: &Bounds, krate: &TokenStream) -> TokenStream {
    if !container.proxies().is_empty() {
        return TokenStream::new();
    }
    let inner = |variant: Option<&Variant<'_>>, field: &Field<'_>| {
        field_shape(container, bounds, krate, variant, field)
    };
    let shaper = Shaper { container, krate: krate.clone(), inner: &inner };
    let mut all = TokenStream::new();
    all.extend(of_untagged(container, &shaper));
    all.extend(of_tagged(container, &shaper));
    for (variant, fields) in container.groups() {
        all.extend(of_flattened(container, &shaper, variant, fields));
    }
    all
}

fn of_untagged(container: &Container<'_>, shaper: &Shaper<'_>) -> Option<TokenStream> {
    let Body::Enum(variants) = &container.body else { return None };
    let all = container.tagging() == Tagging::Untagged;
    let is_written = |variant: &&Variant<'_>| !variant.is_skipped();
    let mut at = container.attrs.serde(UNTAGGED).map(|word| &word.name);
    // A tagged variant is tried first, and so are all of them.
    let mut asked: Vec<&Variant<'_>> = Vec::new();
    for variant in variants.iter().filter(is_written) {
        match variant.attrs.serde(UNTAGGED) {
            Some(word) if !all => at = at.or(Some(&word.name)),
            _ => {}
        }
        asked.push(variant);
    }
    if asked.len() < 2 {
        return None;
    }
    let at = at?;
    let accepts = |variant: &&Variant<'_>| variant.attrs.accepts(&untagged::RULE);
    let container_accepts = container.attrs.accepts(&untagged::RULE);
    let accepted = variants.iter().filter(accepts).count() > 0 || container_accepts;
    if accepted {
        return None;
    }
    let private = shaper.private();
    let entries = if all {
        let entries = asked.iter().map(|variant| {
            let (name, content) = (variant.original.ident.to_string(), shaper.content(variant));
            quote!(#private::Field::required(#name, &[], #content))
        });
        entries.collect::<Vec<_>>()
    } else {
        // Those with a name are read as one.
        let (free, named): (Vec<_>, Vec<_>) = asked.iter().partition(|variant| variant.attrs.has(UNTAGGED));
        let named = shaper.of_named_variants(&named);
        let named = named.map(|shape| quote!(#private::Field::required("variant with a name", &[], #shape)));
        let free = free.iter().map(|variant| {
            let (name, content) = (variant.original.ident.to_string(), shaper.content(variant));
            quote!(#private::Field::required(#name, &[], #content))
        });
        named.into_iter().chain(free).collect()
    };
    let text = text(&untagged::RULE);
    Some(assertion(at.span(), &private, "untagged", &quote!(&[#(#entries),*], #text)))
}

fn of_tagged(container: &Container<'_>, shaper: &Shaper<'_>) -> TokenStream {
    let (Body::Enum(variants), Tagging::Internal) = (&container.body, container.tagging()) else {
        return TokenStream::new();
    };
    let Some(tag) = container.attrs.serde(TAG).and_then(|word| word.value.as_ref()) else {
        return TokenStream::new();
    };
    let mut all = TokenStream::new();
    for variant in variants.iter().filter(|variant| variant.style == Style::Newtype && !variant.is_skipped())
    {
        let field = &variant.fields[0];
        let places = [&field.attrs, &variant.attrs, &container.attrs];
        if places.iter().filter(|attrs| attrs.accepts(&tag_overlap::RULE)).count() > 0 {
            continue;
        }
        let (private, text) = (shaper.private(), text(&tag_overlap::RULE));
        let (name, content) = (variant.original.ident.to_string(), shaper.content(variant));
        let arguments = quote!(#name, &#content, #tag, #text);
        all.extend(assertion(variant.original.ident.span(), &private, "tagged", &arguments));
    }
    all
}

fn of_flattened(
    container: &Container<'_>,
    shaper: &Shaper<'_>,
    variant: Option<&Variant<'_>>,
    fields: &[Field<'_>],
) -> Option<TokenStream> {
    let mut at = None;
    let mut accepted = false;
    for field in flattened(fields) {
        at = at.or(field.attrs.serde(FLATTEN).map(|word| word.name.span()));
        let places = [Some(&field.attrs), variant.map(|variant| &variant.attrs), Some(&container.attrs)];
        let accepting = places.iter().flatten().filter(|attrs| attrs.accepts(&flatten_overlap::RULE)).count();
        accepted |= accepting > 0;
    }
    let at = at.filter(|_| !accepted)?;
    let private = shaper.private();
    let mut own = shaper.own(variant, fields);
    // The tag of a struct, or of the variant, stands among them.
    if let Some(tag) = container.attrs.serde(TAG).and_then(|word| word.value.as_ref())
        && (variant.is_none() || container.tagging() == Tagging::Internal)
    {
        own.push(quote!(#private::Field::new(&[#tag], #private::Shape::Text).read_by(&[])));
    }
    let parts = flattened(fields).map(|field| {
        let (name, shape) = (field.name(), shaper.of_field(variant, field));
        quote!(#private::Part { name: #name, shape: #shape })
    });
    let text = text(&flatten_overlap::RULE);
    let denies = container.attrs.has(DENY_UNKNOWN_FIELDS);
    Some(assertion(at, &private, "flattened", &quote!(&[#(#own),*], &[#(#parts),*], #denies, #text)))
}

/// What stands before and after the names.
fn text(rule: &Rule) -> TokenStream {
    let (before, after) = diag::around(rule);
    quote!([#before, #after])
}

fn assertion(at: Span, private: &TokenStream, check: &str, arguments: &TokenStream) -> TokenStream {
    let check = Ident::new(check, at);
    let check = span::at(quote!(#private::#check), at);
    quote_spanned!(at=> const _: () = #check(#arguments);)
}

//! Checks the type of each field on its own, so that an error is at the field.

use crate::bound::{Bounds, FieldBound};
use crate::parts::{check_all, part_of};
use crate::private::private;
use crate::ways::Ways;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use wirecheck_model::container::{ReadFrom, Requirement, outer_name};
use wirecheck_model::symbol::{SKIP, SKIP_SERIALIZING_IF};
use wirecheck_model::{Container, has_one_value, known_test};

/// A format that has every capability, to check a field where no format is known.
pub(crate) fn any_format(krate: &TokenStream, read_from: ReadFrom) -> TokenStream {
    let private = private(krate);
    match read_from {
        ReadFrom::Format => quote!(#private::AnyFormat),
        ReadFrom::Buffer | ReadFrom::Both => quote!(#krate::format::Buffered<#private::AnyFormat>),
    }
}

/// Checks that some format can carry the type of each field: conditions with a free format are not checked at the derive.
pub(crate) fn field_checks(container: &Container<'_>, bounds: &Bounds, krate: &TokenStream) -> TokenStream {
    let private = private(krate);
    let format = any_format(krate, ReadFrom::Format);
    let is_marked = container.attrs.recursive.is_some();
    let mut checks: Vec<_> = Vec::new();
    if is_marked && bounds.asked.iter().all(|asked| asked.is_checkable) {
        checks.push(check_all(container, bounds, krate, &format));
    }
    for asked in bounds.asked.iter().filter(|asked| asked.is_checkable) {
        // What a marked type is made of is checked all at once: the circles in it are many, and the way around is long.
        if !is_marked || !asked.requirement.asks_the_format() {
            checks.push(field_check(bounds, asked, krate));
        }
    }
    let tests = tests_of_std(container, &private);
    let generics = bounds.generics(container);
    let (parameters, _, conditions) = generics.split_for_impl();
    let conditions = conditions.map(|conditions| &conditions.predicates).into_iter().flatten();
    let mut clauses = bounds.sent_as(krate, &format);
    clauses.extend(assumed(bounds, krate, &format, &any_format(krate, ReadFrom::Buffer)));
    let name = &bounds.names.fields;
    quote! {
        fn #name #parameters () where #(#conditions,)* #(#clauses,)* {
            #(#checks)*
            #tests
        }
    }
}

/// What is taken for granted of the parameters. What they stand for is checked where it is known.
pub(crate) fn assumed(
    bounds: &Bounds,
    krate: &TokenStream,
    format: &TokenStream,
    buffered: &TokenStream,
) -> Vec<TokenStream> {
    let private = private(krate);
    let is_buffered = bounds.asked.iter().any(|asked| asked.read_from != ReadFrom::Format);
    let each = |sent: &TokenStream| {
        let of = |format: &TokenStream| {
            quote!(#private::NotNull<#format> + #private::MapKey<#format>
                + #krate::sendable::Parts<#format, Parts: #private::Proven>)
        };
        let direct = of(format);
        let buffer = is_buffered.then(|| {
            let buffer = of(buffered);
            quote!(+ #krate::Sendable<#buffered> + #private::Flatten<#format> + #buffer)
        });
        quote!(#sent: #direct #buffer)
    };
    bounds.sent.iter().map(each).collect()
}

fn field_check(bounds: &Bounds, asked: &FieldBound, krate: &TokenStream) -> TokenStream {
    let private = private(krate);
    let format = any_format(krate, asked.read_from);
    let ty = bounds.asked_in(asked, &format);
    let span = asked.span();
    if asked.is_marked && asked.requirement.asks_the_format() {
        let direct = any_format(krate, ReadFrom::Format);
        let ways = Ways { buffered: any_format(krate, ReadFrom::Buffer), direct };
        let part = part_of(bounds, asked, krate, &ways);
        return quote_spanned!(span=> #private::proven::<#part>(););
    }
    let check = match asked.requirement {
        Requirement::Sendable => {
            let flatten =
                asked.is_flattened.then(|| quote_spanned!(span=> #private::flattened_field::<#ty>();));
            return quote_spanned!(span=> #private::sendable_field::<#ty, #format>(); #flatten);
        }
        Requirement::Snapshot | Requirement::Duplicate => {
            let check = if asked.requirement == Requirement::Snapshot {
                "snapshot_field"
            } else {
                "duplicated_field"
            };
            let check = Ident::new(check, span);
            return quote_spanned!(span=> #private::#check::<#ty, #format>(););
        }
        Requirement::Trust => "trusted_field",
        Requirement::Vouch => "vouched_field",
        Requirement::Recursive | Requirement::Absent => return TokenStream::new(),
    };
    let check = Ident::new(check, span);
    quote_spanned!(span=> #private::#check::<#ty>();)
}

/// Checks that a test which is known by its name is the one of std: a shadowed `Option` is a type error here.
fn tests_of_std(container: &Container<'_>, private: &TokenStream) -> TokenStream {
    let mut all = TokenStream::new();
    for (_, field) in container.fields() {
        let ty = field.ty();
        let is_phantom = field.attrs.has(SKIP) && has_one_value(ty) && outer_name(ty) == "PhantomData";
        let of_test = field.attrs.serde(SKIP_SERIALIZING_IF).and_then(|word| known_test(field, word));
        if !is_phantom && of_test.is_none() {
            continue;
        }
        let span = Span::mixed_site().located_at(ty.span());
        for takes in is_phantom.then_some("is_phantom").into_iter().chain(of_test) {
            let takes = Ident::new(takes, span);
            // Not a call, where a type that dereferences to the one of std would fit too.
            all.extend(quote_spanned!(span=> let _: fn(&#ty) = #private::of_std::#takes;));
        }
    }
    all
}

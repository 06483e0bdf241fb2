//! Checks the type of each field on its own, so that an error is at the field.

use crate::bound::{Bounds, FieldBound};
use crate::private::private;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Generics;
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
    let checks =
        bounds.asked.iter().filter(|asked| asked.is_checkable).map(|asked| field_check(asked, krate));
    let tests = tests_of_std(container);
    let own_entries = own_entries(container, bounds, &private);
    let generics: &Generics = &container.input.generics;
    let (parameters, _, conditions) = generics.split_for_impl();
    let conditions = conditions.map(|conditions| &conditions.predicates).into_iter().flatten();
    let mut clauses = bounds.sent_as(krate, &format);
    // What a parameter stands for is checked where it is known.
    clauses.extend(
        bounds.sent.iter().map(|sent| quote!(#sent: #private::NotNull<#format> + #private::MapKey<#format>)),
    );
    if bounds.asked.iter().any(|asked| asked.read_from != ReadFrom::Format) {
        let buffered = any_format(krate, ReadFrom::Buffer);
        clauses.extend(bounds.sent.iter().map(|sent| {
            quote!(#sent: #krate::Sendable<#buffered> + #private::Flatten<#format>
                + #private::NotNull<#buffered> + #private::MapKey<#buffered>)
        }));
    }
    quote! {
        fn __fields #parameters () where #(#conditions,)* #(#clauses,)* {
            #(#checks)*
            #own_entries
            #tests
        }
    }
}

/// A type that is written among its own entries, in a wrapper of the author's: asked by its real name, because the placeholder
/// of the type is always written as entries. The conditions of `Flatten` then lead back to themselves, which is E0275.
fn own_entries(container: &Container<'_>, bounds: &Bounds, private: &TokenStream) -> TokenStream {
    let mut all = TokenStream::new();
    for (variant, field) in container.fields() {
        let ty = field.ty();
        let names_itself =
            bounds.without_own_name(field).to_token_stream().to_string() != ty.to_token_stream().to_string();
        let is_asked = field.requirement(variant) == Requirement::Sendable
            && field.is_among_entries(container, variant)
            && names_itself
            && !ty.to_token_stream().into_iter().any(|token| token.to_string() == "Self");
        if is_asked {
            let span = Span::mixed_site().located_at(ty.span());
            all.extend(quote_spanned!(span=> #private::flattened_field::<#ty>();));
        }
    }
    all
}

fn field_check(asked: &FieldBound, krate: &TokenStream) -> TokenStream {
    let private = private(krate);
    let ty = &asked.ty;
    let span = asked.span();
    let check = match asked.requirement {
        Requirement::Sendable => {
            let format = any_format(krate, asked.read_from);
            let flatten =
                asked.is_flattened.then(|| quote_spanned!(span=> #private::flattened_field::<#ty>();));
            return quote_spanned!(span=> #private::sendable_field::<#ty, #format>(); #flatten);
        }
        Requirement::Snapshot | Requirement::Duplicate => {
            let format = any_format(krate, asked.read_from);
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
fn tests_of_std(container: &Container<'_>) -> TokenStream {
    let mut all = TokenStream::new();
    for (_, field) in container.fields() {
        let ty = field.ty();
        let span = Span::mixed_site().located_at(ty.span());
        if field.attrs.has(SKIP) && has_one_value(ty) && outer_name(ty) == "PhantomData" {
            all.extend(
                quote_spanned!(span=> let _: fn(#ty) = |it| { let _: ::core::marker::PhantomData<_> = it; };),
            );
        }
        let Some(word) = field.attrs.serde(SKIP_SERIALIZING_IF) else { continue };
        let Some(path) = known_test(field, word).and_then(|path| path.parse::<TokenStream>().ok()) else {
            continue;
        };
        // `Not::not` takes a reference too.
        all.extend(quote_spanned!(span=> let _: fn(&#ty) = |it| { let _ = #path(it); };));
    }
    all
}

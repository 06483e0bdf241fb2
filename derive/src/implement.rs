//! Writes an `impl` of a trait with a format as its parameter.

use crate::bound::Bounds;
use crate::private::krate;
use crate::span;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{GenericParam, Generics, Token, Type, TypeParam, TypeParamBound};
use wirecheck_model::Container;
use wirecheck_model::roles::Holds;

/// The parameters, and the format after them.
pub(crate) fn with_format(generics: &Generics, format: &Ident, krate: &TokenStream) -> Generics {
    with_capability(generics, format, quote!(#krate::format::Format))
}

/// The parameters, and a format with a capability after them. Not parsed, which would take longer than all the rest.
fn with_capability(generics: &Generics, format: &Ident, capability: TokenStream) -> Generics {
    let mut generics = generics.clone();
    let mut format = TypeParam::from(format.clone());
    format.colon_token = Some(Token![:](Span::mixed_site()));
    format.bounds.push(TypeParamBound::Verbatim(capability));
    generics.params.push(GenericParam::Type(format));
    generics
}

/// `impl<.., __F: capability> trait_path for Type where clauses { body }`.
pub(crate) fn implement(
    container: &Container<'_>,
    format: &Ident,
    capability: &TokenStream,
    trait_path: &TokenStream,
    clauses: &[TokenStream],
    body: &TokenStream,
) -> TokenStream {
    let krate = krate(container);
    let ident = &container.input.ident;
    let (_, arguments, conditions) = container.input.generics.split_for_impl();
    let capability = quote!(#krate::format::#capability);
    let with_format = with_capability(&container.input.generics, format, capability);
    let (parameters, ..) = with_format.split_for_impl();
    let conditions = conditions.map(|conditions| &conditions.predicates).into_iter().flatten();
    let trait_path = span::at(trait_path.clone(), ident.span());
    // Not `#[automatically_derived]`, and at the author's name: rustc would advise to write a derived impl by hand.
    quote_spanned! {ident.span()=>
        impl #parameters #trait_path for #ident #arguments where #(#conditions,)* #(#clauses,)* { #body }
    }
}

/// For every format if the statement always holds, or for those with the capability that makes it hold.
///
/// A type that is written as itself, in part, is one for which it holds: a value ends somewhere.
pub(crate) fn implement_if(
    container: &Container<'_>,
    bounds: &Bounds,
    trait_path: &TokenStream,
    holds: Holds,
) -> TokenStream {
    let every = quote!(Format);
    let none = TokenStream::new();
    let format = &bounds.names.format;
    match holds {
        Holds::Always => implement(container, format, &every, trait_path, &[], &none),
        Holds::IfOf(types) => {
            let format_tokens = format.to_token_stream();
            let clause = |ty: &Type| {
                let ty = bounds.as_itself(ty, &format_tokens);
                quote!(#ty: #trait_path)
            };
            let clauses: Vec<_> = types.iter().map(clause).collect();
            implement(container, format, &every, trait_path, &clauses, &none)
        }
        Holds::With(capability) => {
            let capability = Ident::new(capability, Span::mixed_site());
            implement(container, format, &quote!(#capability), trait_path, &[], &none)
        }
    }
}

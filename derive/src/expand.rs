//! The model to tokens. Whatever could be wrong was found before; this cannot fail.
//!
//! ```text
//! impl<T, __F: Format> Sendable<__F> for Job<T>
//! where
//!     Vec<T>: Sendable<__F>,      // every field type, at the field
//!     T: Sendable<__F>,           // serde asks `T: Serialize`
//!     __F: SelfDescribing,        // every attribute, at its word
//! {}
//! impl<T, __F: Format> NotNull<__F> for Job<T> {}
//! impl<T, __F: AnyMapKey> MapKey<__F> for Job<T> {}
//! fn __fields<T: Sendable<AnyFormat>>() {
//!     sendable_field::<Vec<T>>(); // refused here, at the field, if no format can carry it
//! }
//! ```

use crate::bound::{Asked, Bounds};
use crate::model::{Container, Proof};
use crate::needs::capabilities;
use crate::nulls::{Holds, is_key, never_null};
use crate::span;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Generics, parse_quote};

/// The format's type parameter.
pub(crate) fn format_param() -> Ident {
    Ident::new("__F", Span::mixed_site())
}

pub(crate) fn expand(container: &Container<'_>) -> TokenStream {
    let krate = container.krate();
    let format = format_param();
    let bounds = Bounds::new(container);
    let mut clauses = bounds.clauses(&krate, &format);
    clauses.extend(capabilities(container, &krate, &format));

    let sendable = implement(container, &quote!(Format), &quote!(#krate::Sendable<#format>), &clauses);
    let not_null = quote!(#krate::__private::NotNull<#format>);
    let not_null = implement_if(container, "NestedOptions", &not_null, never_null(container));
    let map_key = quote!(#krate::__private::MapKey<#format>);
    let map_key = implement_if(container, "AnyMapKey", &map_key, is_key(container));
    let fields = field_checks(container, &bounds, &krate);
    quote! {
        const _: () = {
            #sendable
            #not_null
            #map_key
            #fields
        };
    }
}

/// `impl<.., __F: capability> trait_path for Type where clauses {}`.
pub(crate) fn implement(
    container: &Container<'_>,
    capability: &TokenStream,
    trait_path: &TokenStream,
    clauses: &[TokenStream],
) -> TokenStream {
    let krate = container.krate();
    let format = format_param();
    let ident = &container.input.ident;
    let (_, arguments, conditions) = container.input.generics.split_for_impl();
    let mut with_format = container.input.generics.clone();
    with_format.params.push(parse_quote!(#format: #krate::format::#capability));
    let (parameters, ..) = with_format.split_for_impl();
    let conditions = conditions.map(|conditions| &conditions.predicates).into_iter().flatten();
    let trait_path = span::at(trait_path.clone(), ident.span());
    // Not `#[automatically_derived]`, and at the author's name: rustc would advise to write a derived impl by hand.
    quote_spanned! {ident.span()=>
        impl #parameters #trait_path for #ident #arguments where #(#conditions,)* #(#clauses,)* {}
    }
}

/// For every format if it holds; for those with the capability otherwise, where it does not matter.
fn implement_if(
    container: &Container<'_>,
    capability: &str,
    trait_path: &TokenStream,
    holds: Holds,
) -> TokenStream {
    let every = quote!(Format);
    match holds {
        Holds::Always => implement(container, &every, trait_path, &[]),
        Holds::IfOf(types) => {
            let clauses: Vec<_> = types.iter().map(|ty| quote!(#ty: #trait_path)).collect();
            implement(container, &every, trait_path, &clauses)
        }
        Holds::Unknown => {
            let capability = Ident::new(capability, Span::mixed_site());
            implement(container, &quote!(#capability), trait_path, &[])
        }
    }
}

/// Asks every field type whether some format can carry it: where-clauses with a free format are not checked here.
fn field_checks(container: &Container<'_>, bounds: &Bounds, krate: &TokenStream) -> TokenStream {
    let any_format = quote!(#krate::__private::AnyFormat);
    let checks =
        bounds.asked.iter().filter(|asked| asked.is_checkable).map(|asked| field_check(asked, krate));
    let generics: &Generics = &container.input.generics;
    let (parameters, _, conditions) = generics.split_for_impl();
    let conditions = conditions.map(|conditions| &conditions.predicates).into_iter().flatten();
    let mut clauses = bounds.sent_as(krate, &any_format);
    // What a parameter will stand for is asked where it is known.
    clauses.extend(bounds.sent.iter().map(|sent| {
        quote!(#sent: #krate::__private::NotNull<#any_format> + #krate::__private::MapKey<#any_format>)
    }));
    quote! {
        fn __fields #parameters () where #(#conditions,)* #(#clauses,)* {
            #(#checks)*
        }
    }
}

fn field_check(asked: &Asked, krate: &TokenStream) -> TokenStream {
    let ty = &asked.ty;
    let span = asked.span();
    let check = match asked.proof {
        Proof::Sendable => "sendable_field",
        Proof::Trust => "trusted_field",
        Proof::Vouch => "vouched_field",
        Proof::Recursive | Proof::Absent => return TokenStream::new(),
    };
    let check = Ident::new(check, span);
    quote_spanned!(span=> #krate::__private::#check::<#ty>();)
}

//! What is emitted beside the errors.
//!
//! A type whose derive failed is still used elsewhere, and without an impl every use would be one more error that says
//! nothing new. So it gets an impl that asks for no more than serde does.

use crate::bound::Bounds;
use crate::expand::{format_param, implement};
use crate::model::{Body, Container};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

pub(crate) fn fallback(container: &Container<'_>, error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    let borrows = container.input.generics.lifetimes().next().is_some();
    if borrows || matches!(container.body, Body::Union) {
        // No impl could be written that is itself accepted.
        return errors;
    }
    let krate = container.krate();
    let format = format_param(container);
    let mut clauses = Bounds::new(container).sent_as(&krate, &format.to_token_stream());
    // Also of a parameter that is no value of its own: a supertrait asks the whole type.
    let params = container.input.generics.type_params().map(|param| &param.ident);
    clauses.extend(params.map(|param| quote!(#param: ::core::marker::Send)));
    let every = quote!(Format);
    let none = TokenStream::new();
    let sendable = implement(container, &every, &quote!(#krate::Sendable<#format>), &clauses, &none);
    let not_null = implement(container, &every, &quote!(#krate::__private::NotNull<#format>), &[], &none);
    let map_key = implement(container, &every, &quote!(#krate::__private::MapKey<#format>), &[], &none);
    let flatten = implement(container, &every, &quote!(#krate::__private::Flatten<#format>), &[], &none);
    quote! {
        #errors
        const _: () = {
            #sendable
            #not_null
            #map_key
            #flatten
        };
    }
}

//! What is emitted together with errors.
//!
//! A type whose derive failed is used in other places, and without an impl each use would be one more error that says nothing
//! new. So it gets an impl that needs no more than serde's.

use crate::allowed::allowed;
use crate::bound::Bounds;
use crate::implement::implement;
use crate::private::{krate, private};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use wirecheck_model::Container;
use wirecheck_model::container::Body;

pub(crate) fn fallback(container: &Container<'_>, error: &syn::Error) -> TokenStream {
    let errors = error.to_compile_error();
    let borrows = container.input.generics.lifetimes().next().is_some() || container.borrows_static();
    if borrows || container.is_description() || matches!(container.body, Body::Union) {
        // Every impl would be an error itself.
        return errors;
    }
    let krate = krate(container);
    let private = private(&krate);
    let bounds = Bounds::new(container);
    let format = &bounds.names.format;
    let mut clauses = bounds.sent_as(&krate, &format.to_token_stream());
    // A parameter that is not sent too: a supertrait needs it of the whole type.
    let params = container.input.generics.type_params().map(|param| &param.ident);
    clauses.extend(params.map(|param| quote!(#param: ::core::marker::Send)));
    let every = quote!(Format);
    let none = TokenStream::new();
    let sendable = implement(container, format, &every, &quote!(#krate::Sendable<#format>), &clauses, &none);
    let whole = quote!(type Parts = #krate::sendable::Whole<Self, #format>;);
    let parts = implement(container, format, &every, &quote!(#krate::sendable::Parts<#format>), &[], &whole);
    let not_null = implement(container, format, &every, &quote!(#private::NotNull<#format>), &[], &none);
    let map_key = implement(container, format, &every, &quote!(#private::MapKey<#format>), &[], &none);
    let flatten = implement(container, format, &every, &quote!(#private::Flatten<#format>), &[], &none);
    let text_key = implement(container, format, &every, &quote!(#private::TextKey<#format>), &[], &none);
    let allowed = allowed(container);
    quote! {
        #errors
        #allowed
        const _: () = {
            #sendable
            #parts
            #not_null
            #map_key
            #flatten
            #text_key
        };
    }
}

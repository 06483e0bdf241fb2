//! What a type is made of: how types that contain each other are proven.
//!
//! ```text
//! pub struct __Conditions<T, __F>(..);
//! impl<T, __F: Format> Proven for __Conditions<T, __F>    // what attributes need, where there are such
//! where
//!     __F: SelfDescribing,
//! {}
//! pub struct __Parts<T, __F>(                             // an auto trait holds if it holds for all members
//!     Part<Vec<Entry<T>>, __F>,                           // the type of each field
//!     __Conditions<T, __F>,
//! );
//! impl<T, __F: Format> Parts<__F> for Dir<T> { type Parts = __Parts<T, __F>; }
//! ```
//!
//! Members and not conditions: rustc follows a circle once more for each condition that a circle is proven with.
//!
//! A type that leads to no other type of the program is one piece. One that is marked `recursive` is sendable if all its
//! parts are.

use crate::bound::{Bounds, FieldBound};
use crate::implement::with_format;
use crate::private::private;
use crate::span;
use crate::ways::Ways;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::BTreeSet;
use std::iter;
use syn::spanned::Spanned;
use wirecheck_model::Container;
use wirecheck_model::container::{ReadFrom, Requirement};

/// What stands for a field that is asked by what it is made of. Nothing if it is not asked.
pub(crate) fn part_of(
    bounds: &Bounds,
    asked: &FieldBound,
    krate: &TokenStream,
    ways: &Ways,
) -> Option<TokenStream> {
    let private = private(krate);
    let direct = &ways.direct;
    // A type that is read in its own buffer is asked there by its real name.
    let is_buffered = asked.read_from == ReadFrom::Buffer;
    let part = match (asked.requirement, is_buffered) {
        (Requirement::Sendable | Requirement::Recursive, false) => quote!(#krate::sendable::Part),
        (Requirement::Sendable | Requirement::Recursive, true) => quote!(#private::BufferedPart),
        (Requirement::Snapshot, false) => quote!(#private::SnapshotPart),
        (Requirement::Snapshot, true) => quote!(#private::BufferedSnapshotPart),
        (Requirement::Duplicate, false) => quote!(#private::DuplicatePart),
        (Requirement::Duplicate, true) => quote!(#private::BufferedDuplicatePart),
        (Requirement::Trust | Requirement::Vouch | Requirement::Absent, _) => return None,
    };
    let ty = bounds.real(asked);
    Some(quote!(#part<#ty, #direct>))
}

/// The conditions on what a field is made of.
pub(crate) fn parts_of(
    bounds: &Bounds,
    asked: &FieldBound,
    krate: &TokenStream,
    ways: &Ways,
) -> Vec<TokenStream> {
    let private = private(krate);
    let Some(part) = part_of(bounds, asked, krate, ways) else { return Vec::new() };
    let proven = is_proven(&part, &private, asked.source.span());
    iter::once(proven).chain(flattened(bounds, asked, krate, ways)).collect()
}

/// The condition that a part is proven. Inside the impl rustc takes it for granted, without a look at the part: see `Identity`.
fn is_proven(part: &TokenStream, private: &TokenStream, at: Span) -> TokenStream {
    let identity = span::at(quote!(#private::Identity), at);
    let proven = span::at(quote!(#private::Proven), at);
    quote!(#part: #identity<Is: #proven>)
}

/// The condition that a field is written as entries, if it is flattened.
fn flattened(bounds: &Bounds, asked: &FieldBound, krate: &TokenStream, ways: &Ways) -> Option<TokenStream> {
    if !asked.is_flattened || !asked.requirement.asks_the_format() {
        return None;
    }
    let private = private(krate);
    let (ty, direct) = (bounds.real(asked), &ways.direct);
    let flatten = asked.at(quote!(#private::Flatten<#direct>));
    let never = (!asked.uses_type).then(|| quote!(for<'__never>));
    Some(quote!(#never #ty: #flatten))
}

/// The type that stands for all parts, in a format.
fn all_parts(container: &Container<'_>, bounds: &Bounds, format: &TokenStream) -> TokenStream {
    named(&bounds.names.parts, container, format)
}

/// The type of this name, with the parameters of the container and a format.
fn named(name: &Ident, container: &Container<'_>, format: &TokenStream) -> TokenStream {
    let arguments = container.input.generics.params.iter().filter_map(|param| match param {
        syn::GenericParam::Type(param) => Some(&param.ident),
        syn::GenericParam::Const(param) => Some(&param.ident),
        syn::GenericParam::Lifetime(_) => None,
    });
    quote!(#name<#(#arguments,)* #format>)
}

/// The condition that all parts are proven, at the name of the type.
pub(crate) fn all_proven(
    container: &Container<'_>,
    bounds: &Bounds,
    krate: &TokenStream,
    format: &TokenStream,
) -> TokenStream {
    let private = private(krate);
    is_proven(&all_parts(container, bounds, format), &private, container.input.ident.span())
}

/// A check that all parts are proven in some format.
pub(crate) fn check_all(
    container: &Container<'_>,
    bounds: &Bounds,
    krate: &TokenStream,
    format: &TokenStream,
) -> TokenStream {
    let private = private(krate);
    let parts = all_parts(container, bounds, format);
    let span = Span::mixed_site().located_at(container.input.ident.span());
    quote_spanned!(span=> #private::proven::<#parts>();)
}

/// The impl of `Parts`, and the type that it names. `needs` are the conditions on the format.
pub(crate) fn implement_parts(
    container: &Container<'_>,
    bounds: &Bounds,
    krate: &TokenStream,
    needs: &[TokenStream],
) -> TokenStream {
    let private = private(krate);
    let format = &bounds.names.format;
    let ident = &container.input.ident;
    let generics = bounds.generics(container);
    let (_, arguments, conditions) = container.input.generics.split_for_impl();
    let conditions: Vec<_> = conditions.map(|it| &it.predicates).into_iter().flatten().collect();
    let real_conditions: Vec<_> = generics.where_clause.iter().flat_map(|it| &it.predicates).collect();
    let bounded = with_format(&container.input.generics, format, krate);
    let (parameters, ..) = bounded.split_for_impl();
    let real_bounded = with_format(&generics, format, krate);
    let (real_parameters, ..) = real_bounded.split_for_impl();
    let name = &bounds.names.parts;
    let is_whole = container.attrs.recursive.is_none() && bounds.all_plain();
    let parts = if is_whole {
        quote!(#krate::sendable::Whole<Self, #format>)
    } else {
        all_parts(container, bounds, &format.to_token_stream())
    };
    let parts = quote! {
        impl #parameters #krate::sendable::Parts<#format> for #ident #arguments where #(#conditions,)* {
            type Parts = #parts;
        }
    };
    if is_whole {
        return parts;
    }
    let ways = Ways::of(krate, format);
    let mut seen = BTreeSet::new();
    let members = bounds.asked.iter().filter_map(|asked| part_of(bounds, asked, krate, &ways));
    let members: Vec<_> = members.filter(|member| seen.insert(member.to_string())).collect();
    let flattened = bounds.asked.iter().filter_map(|asked| flattened(bounds, asked, krate, &ways));
    let mut conditions: Vec<_> = flattened.filter(|clause| seen.insert(clause.to_string())).collect();
    conditions.extend(needs.iter().cloned());
    let types = generics.type_params().map(|param| &param.ident);
    let marker = quote!(::core::marker::PhantomData<fn(#(&#types,)* &#format)>);
    let conditions = (!conditions.is_empty()).then(|| {
        let own = named(&bounds.names.conditions, container, &format.to_token_stream());
        let name = &bounds.names.conditions;
        let items = quote! {
            pub struct #name #real_parameters (#marker) where #(#real_conditions,)*;
            impl #real_parameters #private::Proven for #own where #(#real_conditions,)* #(#conditions,)* {}
        };
        (own, items)
    });
    let (own, items) = conditions.unzip();
    let own = own.into_iter();
    quote! {
        #items
        pub struct #name #real_parameters (#(#members,)* #(#own,)* #marker) where #(#real_conditions,)*;
        #parts
    }
}

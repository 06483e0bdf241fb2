//! From the model to tokens. The model has found all mistakes, so this cannot fail.
//!
//! ```text
//! impl<T, __F: Format> Sendable<__F> for Job<T>
//! where
//!     Vec<T>: Sendable<__F>,          // the type of each field, at the field
//!     u8: Sendable<Buffered<__F>>,    // one that is read from serde's buffer
//!     T: Sendable<__F>,               // serde's impl has `T: Serialize`
//!     __F: SelfDescribing,            // what an attribute needs, at the attribute
//! { const SHAPE: Shape = ..; }
//! impl<T, __F: Format> NotNull<__F> for Job<T> {}
//! impl<T, __F: AnyMapKey> MapKey<__F> for Job<T> {}
//! impl<T, __F: Format> Flatten<__F> for Job<T> {}
//! impl<T, __F: Format> TextKey<__F> for Job<T> {} // for what is written as text
//! fn __fields<T: Sendable<AnyFormat>>() {
//!     sendable_field::<Vec<T>, AnyFormat>(); // refused here, at the field, if no format can carry it
//! }
//! const _: () = flattened(..); // fails the build if a reader cannot tell fields apart
//! ```

use crate::bound::Bounds;
use crate::capability;
use crate::comparison::{assertions, conditions};
use crate::field_check::{any_format, field_checks};
use crate::implement::{format_param, implement, implement_if};
use crate::private::{krate, private};
use crate::shape::ShapeWriter;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use wirecheck_model::container::{FieldRef, ReadFrom};
use wirecheck_model::roles;
use wirecheck_model::{Container, Model, TypeShape};
use wirecheck_rules::FORMATS;

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let container = &model.container;
    let krate = krate(container);
    let private = private(&krate);
    let format = format_param(container);
    let bounds = Bounds::new(container);
    let mut clauses = bounds.clauses(&krate, &format);
    clauses.extend(capability::clauses(&model.needs, &krate, &format));
    let (apart, assertions) = comparisons(model, &bounds, &krate, &format);
    clauses.extend(apart);

    let shape = shape(container, &model.shape(), &bounds, &krate, &format);
    let shape = quote!(const SHAPE: #private::Shape = #shape;);
    let sendable =
        implement(container, &quote!(Format), &quote!(#krate::Sendable<#format>), &clauses, &shape);
    let not_null = quote!(#private::NotNull<#format>);
    let not_null = implement_if(container, &not_null, roles::never_null(container));
    let map_key = quote!(#private::MapKey<#format>);
    let map_key = implement_if(container, &map_key, roles::map_key(container));
    let flatten = quote!(#private::Flatten<#format>);
    let flatten = roles::flatten(container).map(|holds| implement_if(container, &flatten, holds));
    let text_key = quote!(#private::TextKey<#format>);
    let text_key = roles::text_key(container).map(|holds| implement_if(container, &text_key, holds));
    let fields = field_checks(container, &bounds, &krate);
    let formats = format_checks(container, &bounds, &krate);
    quote! {
        const _: () = {
            #sendable
            #not_null
            #map_key
            #flatten
            #text_key
            #fields
            #formats
            #assertions
        };
    }
}

/// The shape of the written values, as an expression inside the impl: the format is known there by its parameter.
fn shape(
    container: &Container<'_>,
    shape: &TypeShape,
    bounds: &Bounds,
    krate: &TokenStream,
    format: &Ident,
) -> TokenStream {
    let private = private(krate);
    match container.proxies().as_slice() {
        [] => {}
        [proxy] => return quote!(<#proxy as #krate::Sendable<#format>>::SHAPE),
        _ => return quote!(#private::Shape::Any),
    }
    let of_field = |at: FieldRef| {
        let Some((variant, field)) = container.field(at) else { return quote!(#private::Shape::Any) };
        let ty = bounds.without_own_name(field);
        match field.read_from(container, variant) {
            ReadFrom::Buffer => quote!(<#ty as #krate::Sendable<#krate::format::Buffered<#format>>>::SHAPE),
            ReadFrom::Format | ReadFrom::Both => quote!(<#ty as #krate::Sendable<#format>>::SHAPE),
        }
    };
    ShapeWriter { private: private.clone(), of_field: &of_field }.write(&shape.values())
}

/// The conditions on a format that writes structs as lists, and the constants that fail the build where a reader cannot tell
/// things apart in any format. No format is known there.
fn comparisons(
    model: &Model<'_>,
    bounds: &Bounds,
    krate: &TokenStream,
    format: &Ident,
) -> (Vec<TokenStream>, TokenStream) {
    let private = private(krate);
    let of_field = |at: FieldRef| match model.container.field(at) {
        // Nothing is known of a type that depends on a parameter.
        Some((variant, field)) if bounds.is_concrete(field) => {
            let ty = bounds.without_own_name(field);
            let span = Span::mixed_site().located_at(ty.span());
            let format = any_format(krate, field.read_from(&model.container, variant));
            quote_spanned!(span=> #private::sendable_field::<#ty, #format>())
        }
        _ => quote!(#private::Shape::Any),
    };
    let writer = ShapeWriter { private: private.clone(), of_field: &of_field };
    let comparisons = model.comparisons();
    (conditions(&comparisons, &writer, format), assertions(&comparisons, &writer))
}

/// `formats(..)`: checked here, and not only where a value is sent.
fn format_checks(container: &Container<'_>, bounds: &Bounds, krate: &TokenStream) -> TokenStream {
    let private = private(krate);
    let ident = &container.input.ident;
    let (parameters, arguments, conditions) = container.input.generics.split_for_impl();
    let conditions: Vec<_> = conditions.map(|it| &it.predicates).into_iter().flatten().collect();
    let checks = container.attrs.formats.iter().map(|path| {
        let is_ours = path.get_ident().is_some_and(|name| FORMATS.iter().any(|ours| name == ours.type_name));
        let format = if is_ours { quote!(#krate::format::#path) } else { quote!(#path) };
        let clauses = bounds.sent_as(krate, &format);
        let check = quote_spanned!(path.span()=> #private::sendable_field::<#ident #arguments, #format>(););
        quote! {
            fn __format #parameters () where #(#conditions,)* #(#clauses,)* { #check }
        }
    });
    quote!(#(const _: () = { #checks };)*)
}

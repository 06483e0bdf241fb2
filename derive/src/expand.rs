//! From the model to tokens. The model has found all mistakes, so this cannot fail.
//!
//! ```text
//! impl<T, __F: Format> Sendable<__F> for Job<T>
//! where
//!     Vec<T>: Sendable<__F>,          // the type of each field, at the field
//!     __F: HoldsInBuffer<u8>,         // one that is read from serde's buffer: `u8: Sendable<__F::InBuffer>`
//!     T: Sendable<__F>,               // serde's impl has `T: Serialize`
//!     __F: SelfDescribing,            // what an attribute needs, at the attribute
//!     __F: __OptInOfJob0,             // the formats of an opt-in, at the word
//! { const SHAPE: Shape = ..; }
//! impl<T, __F: Format> NotNull<__F> for Job<T> {}
//! impl<T, __F: AnyMapKey> MapKey<__F> for Job<T> {}
//! impl<T, __F: Format> Flatten<__F> for Job<T> {}
//! impl<T, __F: Format> TextKey<__F> for Job<T> {} // for what is written as text
//! impl<T, __F: Format> Parts<__F> for Job<T> { .. }   // what it is made of: `parts`
//! fn __fields<T: Sendable<AnyFormat>>() {
//!     sendable_field::<Vec<T>, AnyFormat>(); // refused here, at the field, if no format can carry it
//! }
//! const _: () = flattened(..); // fails the build if a reader cannot tell fields apart
//! ```

use crate::allowed::allowed;
use crate::bound::Bounds;
use crate::capability;
use crate::claim::Claims;
use crate::clauses::{of_fields, of_others};
use crate::comparison::{Conditions, assertions, conditions};
use crate::field_check::{any_format, assumed, field_checks};
use crate::format_path::format_path;
use crate::implement::{implement, implement_if};
use crate::parts::{all_proven, implement_parts};
use crate::plain::without_others;
use crate::private::{krate, private};
use crate::shape::ShapeWriter;
use crate::ways::Ways;
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Type, parse_quote};
use wirecheck_model::container::{Field, FieldRef, ReadFrom};
use wirecheck_model::roles;
use wirecheck_model::{Comparison, Container, Model, TypeShape};

pub(crate) fn expand(model: &Model<'_>) -> TokenStream {
    let container = &model.container;
    let krate = krate(container);
    let private = private(&krate);
    let bounds = Bounds::new(container);
    let format = &bounds.names.format;
    let ways = Ways::of(&krate, format);
    let mut needs = capability::clauses(&model.needs, &krate, format);
    let claims = Claims::new(model, &krate);
    needs.extend(claims.clauses(format));
    let claims = claims.items();
    let type_shape = model.shape();
    let comparisons = model.comparisons(&type_shape);
    let as_lists = lists_conditions(model, &comparisons, &bounds, &krate);
    needs.extend(as_lists.clauses);
    let as_lists = as_lists.items;
    let mut clauses = if container.attrs.recursive.is_some() {
        vec![all_proven(container, &bounds, &krate, &ways.direct)]
    } else {
        let mut clauses = of_fields(&bounds, &krate, &ways);
        clauses.extend(needs.iter().cloned());
        clauses
    };
    clauses.extend(of_others(&bounds, &krate));
    clauses.extend(bounds.sent_as(&krate, &ways.direct));

    let shape = shape(container, &type_shape, &bounds, &krate, &ways);
    let shape = quote!(const SHAPE: #private::Shape = #shape;);
    let sendable =
        implement(container, format, &quote!(Format), &quote!(#krate::Sendable<#format>), &clauses, &shape);
    let not_null = quote!(#private::NotNull<#format>);
    let not_null = implement_if(container, &bounds, &not_null, roles::never_null(container));
    let map_key = quote!(#private::MapKey<#format>);
    let map_key = implement_if(container, &bounds, &map_key, roles::map_key(container));
    let flatten_trait = quote!(#private::Flatten<#format>);
    let holds = roles::flatten(container);
    let flatten = holds.map(|holds| implement_if(container, &bounds, &flatten_trait, holds));
    let text_key = quote!(#private::TextKey<#format>);
    let holds = roles::text_key(container);
    let text_key = holds.map(|holds| implement_if(container, &bounds, &text_key, holds));
    let parts = implement_parts(container, &bounds, &krate, &needs);
    let fields = field_checks(container, &bounds, &krate);
    let formats = format_checks(container, &bounds, &krate);
    let assertions = assert_apart(model, &comparisons, &bounds, &krate);
    let allowed = allowed(container);
    quote! {
        #allowed
        const _: () = {
            #claims
            #as_lists
            #sendable
            #not_null
            #map_key
            #flatten
            #text_key
            #parts
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
    ways: &Ways,
) -> TokenStream {
    let private = private(krate);
    let direct = &ways.direct;
    match container.proxies().as_slice() {
        [] => {}
        [proxy] => return quote!(<#proxy as #krate::Sendable<#direct>>::SHAPE),
        _ => return quote!(#private::ANY),
    }
    let of_field = |at: FieldRef| {
        let Some((variant, field)) = container.field(at) else { return quote!(#private::ANY) };
        let read_from = field.read_from(container, variant);
        let is_marked = container.attrs.recursive.is_some();
        if bounds.is_marked(field) || is_marked && !bounds.is_known(field) {
            // Its shape may be made of this one, and a constant cannot be made of itself.
            return quote!(#private::ANY);
        }
        // A marked type has no condition on the field itself.
        let any = any_format(krate, read_from);
        let way = match read_from {
            _ if is_marked => &any,
            ReadFrom::Buffer => {
                let ty = bounds.in_format(field.ty(), &ways.buffered);
                return quote!(<#direct as #private::HoldsInBuffer<#ty>>::SHAPE);
            }
            ReadFrom::Format | ReadFrom::Both => direct,
        };
        let ty = bounds.in_format(field.ty(), way);
        quote!(<#ty as #private::Held<#way>>::SHAPE)
    };
    ShapeWriter { private: private.clone(), of_field: &of_field }.write(&shape.values())
}

/// The constants that fail the build where a reader cannot tell things apart. No format is known there.
fn assert_apart(
    model: &Model<'_>,
    comparisons: &[Comparison],
    bounds: &Bounds,
    krate: &TokenStream,
) -> TokenStream {
    let of_field = |at: FieldRef| {
        compared(model, bounds, krate, at, |field, format| {
            if bounds.is_marked(field) {
                bounds.real_type(field)
            } else {
                bounds.in_format(field.ty(), format)
            }
        })
    };
    assertions(comparisons, &ShapeWriter { private: private(krate), of_field: &of_field })
}

/// The conditions on a format that writes structs as lists. They are part of the proof, so they must not ask for a type whose
/// proof may lead back: a placeholder, of which nothing is known, stands for it.
fn lists_conditions(
    model: &Model<'_>,
    comparisons: &[Comparison],
    bounds: &Bounds,
    krate: &TokenStream,
) -> Conditions {
    let is_marked = model.container.attrs.recursive.is_some();
    let of_field = |at: FieldRef| {
        compared(model, bounds, krate, at, |field, format| {
            let ty = bounds.in_format(field.ty(), format);
            if is_marked || bounds.is_marked(field) {
                without_others(&ty, &bounds.in_format(&parse_quote!(Self), format))
            } else {
                ty
            }
        })
    };
    let writer = ShapeWriter { private: private(krate), of_field: &of_field };
    conditions(comparisons, &writer, &bounds.names.format, &bounds.names.apart)
}

/// The shape of a field's type in a comparison; `type_in` gives the type, with a format that has every capability.
fn compared(
    model: &Model<'_>,
    bounds: &Bounds,
    krate: &TokenStream,
    at: FieldRef,
    type_in: impl Fn(&Field<'_>, &TokenStream) -> Type,
) -> TokenStream {
    let private = private(krate);
    // Nothing is known of a type that depends on a parameter.
    let field = model.container.field(at).filter(|(_, field)| bounds.is_concrete(field));
    let shape = field.map(|(variant, field)| {
        let format = any_format(krate, field.read_from(&model.container, variant));
        let ty = type_in(field, &format);
        let span = Span::mixed_site().located_at(field.ty().span());
        quote_spanned!(span=> #private::sendable_field::<#ty, #format>())
    });
    shape.unwrap_or_else(|| quote!(#private::ANY))
}

/// `formats(..)`: checked here, and not only where a value is sent.
fn format_checks(container: &Container<'_>, bounds: &Bounds, krate: &TokenStream) -> TokenStream {
    let private = private(krate);
    let ident = &container.input.ident;
    let generics = bounds.generics(container);
    let (parameters, arguments, conditions) = generics.split_for_impl();
    let conditions: Vec<_> = conditions.map(|it| &it.predicates).into_iter().flatten().collect();
    let name = &bounds.names.format_check;
    let checks = container.attrs.formats.iter().map(|path| {
        let format = format_path(path, krate);
        let mut clauses = bounds.sent_as(krate, &format);
        clauses.extend(assumed(
            bounds,
            krate,
            &format,
            &quote!(<#format as #krate::format::Format>::InBuffer),
        ));
        let check = quote_spanned!(path.span()=> #private::sendable_field::<#ident #arguments, #format>(););
        quote! {
            fn #name #parameters () where #(#conditions,)* #(#clauses,)* { #check }
        }
    });
    quote!(#(const _: () = { #checks };)*)
}

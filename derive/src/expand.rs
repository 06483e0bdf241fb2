//! The model to tokens. Whatever could be wrong was found before; this cannot fail.
//!
//! ```text
//! impl<T, __F: Format> Sendable<__F> for Job<T>
//! where
//!     Vec<T>: Sendable<__F>,          // every field type, at the field
//!     u8: Sendable<Buffered<__F>>,    // those that are read through serde's buffer
//!     T: Sendable<__F>,               // serde asks `T: Serialize`
//!     __F: SelfDescribing,            // every attribute, at its word
//! { const SHAPE: Shape = ..; }
//! impl<T, __F: Format> NotNull<__F> for Job<T> {}
//! impl<T, __F: AnyMapKey> MapKey<__F> for Job<T> {}
//! impl<T, __F: Format> Flatten<__F> for Job<T> {}
//! fn __fields<T: Sendable<AnyFormat>>() {
//!     sendable_field::<Vec<T>, AnyFormat>(); // refused here, at the field, if no format can carry it
//! }
//! const _: () = flattened(..); // what is told apart by what it looks like
//! ```

use crate::bound::{Asked, Bounds};
use crate::check::{has_one_value, known_test};
use crate::model::{Container, Field, Proof, Reading, Variant, outer_name};
use crate::needs::{self, Needs};
use crate::nulls::{Holds, flattens, is_key, never_null};
use crate::shape::Shaper;
use crate::symbol::{SKIP, SKIP_SERIALIZING_IF};
use crate::{overlap, span};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, parse_quote};
use wirecheck_rules::FORMATS;

/// The format's type parameter: a name that the author does not use, whose type it would hide.
pub(crate) fn format_param(container: &Container<'_>) -> Ident {
    let mut name = "__F".to_owned();
    while mentions(container.input.to_token_stream(), &name) {
        name.push('_');
    }
    Ident::new(&name, Span::mixed_site())
}

fn mentions(tokens: TokenStream, name: &str) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

pub(crate) fn expand(container: &Container<'_>, needs: &Needs) -> TokenStream {
    let krate = container.krate();
    let format = format_param(container);
    let bounds = Bounds::new(container);
    let mut clauses = bounds.clauses(&krate, &format);
    clauses.extend(needs::clauses(needs, &krate, &format));

    let shape = shape(container, &bounds, &krate, &format);
    let shape = quote!(const SHAPE: #krate::__private::Shape = #shape;);
    let sendable =
        implement(container, &quote!(Format), &quote!(#krate::Sendable<#format>), &clauses, &shape);
    let not_null = quote!(#krate::__private::NotNull<#format>);
    let not_null = implement_if(container, &not_null, never_null(container));
    let map_key = quote!(#krate::__private::MapKey<#format>);
    let map_key = implement_if(container, &map_key, is_key(container));
    let flatten = quote!(#krate::__private::Flatten<#format>);
    let flatten = flattens(container).map(|holds| implement_if(container, &flatten, holds));
    let fields = field_checks(container, &bounds, &krate);
    let formats = format_checks(container, &bounds, &krate);
    let assertions = overlap::assertions(container, &bounds, &krate);
    quote! {
        const _: () = {
            #sendable
            #not_null
            #map_key
            #flatten
            #fields
            #formats
            #assertions
        };
    }
}

/// What is written, as the impl knows it.
fn shape(container: &Container<'_>, bounds: &Bounds, krate: &TokenStream, format: &Ident) -> TokenStream {
    match container.proxies().as_slice() {
        [] => {}
        [proxy] => return quote!(<#proxy as #krate::Sendable<#format>>::SHAPE),
        _ => return quote!(#krate::__private::Shape::Any),
    }
    let inner = |variant: Option<&Variant<'_>>, field: &Field<'_>| {
        let ty = bounds.without_own_name(field);
        match field.reading(container, variant) {
            Reading::Buffered => quote!(<#ty as #krate::Sendable<#krate::format::Buffered<#format>>>::SHAPE),
            Reading::Direct | Reading::Both => quote!(<#ty as #krate::Sendable<#format>>::SHAPE),
        }
    };
    Shaper { container, krate: krate.clone(), inner: &inner }.of_container()
}

/// The shape of a field's type, where no format is known; nothing is known of what depends on a parameter.
pub(crate) fn field_shape(
    container: &Container<'_>,
    bounds: &Bounds,
    krate: &TokenStream,
    variant: Option<&Variant<'_>>,
    field: &Field<'_>,
) -> TokenStream {
    if !bounds.is_concrete(field) {
        return quote!(#krate::__private::Shape::Any);
    }
    let ty = bounds.without_own_name(field);
    let span = Span::mixed_site().located_at(ty.span());
    let format = any_format(krate, field.reading(container, variant));
    quote_spanned!(span=> #krate::__private::sendable_field::<#ty, #format>())
}

fn any_format(krate: &TokenStream, reading: Reading) -> TokenStream {
    match reading {
        Reading::Direct => quote!(#krate::__private::AnyFormat),
        Reading::Buffered | Reading::Both => quote!(#krate::format::Buffered<#krate::__private::AnyFormat>),
    }
}

/// `impl<.., __F: capability> trait_path for Type where clauses { body }`.
pub(crate) fn implement(
    container: &Container<'_>,
    capability: &TokenStream,
    trait_path: &TokenStream,
    clauses: &[TokenStream],
    body: &TokenStream,
) -> TokenStream {
    let krate = container.krate();
    let format = format_param(container);
    let ident = &container.input.ident;
    let (_, arguments, conditions) = container.input.generics.split_for_impl();
    let mut with_format = container.input.generics.clone();
    with_format.params.push(parse_quote!(#format: #krate::format::#capability));
    let (parameters, ..) = with_format.split_for_impl();
    let conditions = conditions.map(|conditions| &conditions.predicates).into_iter().flatten();
    let trait_path = span::at(trait_path.clone(), ident.span());
    // Not `#[automatically_derived]`, and at the author's name: rustc would advise to write a derived impl by hand.
    quote_spanned! {ident.span()=>
        impl #parameters #trait_path for #ident #arguments where #(#conditions,)* #(#clauses,)* { #body }
    }
}

/// For every format if it holds, or for those with the capability that makes it hold.
fn implement_if(container: &Container<'_>, trait_path: &TokenStream, holds: Holds) -> TokenStream {
    let every = quote!(Format);
    let none = TokenStream::new();
    match holds {
        Holds::Always => implement(container, &every, trait_path, &[], &none),
        Holds::IfOf(types) => {
            let clauses: Vec<_> = types.iter().map(|ty| quote!(#ty: #trait_path)).collect();
            implement(container, &every, trait_path, &clauses, &none)
        }
        Holds::With(capability) => {
            let capability = Ident::new(capability, Span::mixed_site());
            implement(container, &quote!(#capability), trait_path, &[], &none)
        }
    }
}

/// Asks every field type whether some format can carry it: where-clauses with a free format are not checked here.
fn field_checks(container: &Container<'_>, bounds: &Bounds, krate: &TokenStream) -> TokenStream {
    let any_format = any_format(krate, Reading::Direct);
    let checks =
        bounds.asked.iter().filter(|asked| asked.is_checkable).map(|asked| field_check(asked, krate));
    let tests = tests_of_std(container);
    let generics: &Generics = &container.input.generics;
    let (parameters, _, conditions) = generics.split_for_impl();
    let conditions = conditions.map(|conditions| &conditions.predicates).into_iter().flatten();
    let mut clauses = bounds.sent_as(krate, &any_format);
    // What a parameter will stand for is asked where it is known.
    clauses.extend(bounds.sent.iter().map(|sent| {
        quote!(#sent: #krate::__private::NotNull<#any_format> + #krate::__private::MapKey<#any_format>)
    }));
    if bounds.asked.iter().any(|asked| asked.reading != Reading::Direct) {
        let buffered = self::any_format(krate, Reading::Buffered);
        clauses.extend(bounds.sent.iter().map(|sent| {
            quote!(#sent: #krate::Sendable<#buffered> + #krate::__private::Flatten<#any_format>
                + #krate::__private::NotNull<#buffered> + #krate::__private::MapKey<#buffered>)
        }));
    }
    quote! {
        fn __fields #parameters () where #(#conditions,)* #(#clauses,)* {
            #(#checks)*
            #tests
        }
    }
}

/// `formats(..)`: asked here, and not only where a value is sent.
fn format_checks(container: &Container<'_>, bounds: &Bounds, krate: &TokenStream) -> TokenStream {
    let ident = &container.input.ident;
    let (parameters, arguments, conditions) = container.input.generics.split_for_impl();
    let conditions: Vec<_> = conditions.map(|it| &it.predicates).into_iter().flatten().collect();
    let checks = container.attrs.formats.iter().map(|path| {
        let is_ours = path.get_ident().is_some_and(|name| FORMATS.iter().any(|ours| name == ours.type_name));
        let format = if is_ours { quote!(#krate::format::#path) } else { quote!(#path) };
        let clauses = bounds.sent_as(krate, &format);
        let check =
            quote_spanned!(path.span()=> #krate::__private::sendable_field::<#ident #arguments, #format>(););
        quote! {
            fn __format #parameters () where #(#conditions,)* #(#clauses,)* { #check }
        }
    });
    quote!(#(const _: () = { #checks };)*)
}

fn field_check(asked: &Asked, krate: &TokenStream) -> TokenStream {
    let ty = &asked.ty;
    let span = asked.span();
    let check = match asked.proof {
        Proof::Sendable => {
            let format = any_format(krate, asked.reading);
            let flatten = asked
                .is_flattened
                .then(|| quote_spanned!(span=> #krate::__private::flattened_field::<#ty>();));
            return quote_spanned!(span=> #krate::__private::sendable_field::<#ty, #format>(); #flatten);
        }
        Proof::Snapshot | Proof::Duplicate => {
            let format = any_format(krate, asked.reading);
            let check = if asked.proof == Proof::Snapshot { "snapshot_field" } else { "duplicated_field" };
            let check = Ident::new(check, span);
            return quote_spanned!(span=> #krate::__private::#check::<#ty, #format>(););
        }
        Proof::Trust => "trusted_field",
        Proof::Vouch => "vouched_field",
        Proof::Recursive | Proof::Absent => return TokenStream::new(),
    };
    let check = Ident::new(check, span);
    quote_spanned!(span=> #krate::__private::#check::<#ty>();)
}

/// That a test we know by its name is the one of std, of the type of std: a shadowed `Option` is a type error here.
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

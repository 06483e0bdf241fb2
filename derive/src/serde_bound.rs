//! The conditions of serde's own impls, which `Sendable` has as its supertraits: for generic types they have to be repeated.
//!
//! serde's derive asks for `T: Serialize` and `T: Deserialize` where a field holds a `T`; the bounds on `Sendable` imply
//! these. What they do not imply is here: `Default` for what is not read, the author's `#[serde(bound = "..")]`, and one
//! half of the traits where the author's own code stands in for the other.

use crate::params::{Params, Uses};
use crate::private::private;
use crate::span::ours;
use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{
    BoundLifetimes, GenericParam, Lifetime, LifetimeParam, PredicateType, Token, TypeParamBound,
    WherePredicate,
};
use wirecheck_model::container::{Body, Field, Requirement, Variant};
use wirecheck_model::symbol::{
    BOUND, DEFAULT, DESERIALIZE, DESERIALIZE_WITH, SERIALIZE, SERIALIZE_WITH, SKIP, SKIP_DESERIALIZING,
    SKIP_SERIALIZING, WITH,
};
use wirecheck_model::{Attrs, Container};

/// Every condition, in the order in which serde has them.
pub(crate) fn conditions(
    container: &Container<'_>,
    params: &Params,
    krate: &TokenStream,
) -> Vec<TokenStream> {
    let mut conditions = bounds_of_author(container);
    if !container.proxies().is_empty() {
        return conditions;
    }
    if !has_bound(&container.attrs, DESERIALIZE) {
        conditions.extend(defaults(container, params));
    }
    let private = private(krate);
    let sides = [(SERIALIZE, quote!(#private::Serialize)), (DESERIALIZE, quote!(#private::DeserializeOwned))];
    for (side, asked) in sides.iter().filter(|(side, _)| !has_bound(&container.attrs, side)) {
        for (_, field) in container.fields().filter(|(variant, field)| is_half_vouched(field, *variant, side))
        {
            conditions.extend(names(&params.uses(field.ty())).map(|name| quote!(#name: #asked)));
        }
    }
    conditions
}

/// `#[serde(bound = "..")]` on the type, its variants and its fields; one attribute for each direction, or one for both.
fn bounds_of_author(container: &Container<'_>) -> Vec<TokenStream> {
    let fields = container.fields().map(|(_, field)| &field.attrs);
    let variants = match &container.body {
        Body::Enum(variants) => variants.as_slice(),
        Body::Struct(..) | Body::Union => &[],
    };
    let variants = variants.iter().map(|variant| &variant.attrs);
    let mut predicates = Vec::new();
    for word in
        std::iter::once(&container.attrs).chain(variants).chain(fields).flat_map(|it| it.each_serde(BOUND))
    {
        for value in word.value.iter().chain(word.inner.iter().map(|(_, value)| value)) {
            let Ok(tokens) = value.parse::<TokenStream>() else { continue };
            let parser = Punctuated::<WherePredicate, Token![,]>::parse_terminated;
            predicates.extend(parser.parse2(tokens).into_iter().flatten().filter_map(for_every_de));
        }
    }
    predicates
}

/// What serde asks of a type whose values are not all read: `T: Default`, or that the type itself has a default.
fn defaults(container: &Container<'_>, params: &Params) -> Vec<TokenStream> {
    let default = quote!(::core::default::Default);
    let of_type = container.attrs.serde(DEFAULT);
    let mut conditions = Vec::new();
    for (_, field) in container.fields() {
        let uses_default = match field.attrs.serde(DEFAULT) {
            Some(word) => word.value.is_none(),
            // The default of the whole type stands in for it.
            None => of_type.is_none() && field.is_not_read(),
        };
        if uses_default {
            conditions.extend(names(&params.uses(field.ty())).map(|name| quote!(#name: #default)));
        }
    }
    // Without a parameter rustc would check it here, and serde does so with a better message.
    if of_type.is_some_and(|word| word.value.is_none()) && !container.input.generics.params.is_empty() {
        let ident = &container.input.ident;
        let (_, arguments, _) = container.input.generics.split_for_impl();
        conditions.push(quote!(#ident #arguments: #default));
    }
    conditions
}

/// `T` and `T::Item`.
fn names(uses: &Uses) -> impl Iterator<Item = TokenStream> {
    let direct = uses.direct.iter().map(ToTokens::to_token_stream);
    direct.chain(uses.projected.iter().map(ToTokens::to_token_stream)).map(ours)
}

/// Whether serde's own impl writes (or reads) a field that the author vouches for: it has code for the other direction.
fn is_half_vouched(field: &Field<'_>, variant: Option<&Variant<'_>>, side: &str) -> bool {
    let (own, skip) = match side {
        SERIALIZE => (SERIALIZE_WITH, SKIP_SERIALIZING),
        _ => (DESERIALIZE_WITH, SKIP_DESERIALIZING),
    };
    let has_own = |attrs: &Attrs| attrs.has(WITH) || attrs.has(own);
    let is_skipped = |attrs: &Attrs| attrs.has(SKIP) || attrs.has(skip);
    let in_variant = |test: &dyn Fn(&Attrs) -> bool| variant.is_some_and(|variant| test(&variant.attrs));
    field.requirement(variant) == Requirement::Vouch
        && !(has_own(&field.attrs) || in_variant(&has_own))
        && !(is_skipped(&field.attrs) || in_variant(&is_skipped))
        && !(has_bound(&field.attrs, side) || in_variant(&|attrs| has_bound(attrs, side)))
}

/// Whether the author gives the conditions for one direction.
fn has_bound(attrs: &Attrs, side: &str) -> bool {
    attrs.each_serde(BOUND).any(|word| word.side(side).is_some())
}

/// `T: Trait<'de>` from a `deserialize` bound has to hold for every `'de`. A bound on the lifetime itself holds for none but
/// types that borrow, which are refused.
fn for_every_de(predicate: WherePredicate) -> Option<TokenStream> {
    let WherePredicate::Type(mut predicate) = predicate else { return None };
    if names_de(predicate.bounded_ty.to_token_stream()) {
        add_de(&mut predicate.lifetimes);
    } else if predicate.lifetimes.is_some() {
        if names_de(predicate.bounds.to_token_stream()) {
            add_de(&mut predicate.lifetimes);
        }
    } else {
        let PredicateType { bounds, .. } = &mut predicate;
        // At each bound: one of them may have lifetimes of its own, and these cannot be nested.
        for bound in bounds.iter_mut() {
            if let TypeParamBound::Trait(bound) = bound
                && names_de(bound.path.to_token_stream())
            {
                add_de(&mut bound.lifetimes);
            }
        }
    }
    Some(predicate.to_token_stream())
}

fn add_de(lifetimes: &mut Option<BoundLifetimes>) {
    let lifetimes = lifetimes.get_or_insert_with(BoundLifetimes::default);
    let de = Lifetime::new("'de", proc_macro2::Span::mixed_site());
    lifetimes.lifetimes.insert(0, GenericParam::Lifetime(LifetimeParam::new(de)));
}

/// Whether `'de` is among the tokens.
fn names_de(tokens: TokenStream) -> bool {
    let mut after_quote = false;
    tokens.into_iter().any(|token| {
        let was = std::mem::replace(&mut after_quote, false);
        match token {
            TokenTree::Punct(punct) => {
                after_quote = punct.as_char() == '\'';
                false
            }
            TokenTree::Ident(ident) => was && ident == "de",
            TokenTree::Group(group) => names_de(group.stream()),
            TokenTree::Literal(_) => false,
        }
    })
}

//! Whether a value may be written as a bare null, and whether it may be the text of a map key.

use crate::model::{Body, Container, Field, Proof, Style, Tagging, Variant, outer_name};
use crate::symbol::{OTHER, UNTAGGED};
use syn::Type;

/// When a statement about the written form of a type holds.
pub(crate) enum Holds {
    /// For every value.
    Always,
    /// If it holds for each of these, as which the type is written.
    IfOf(Vec<Type>),
    /// For some value it does not, or nobody can tell.
    Unknown,
}

impl Holds {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => Self::Unknown,
            (Self::IfOf(mut these), Self::IfOf(those)) => {
                these.extend(those);
                Self::IfOf(these)
            }
            (Self::Always, rest) | (rest, Self::Always) => rest,
        }
    }
}

/// No value is written as a bare null.
pub(crate) fn never_null(container: &Container<'_>) -> Holds {
    if !container.proxies().is_empty() {
        return Holds::IfOf(container.proxies());
    }
    match &container.body {
        Body::Struct(style, fields) => match content(container, *style, fields) {
            Some(content) => content,
            None if *style == Style::Unit => Holds::Unknown,
            None => Holds::Always,
        },
        Body::Enum(variants) => variants
            .iter()
            .filter(|variant| container.tagging() == Tagging::Untagged || variant.attrs.has(UNTAGGED))
            .map(never_null_variant)
            .fold(Holds::Always, Holds::and),
        Body::Union => Holds::Unknown,
    }
}

/// Every value is text, a number, a `bool` or a `char`.
pub(crate) fn is_key(container: &Container<'_>) -> Holds {
    if !container.proxies().is_empty() {
        return Holds::IfOf(container.proxies());
    }
    match &container.body {
        Body::Struct(style, fields) => content(container, *style, fields).unwrap_or(Holds::Unknown),
        Body::Enum(variants) => {
            let plain = |variant: &Variant<'_>| {
                variant.style == Style::Unit && !variant.attrs.has(UNTAGGED) && !variant.attrs.has(OTHER)
            };
            let all = container.tagging() == Tagging::External && variants.iter().all(plain);
            if all { Holds::Always } else { Holds::Unknown }
        }
        Body::Union => Holds::Unknown,
    }
}

/// For a struct that is written as its content: a newtype, or a transparent one.
fn content(container: &Container<'_>, style: Style, fields: &[Field<'_>]) -> Option<Holds> {
    if style != Style::Newtype && !container.is_transparent() {
        return None;
    }
    let written = fields
        .iter()
        .filter(|field| style == Style::Newtype || outer_name(field.ty()) != "PhantomData")
        .filter(|field| style == Style::Newtype || !field.is_skipped());
    Some(written.map(|field| of_field(field, None)).fold(Holds::Always, Holds::and))
}

fn never_null_variant(variant: &Variant<'_>) -> Holds {
    match (variant.style, variant.fields.first()) {
        (Style::Unit, _) => Holds::Unknown,
        (Style::Newtype, Some(field)) => of_field(field, Some(variant)),
        _ => Holds::Always,
    }
}

/// Only of a field that is proved is anything known.
fn of_field(field: &Field<'_>, variant: Option<&Variant<'_>>) -> Holds {
    match field.proof(variant) {
        Proof::Sendable => Holds::IfOf(vec![field.ty().clone()]),
        Proof::Trust | Proof::Vouch | Proof::Recursive | Proof::Absent => Holds::Unknown,
    }
}

//! Where a type may stand: inside an `Option`, as the key of a map, flattened into another type.
//!
//! The first needs a written form that is never a bare null, the second a plain value, the third entries with names.

use crate::container::{Body, Container, Field, Requirement, Style, Tagging, Variant, outer_name};
use crate::symbol::{FLATTEN, OTHER, UNTAGGED};
use syn::Type;

const NESTED_OPTIONS: &str = "NestedOptions";
const UNIT_STRUCTS: &str = "UnitStructs";
const ANY_MAP_KEY: &str = "AnyMapKey";
const ANY_NAME: &str = "AnyName";

/// When a statement about the written form of a type holds.
pub enum Holds {
    /// For every value.
    Always,
    /// If it holds for each of these types: the type is written as one of them.
    IfOf(Vec<Type>),
    /// In formats with this capability. In others it fails for some value, or cannot be known.
    With(&'static str),
}

impl Holds {
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::With(one), Self::With(other)) if one == other => Self::With(one),
            (Self::With(UNIT_STRUCTS), Self::Always) | (Self::Always, Self::With(UNIT_STRUCTS)) => {
                Self::With(UNIT_STRUCTS)
            }
            // The other capability implies this one.
            (Self::With(UNIT_STRUCTS), _) | (_, Self::With(UNIT_STRUCTS)) => Self::With(NESTED_OPTIONS),
            (Self::With(capability), _) | (_, Self::With(capability)) => Self::With(capability),
            (Self::IfOf(mut these), Self::IfOf(those)) => {
                these.extend(those);
                Self::IfOf(these)
            }
            (Self::Always, rest) | (rest, Self::Always) => rest,
        }
    }
}

/// When no value is written as a bare null.
pub fn never_null(container: &Container<'_>) -> Holds {
    if !container.proxies().is_empty() {
        return Holds::IfOf(container.proxies());
    }
    match &container.body {
        Body::Struct(style, fields) => match content(container, *style, fields, NESTED_OPTIONS) {
            Some(content) => content,
            None if *style == Style::Unit => Holds::With(UNIT_STRUCTS),
            None => Holds::Always,
        },
        Body::Enum(variants) => variants
            .iter()
            .filter(|variant| container.tagging() == Tagging::Untagged || variant.attrs.has(UNTAGGED))
            .map(never_null_variant)
            .fold(Holds::Always, Holds::and),
        Body::Union => Holds::With(NESTED_OPTIONS),
    }
}

/// When every value is text, a number, a `bool` or a `char`, and so may be the key of a map.
pub fn map_key(container: &Container<'_>) -> Holds {
    if !container.proxies().is_empty() {
        return Holds::IfOf(container.proxies());
    }
    match &container.body {
        Body::Struct(style, fields) => {
            content(container, *style, fields, ANY_MAP_KEY).unwrap_or(Holds::With(ANY_MAP_KEY))
        }
        Body::Enum(variants) => {
            let plain = |variant: &Variant<'_>| {
                variant.style == Style::Unit && !variant.attrs.has(UNTAGGED) && !variant.attrs.has(OTHER)
            };
            if container.tagging() != Tagging::External || !variants.iter().all(plain) {
                Holds::With(ANY_MAP_KEY)
            } else if container.may_be_a_number().is_some() {
                Holds::With("NumberKeys")
            } else {
                Holds::Always
            }
        }
        Body::Union => Holds::With(ANY_MAP_KEY),
    }
}

/// When every value is text, and so may be the key of a flattened map; `None` if that never holds.
///
/// The name of a variant is text where all names are.
pub fn text_key(container: &Container<'_>) -> Option<Holds> {
    if !container.proxies().is_empty() {
        return Some(Holds::IfOf(container.proxies()));
    }
    match (&container.body, map_key(container)) {
        (Body::Struct(..), holds @ Holds::IfOf(_)) => Some(holds),
        (Body::Enum(_), Holds::Always) => Some(Holds::With(ANY_NAME)),
        _ => None,
    }
}

/// When every value is written as entries with names, and so may be flattened; `None` if that never holds.
///
/// What is written among the entries of a value has to be such a value itself. A type whose entries are among its own would be
/// a condition of itself, which rustc refuses (E0275): serde's code for it does not end either.
pub fn flatten(container: &Container<'_>) -> Option<Holds> {
    if !container.proxies().is_empty() {
        return Some(Holds::IfOf(container.proxies()));
    }
    match &container.body {
        Body::Struct(Style::Named | Style::Unit, fields) if !container.is_transparent() => {
            Some(if_flattened(fields, None))
        }
        Body::Struct(style, fields) => {
            let written = (container.is_transparent() || *style == Style::Newtype).then_some(fields)?;
            let mut written = written.iter().filter(|field| field.requirement(None) == Requirement::Sendable);
            match (written.next(), written.next()) {
                (Some(field), None) => Some(Holds::IfOf(vec![field.ty().clone()])),
                _ => None,
            }
        }
        Body::Enum(variants) => match container.tagging() {
            Tagging::Adjacent => Some(Holds::Always),
            Tagging::Internal => {
                let content = |variant: &Variant<'_>| match (variant.style, variant.fields.as_slice()) {
                    (Style::Newtype, [field]) if is_asked(field, Some(variant)) => {
                        Holds::IfOf(vec![field.ty().clone()])
                    }
                    _ => if_flattened(&variant.fields, Some(variant)),
                };
                Some(variants.iter().map(content).fold(Holds::Always, Holds::and))
            }
            Tagging::External if variants.iter().any(|variant| variant.attrs.has(UNTAGGED)) => None,
            Tagging::External if variants.iter().any(|variant| variant.style == Style::Unit) => {
                Some(Holds::With("UnitVariantEntries"))
            }
            Tagging::External => Some(Holds::Always),
            Tagging::Untagged => {
                let content = |variant: &Variant<'_>| match (variant.style, variant.fields.as_slice()) {
                    (Style::Named, fields) => Some(if_flattened(fields, Some(variant))),
                    (Style::Newtype, [field]) if is_asked(field, Some(variant)) => {
                        Some(Holds::IfOf(vec![field.ty().clone()]))
                    }
                    _ => None,
                };
                variants.iter().map(content).try_fold(Holds::Always, |all, one| Some(all.and(one?)))
            }
        },
        Body::Union => None,
    }
}

/// If every flattened field may be flattened.
fn if_flattened(fields: &[Field<'_>], variant: Option<&Variant<'_>>) -> Holds {
    let flattened = fields.iter().filter(|field| field.attrs.has(FLATTEN) && is_asked(field, variant));
    let types: Vec<Type> = flattened.map(|field| field.ty().clone()).collect();
    if types.is_empty() { Holds::Always } else { Holds::IfOf(types) }
}

/// Whether the field is written as its type is, and the type is known here.
fn is_asked(field: &Field<'_>, variant: Option<&Variant<'_>>) -> bool {
    matches!(field.requirement(variant), Requirement::Sendable | Requirement::Recursive)
}

/// For a struct that is written as its content: a newtype, or one with `transparent`.
fn content(
    container: &Container<'_>,
    style: Style,
    fields: &[Field<'_>],
    unknown: &'static str,
) -> Option<Holds> {
    if style != Style::Newtype && !container.is_transparent() {
        return None;
    }
    let written = fields
        .iter()
        .filter(|field| style == Style::Newtype || outer_name(field.ty()) != "PhantomData")
        .filter(|field| style == Style::Newtype || !field.is_skipped());
    Some(written.map(|field| of_field(field, None, unknown)).fold(Holds::Always, Holds::and))
}

fn never_null_variant(variant: &Variant<'_>) -> Holds {
    match (variant.style, variant.fields.first()) {
        (Style::Unit, _) => Holds::With(NESTED_OPTIONS),
        (Style::Newtype, Some(field)) => of_field(field, Some(variant), NESTED_OPTIONS),
        _ => Holds::Always,
    }
}

/// Something is known only of a field that is checked.
fn of_field(field: &Field<'_>, variant: Option<&Variant<'_>>, unknown: &'static str) -> Holds {
    match field.requirement(variant) {
        Requirement::Sendable => Holds::IfOf(vec![field.ty().clone()]),
        _ => Holds::With(unknown),
    }
}

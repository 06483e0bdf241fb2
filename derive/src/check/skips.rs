//! What is left out.

use crate::attr::{Attrs, Word};
use crate::diag::Ctxt;
use crate::model::{Body, Container, Field, Style, Variant, outer_name};
use crate::symbol::{DEFAULT, SKIP, SKIP_DESERIALIZING, SKIP_SERIALIZING, SKIP_SERIALIZING_IF};
use syn::Type;
use wirecheck_rules::rules::{one_sided_skip, skip, skip_if_default, skipped_variant};

/// On both sides the value becomes the default; on one side the two disagree about what is there.
pub(super) fn fields(ctxt: &Ctxt, container: &Container<'_>) {
    for (variant, field) in container.fields() {
        let places = places(container, variant, field);
        let words = (
            field.attrs.serde(SKIP),
            field.attrs.serde(SKIP_SERIALIZING),
            field.attrs.serde(SKIP_DESERIALIZING),
        );
        let detail = format_args!("`{}`", field.name());
        match words {
            (Some(both), ..) | (_, Some(both), Some(_)) => {
                ctxt.refuse(&skip::RULE, &places, &both.name, detail)
            }
            (_, Some(one), None) | (_, None, Some(one)) => {
                ctxt.refuse(&one_sided_skip::RULE, &places, &one.name, detail);
            }
            _ => {}
        }
    }
}

/// Positional formats write a variant as its number, and the two sides count differently. That a skipped variant at
/// the end shifts nobody is still a trap for the next one that is added, so it is asked for as well.
pub(super) fn variants(ctxt: &Ctxt, container: &Container<'_>) {
    let Body::Enum(variants) = &container.body else { return };
    for variant in variants {
        let word =
            [SKIP, SKIP_SERIALIZING, SKIP_DESERIALIZING].iter().find_map(|word| variant.attrs.serde(word));
        if let Some(Word { name, .. }) = word {
            let places = [&variant.attrs, &container.attrs];
            ctxt.refuse(&skipped_variant::RULE, &places, name, format_args!("`{}`", variant.original.ident));
        }
    }
}

/// The reader puts the default where a field is missing, so what is skipped has to be that default.
pub(super) fn conditional(ctxt: &Ctxt, container: &Container<'_>) {
    for (variant, field) in container.fields() {
        let Some(word) = field.attrs.serde(SKIP_SERIALIZING_IF) else { continue };
        let places = places(container, variant, field);
        let style = variant.map_or_else(|| container_style(container), |variant| variant.style);
        let refuse = |detail: &str| ctxt.refuse(&skip_if_default::RULE, &places, &word.name, detail);
        if style != Style::Named {
            refuse("a field of a tuple is found by its place, which moves");
        } else if !is_known_pair(container, field, word) {
            let has_default = field.attrs.has(DEFAULT) || container.attrs.has(DEFAULT);
            if has_default || is_option(field.ty()) {
                refuse("whether the test and the default agree cannot be seen");
            } else {
                refuse("there is no `default` for the reader");
            }
        }
    }
}

/// `Option::is_none` with no default or a plain one, `*::is_empty` with a plain one.
fn is_known_pair(container: &Container<'_>, field: &Field<'_>, word: &Word) -> bool {
    let Some(test) = word.value.as_ref().map(syn::LitStr::value) else { return false };
    let plain = match field.attrs.serde(DEFAULT) {
        Some(word) => word.value.is_none().then_some(true),
        // A default of the whole type is a value we do not see.
        None if container.attrs.has(DEFAULT) => None,
        None => Some(false),
    };
    match (test.as_str(), plain) {
        (_, None) => false,
        ("Option::is_none", Some(_)) => is_option(field.ty()),
        (test, Some(plain)) => plain && test.ends_with("::is_empty"),
    }
}

fn is_option(ty: &Type) -> bool {
    outer_name(ty) == "Option"
}

fn container_style(container: &Container<'_>) -> Style {
    match &container.body {
        Body::Struct(style, _) => *style,
        Body::Enum(_) | Body::Union => Style::Named,
    }
}

pub(super) fn places<'a>(
    container: &'a Container<'_>,
    variant: Option<&'a Variant<'_>>,
    field: &'a Field<'_>,
) -> Vec<&'a Attrs> {
    let mut places = vec![&field.attrs];
    places.extend(variant.map(|variant| &variant.attrs));
    places.push(&container.attrs);
    places
}

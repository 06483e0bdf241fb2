//! Skipped fields and variants.

use super::refuse::{refuse, scopes};
use crate::attr::Word;
use crate::claim::accepted;
use crate::container::{Body, Container, Field, Style, outer_name};
use crate::diagnostic::Diagnostics;
use crate::std_defaults::{has_one_value, is_default_of_std, is_named_after_default, known_test};
use crate::symbol::{
    DEFAULT, DESERIALIZE_WITH, FLATTEN, SKIP, SKIP_DESERIALIZING, SKIP_SERIALIZING, SKIP_SERIALIZING_IF, WITH,
};
use wirecheck_rules::rules::{one_sided_skip, skip, skip_if_default, skipped_variant};

/// Skipped in both directions, the value becomes the default. Skipped in one, writer and reader disagree.
pub(super) fn fields(diagnostics: &Diagnostics, container: &Container<'_>) {
    for (variant, field) in container.fields() {
        let scopes = scopes(container, variant, field);
        let words = (
            field.attrs.serde(SKIP),
            field.attrs.serde(SKIP_SERIALIZING),
            field.attrs.serde(SKIP_DESERIALIZING),
        );
        let detail = format!("`{}`", field.name());
        if words.0.is_some() && has_one_value(field.ty()) {
            continue;
        }
        match words {
            (Some(both), ..) | (_, Some(both), Some(_)) => {
                refuse(diagnostics, &skip::RULE, &scopes, &both.name, detail)
            }
            (_, Some(one), None) | (_, None, Some(one)) => {
                refuse(diagnostics, &one_sided_skip::RULE, &scopes, &one.name, detail);
            }
            _ => {}
        }
    }
}

/// A variant that is written and not read. One that is not written fails to encode, which surprises nobody.
pub(super) fn variants(diagnostics: &Diagnostics, container: &Container<'_>) {
    let Body::Enum(variants) = &container.body else { return };
    for variant in variants.iter().filter(|variant| !variant.is_skipped()) {
        if let Some(word) = variant.attrs.serde(SKIP_DESERIALIZING) {
            let scopes = [&variant.attrs, &container.attrs];
            let detail = format!("`{}`", variant.original.ident);
            refuse(diagnostics, &skipped_variant::RULE, &scopes, &word.name, detail);
        }
    }
}

/// The reader fills a missing field with the default, so the skipped value has to be that default.
pub(super) fn conditional(diagnostics: &Diagnostics, container: &Container<'_>) {
    for (variant, field) in container.fields() {
        let Some(word) = field.attrs.serde(SKIP_SERIALIZING_IF) else { continue };
        let style = variant.map_or_else(|| container.style(), |variant| variant.style);
        let len = variant.map_or_else(|| container.len(), |it| it.fields.len());
        let has_default = [&field.attrs, &container.attrs].iter().any(|attrs| attrs.has(DEFAULT));
        let is_filled =
            has_default || field.attrs.has(FLATTEN) || (style == Style::Named && is_none_if_missing(field));
        // serde ignores it on a newtype.
        if style == Style::Newtype {
            continue;
        }
        let is_before_others = style == Style::Tuple && field.index + 1 != len;
        if !is_before_others && is_known_pair(container, field, word, style) {
            continue;
        }
        let (detail, help) = if is_before_others {
            MOVES_OTHERS
        } else if !is_filled {
            NOT_FILLED
        } else if is_named_after_default(field, word) {
            ("the test is not known to hold for the default and nothing else", skip_if_default::RULE.help)
        } else {
            MAY_HOLD_FOR_MORE
        };
        // An `accept` would not make it right that the reader fails for what is missing.
        let is_accepted = accepted(&scopes(container, variant, field), &skip_if_default::RULE, None);
        if !is_accepted || (!is_filled && !is_before_others) {
            diagnostics.report_with_help(&skip_if_default::RULE, &word.name, detail, help);
        }
    }
}

/// What is said of a skipped field, and the way out.
type Saying = (&'static str, &'static str);

const MOVES_OTHERS: Saying = (
    "fields of a tuple are read by position, and a skipped one moves those after it",
    "move the field to the end, or write it always",
);
const NOT_FILLED: Saying = (
    "the field has no `default` for the reader",
    "add `default`: `#[serde(default, skip_serializing_if = \"..\")]`",
);
const MAY_HOLD_FOR_MORE: Saying = (
    "the test may hold for more than the default",
    "let the test compare with the default: `fn is_default(it: &T) -> bool { *it == T::default() }`; if yours holds for no \
     other value, accept it: `#[sendable(accept(\"skip-if-default\", ..))]`, with the formats in which you tried the values \
     that it skips",
);

/// Whether the test is one of std for the default of the field's type, and the reader uses that default.
///
/// An `Option` that is read by name needs no `default`. Whether the names really are those of std is left to the
/// compiler: see [`known_test`].
fn is_known_pair(container: &Container<'_>, field: &Field<'_>, word: &Word, style: Style) -> bool {
    let is_plain = match field.attrs.serde(DEFAULT) {
        Some(word) => word.value.as_ref().is_none_or(|path| is_default_of_std(&path.value(), field)),
        // The default of the whole type is a value that is not known here.
        None if container.attrs.has(DEFAULT) => return false,
        // A flattened field is read from the entries that are there, which may be none.
        None => (is_none_if_missing(field) && style == Style::Named) || field.attrs.has(FLATTEN),
    };
    is_plain && known_test(field, word).is_some()
}

/// Whether serde reads the field as `None` if it is missing: an `Option` that its own impl reads. Code of the author's is
/// not called for what is not there.
fn is_none_if_missing(field: &Field<'_>) -> bool {
    outer_name(field.ty()) == "Option" && !is_read_by_code(field)
}

fn is_read_by_code(field: &Field<'_>) -> bool {
    [WITH, DESERIALIZE_WITH].iter().any(|word| field.attrs.has(word))
}

//! What is left out.

use crate::attr::{Attrs, Word};
use crate::diag::Ctxt;
use crate::model::{Body, Container, Field, Style, Variant, outer_name};
use crate::symbol::{DEFAULT, FLATTEN, SKIP, SKIP_DESERIALIZING, SKIP_SERIALIZING, SKIP_SERIALIZING_IF};
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
        if words.0.is_some() && has_one_value(field.ty()) {
            continue;
        }
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

/// A variant that is written and not read. One that is not written fails to encode, which is no surprise to anybody.
pub(super) fn variants(ctxt: &Ctxt, container: &Container<'_>) {
    let Body::Enum(variants) = &container.body else { return };
    for variant in variants.iter().filter(|variant| !variant.is_skipped()) {
        if let Some(word) = variant.attrs.serde(SKIP_DESERIALIZING) {
            let places = [&variant.attrs, &container.attrs];
            let detail = format_args!("`{}`", variant.original.ident);
            ctxt.refuse(&skipped_variant::RULE, &places, &word.name, detail);
        }
    }
}

/// The reader puts the default where a field is missing, so what is skipped has to be that default.
pub(super) fn conditional(ctxt: &Ctxt, container: &Container<'_>) {
    for (variant, field) in container.fields() {
        let Some(word) = field.attrs.serde(SKIP_SERIALIZING_IF) else { continue };
        let places = places(container, variant, field);
        let style = variant.map_or_else(|| container.style(), |variant| variant.style);
        let refuse = |detail: &str| ctxt.refuse(&skip_if_default::RULE, &places, &word.name, detail);
        let is_last = |field: &Field<'_>| {
            variant.map_or_else(|| container.len(), |it| it.fields.len()) == field.index + 1
        };
        if style == Style::Newtype {
            // serde does not look at it there.
        } else if style == Style::Tuple && !is_last(field) {
            refuse("a field of a tuple is found by its place, which moves");
        } else if !is_known_pair(container, field, word, style) {
            let has_default = field.attrs.has(DEFAULT) || container.attrs.has(DEFAULT);
            if has_default || is_option(field.ty()) {
                refuse("whether the test and the default agree cannot be seen");
            } else {
                refuse("there is no `default` for the reader");
            }
        }
    }
}

/// A test of std for the default of the field's own type, with that default or, for an `Option` that is read as named,
/// none.
///
/// That the names are those of std is asked of the compiler: [`known_test`].
fn is_known_pair(container: &Container<'_>, field: &Field<'_>, word: &Word, style: Style) -> bool {
    let is_plain = match field.attrs.serde(DEFAULT) {
        Some(word) => word.value.as_ref().is_none_or(|path| is_default_of_std(&path.value(), field)),
        // A default of the whole type is a value we do not see.
        None if container.attrs.has(DEFAULT) => return false,
        // What is flattened is read from what there is, which may be nothing.
        None => (is_option(field.ty()) && style == Style::Named) || field.attrs.has(FLATTEN),
    };
    is_plain && known_test(field, word).is_some()
}

/// `Vec::new`, `Default::default` and the like.
fn is_default_of_std(path: &str, field: &Field<'_>) -> bool {
    let outer = outer_name(field.ty());
    let is_of_std = KNOWN_TESTS.iter().any(|(_, ty, _)| *ty == outer);
    let names = names_of(path);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    match names.as_slice() {
        [.., "Default", "default"] => true,
        [.., ty, "default" | "new"] => *ty == outer && is_of_std,
        _ => false,
    }
}

/// The path of std for a test that holds for the default of the field's type only.
pub(crate) fn known_test(field: &Field<'_>, word: &Word) -> Option<&'static str> {
    let path = word.value.as_ref()?.value();
    let names = names_of(&path);
    let (ty, test) = match names.as_slice() {
        [.., ty, test] => (ty.as_str(), test.as_str()),
        // `<[T]>::is_empty`
        [test] if path.starts_with("<[") => ("[]", test.as_str()),
        _ => return None,
    };
    // Longer ones are of std, or of who knows whom.
    let is_std = names.len() == 2 || matches!(names[0].as_str(), "std" | "core" | "alloc" | "[]");
    let outer = outer_name(field.ty());
    let (_, _, full) = KNOWN_TESTS
        .iter()
        .find(|(short, of, _)| *of == outer && short.split_once("::") == Some((ty, test)))?;
    (is_std || names.len() == 1).then_some(full)
}

/// The names in a path, without arguments.
fn names_of(path: &str) -> Vec<String> {
    let path: syn::Result<syn::ExprPath> = syn::parse_str(path);
    path.map(|path| path.path.segments.iter().map(|segment| segment.ident.to_string()).collect())
        .unwrap_or_default()
}

/// How it is written, for which type, and its full path.
const KNOWN_TESTS: &[(&str, &str, &str)] = &[
    ("Option::is_none", "Option", "::std::option::Option::is_none"),
    ("Vec::is_empty", "Vec", "::std::vec::Vec::is_empty"),
    ("[]::is_empty", "Vec", "::std::vec::Vec::is_empty"),
    ("String::is_empty", "String", "::std::string::String::is_empty"),
    ("str::is_empty", "String", "::std::string::String::is_empty"),
    ("BTreeMap::is_empty", "BTreeMap", "::std::collections::BTreeMap::is_empty"),
    ("HashMap::is_empty", "HashMap", "::std::collections::HashMap::is_empty"),
    ("BTreeSet::is_empty", "BTreeSet", "::std::collections::BTreeSet::is_empty"),
    ("HashSet::is_empty", "HashSet", "::std::collections::HashSet::is_empty"),
    ("BinaryHeap::is_empty", "BinaryHeap", "::std::collections::BinaryHeap::is_empty"),
    ("VecDeque::is_empty", "VecDeque", "::std::collections::VecDeque::is_empty"),
    ("LinkedList::is_empty", "LinkedList", "::std::collections::LinkedList::is_empty"),
    ("Not::not", "bool", "::std::ops::Not::not"),
];

/// `()`, `PhantomData`: the default is all there is. That the second is that of std is asked of the compiler.
pub(crate) fn has_one_value(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(tuple) if tuple.elems.is_empty()) || outer_name(ty) == "PhantomData"
}

fn is_option(ty: &Type) -> bool {
    outer_name(ty) == "Option"
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

//! What a reader has to tell apart by its looks, and what would make it impossible.
//!
//! Whether it is possible depends on the shapes of other types. The derive makes a constant of each comparison, which
//! the compiler evaluates once it knows all types.

use crate::claim::accepted;
use crate::container::{Body, Container, Field, Style, Tagging, Variant};
use crate::shape::{
    EntryShape, EnumShape, TypeBody, TypeShape, ValueShape, content, flattened, named_variants, own_entries,
};
use crate::symbol::{DENY_UNKNOWN_FIELDS, FLATTEN, TAG, UNTAGGED};
use proc_macro2::Span;
use syn::LitStr;
use wirecheck_rules::Rule;
use wirecheck_rules::rules::{flatten_denied, flatten_overlap, tag_overlap, untagged};

/// Shapes that must differ, or else the rule is broken.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The rule that is broken if they do not differ.
    pub rule: &'static Rule,
    /// The attribute or variant that asks for the comparison.
    pub at: Span,
    /// What has to differ from what.
    pub of: Compared,
    /// Whether the author accepts that they do not.
    pub is_accepted: bool,
}

/// What has to differ from what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The variants of an untagged enum: none may be read as an earlier one.
    Variants(Vec<(String, ValueShape)>),
    /// The content of an internally tagged variant: entries, none of which has the name of the tag.
    Tag {
        /// The name of the variant.
        variant: String,
        /// Its content.
        content: ValueShape,
        /// The key of the tag.
        tag: String,
    },
    /// Flattened fields: no entry of one may belong to another, or to the struct itself.
    Flattened {
        /// The struct's own entries.
        own: Vec<EntryShape>,
        /// The flattened fields: their names and shapes.
        parts: Vec<(String, ValueShape)>,
    },
    /// Flattened fields: nobody who denies unknown fields may find entries that are not his own.
    Denied {
        /// The struct's own entries.
        own: Vec<EntryShape>,
        /// The flattened fields: their names and shapes.
        parts: Vec<(String, ValueShape)>,
        /// Whether unknown fields are an error for the struct itself.
        denies_unknown: bool,
    },
}

/// Every comparison that the type needs.
pub(crate) fn find(container: &Container<'_>, shape: &TypeShape) -> Vec<Comparison> {
    if !container.proxies().is_empty() {
        return Vec::new();
    }
    let mut all = Vec::new();
    if let (Body::Enum(variants), TypeBody::Enum(shape)) = (&container.body, &shape.body) {
        all.extend(of_untagged(container, variants, shape));
        all.extend(of_tagged(container, variants, shape));
    }
    for (index, (variant, fields)) in container.groups().into_iter().enumerate() {
        all.extend(of_flattened(container, &shape.body, variant.map(|variant| (index, variant)), fields));
    }
    all
}

fn of_untagged(container: &Container<'_>, variants: &[Variant<'_>], shape: &EnumShape) -> Option<Comparison> {
    let all = container.tagging() == Tagging::Untagged;
    let mut at = container.attrs.serde(UNTAGGED).map(|word| &word.name);
    // A variant with a tag is tried before those without.
    let written = variants.iter().enumerate().filter(|(_, variant)| !variant.is_skipped());
    let written: Vec<(usize, &Variant<'_>)> = written.collect();
    if !all {
        at = at.or(written.iter().find_map(|(_, variant)| Some(&variant.attrs.serde(UNTAGGED)?.name)));
    }
    if written.len() < 2 {
        return None;
    }
    let at = at?.span();
    let mut scopes: Vec<_> = variants.iter().map(|variant| &variant.attrs).collect();
    scopes.push(&container.attrs);
    let is_accepted = accepted(&scopes, &untagged::RULE, None);
    let free = written.iter().filter(|(_, variant)| all || variant.attrs.has(UNTAGGED));
    let free = free.map(|(index, variant)| (variant.original.ident.to_string(), content(shape, *index)));
    // Those with a name are read as one.
    let named = written.iter().filter(|(_, variant)| !all && !variant.attrs.has(UNTAGGED));
    let named: Vec<usize> = named.map(|(index, _)| *index).collect();
    let named = named_variants(shape, &named).map(|shape| ("variant with a name".to_owned(), shape));
    let variants = named.into_iter().chain(free).collect();
    Some(Comparison { rule: &untagged::RULE, at, of: Compared::Variants(variants), is_accepted })
}

fn of_tagged(container: &Container<'_>, variants: &[Variant<'_>], shape: &EnumShape) -> Vec<Comparison> {
    let tag = container.attrs.serde(TAG).and_then(|word| word.value.as_ref()).map(LitStr::value);
    let (Some(tag), Tagging::Internal) = (tag, container.tagging()) else { return Vec::new() };
    let mut all = Vec::new();
    for (index, variant) in variants.iter().enumerate() {
        let is_asked = variant.style == Style::Newtype && !variant.is_skipped();
        if is_asked {
            let scopes = [&variant.fields[0].attrs, &variant.attrs, &container.attrs];
            let is_accepted = accepted(&scopes, &tag_overlap::RULE, None);
            let name = variant.original.ident.to_string();
            let of = Compared::Tag { variant: name, content: content(shape, index), tag: tag.clone() };
            let at = variant.original.ident.span();
            all.push(Comparison { rule: &tag_overlap::RULE, at, of, is_accepted });
        }
    }
    all
}

fn of_flattened(
    container: &Container<'_>,
    body: &TypeBody,
    variant: Option<(usize, &Variant<'_>)>,
    fields: &[Field<'_>],
) -> Vec<Comparison> {
    let (index, variant) = variant.unzip();
    let flattened_fields =
        fields.iter().filter(|field| !field.is_skipped()).filter(|field| field.attrs.has(FLATTEN));
    let flattened_fields: Vec<_> = flattened_fields.collect();
    let word = |field: &&Field<'_>| field.attrs.serde(FLATTEN).map(|word| word.name.span());
    let Some(at) = flattened_fields.first().and_then(word) else { return Vec::new() };
    let is_accepted = |rule| {
        // Each is asked: an `accept` that covers the rule is used from here on.
        let of_field = |field: &&Field<'_>| {
            let scopes = [Some(&field.attrs), variant.map(|variant| &variant.attrs), Some(&container.attrs)];
            accepted(&scopes.into_iter().flatten().collect::<Vec<_>>(), rule, None)
        };
        flattened_fields.iter().map(of_field).fold(false, |any, one| any | one)
    };
    let mut own = own_entries(body, index);
    // The tag of a struct, or of the variant, is one of the entries.
    if let Some(tag) = container.attrs.serde(TAG).and_then(|word| word.value.as_ref()) {
        match variant {
            None => own.push(EntryShape::tag(&tag.value())),
            Some(_) if container.tagging() == Tagging::Internal => {
                own.push(EntryShape::tag_of_variant(&tag.value()));
            }
            Some(_) => {}
        }
    }
    let parts = flattened(body, index);
    let denies_unknown = container.attrs.has(DENY_UNKNOWN_FIELDS);
    let overlap = Compared::Flattened { own: own.clone(), parts: parts.clone() };
    let denied = Compared::Denied { own, parts, denies_unknown };
    let comparison = |rule, of| Comparison { rule, at, of, is_accepted: is_accepted(rule) };
    vec![comparison(&flatten_overlap::RULE, overlap), comparison(&flatten_denied::RULE, denied)]
}

//! Names on the wire: under which name something is written, and under which names it is read.

use crate::attr::{Attrs, Word};
use crate::claim::accepted;
use crate::container::{Container, Field, Variant};
use crate::symbol::{
    ALIAS, DESERIALIZE, FLATTEN, RENAME, RENAME_ALL, RENAME_ALL_FIELDS, SERIALIZE, UNTAGGED,
};
use proc_macro2::Span;
use syn::{Ident, LitStr, parse_str};
use wirecheck_rules::rules::{duplicate_name, split_rename};
use wirecheck_rules::{Capability, Rule};

/// The names of a field or variant.
pub struct Name<'a> {
    /// Its name in the source.
    pub owner: String,
    /// The name it is written under.
    pub written: String,
    /// The names it is read under: its own first, then its aliases.
    pub read: Vec<String>,
    /// Where the name comes from: the attribute that gives it, or the identifier.
    pub at: Span,
    scopes: Vec<&'a Attrs>,
}

/// A name that is not read again, or that is read as another field or variant.
#[derive(Debug)]
pub struct Conflict {
    /// Where the name comes from.
    pub at: Span,
    /// The rule that it breaks.
    pub rule: &'static Rule,
    /// The names involved.
    pub detail: String,
}

/// The names of the fields that are written, of the struct or of the variant. Fields of tuples have none.
pub fn of_fields<'a>(
    container: &'a Container<'_>,
    variant: Option<&'a Variant<'_>>,
    fields: &'a [Field<'_>],
) -> Vec<Name<'a>> {
    let (parent, all_fields) = match variant {
        Some(variant) => (&variant.attrs, Some(&container.attrs)),
        None => (&container.attrs, None),
    };
    let name = |field: &'a Field<'_>| {
        let written = field.wire_name(parent, all_fields, SERIALIZE)?;
        let read = field.wire_name(parent, all_fields, DESERIALIZE)?;
        let words = [
            field.attrs.serde(RENAME),
            parent.serde(RENAME_ALL),
            all_fields.and_then(|attrs| attrs.serde(RENAME_ALL_FIELDS)),
        ];
        let own = field.original.ident.as_ref().map_or_else(Span::call_site, Ident::span);
        let mut scopes = vec![&field.attrs];
        scopes.extend(variant.map(|variant| &variant.attrs));
        scopes.push(&container.attrs);
        let read = with_aliases(read, &field.attrs);
        Some(Name { owner: field.name(), written, read, at: first_span(&words, own), scopes })
    };
    fields.iter().filter(|field| !field.is_skipped() && !field.attrs.has(FLATTEN)).filter_map(name).collect()
}

/// The names of the variants that are written.
pub fn of_variants<'a>(container: &'a Container<'_>, variants: &'a [Variant<'_>]) -> Vec<Name<'a>> {
    let name = |variant: &'a Variant<'_>| {
        let words = [variant.attrs.serde(RENAME), container.attrs.serde(RENAME_ALL)];
        Name {
            owner: variant.original.ident.to_string(),
            written: variant.wire_name(&container.attrs, SERIALIZE),
            read: with_aliases(variant.wire_name(&container.attrs, DESERIALIZE), &variant.attrs),
            at: first_span(&words, variant.original.ident.span()),
            scopes: vec![&variant.attrs, &container.attrs],
        }
    };
    variants
        .iter()
        .filter(|variant| !variant.is_skipped() && !variant.attrs.has(UNTAGGED))
        .map(name)
        .collect()
}

/// The conflicts that the author has not accepted. An `accept` for one of them counts as used from here on.
///
/// A format that can do what `unless` says has no conflict.
pub fn conflicts(names: &[Name<'_>], unless: Option<Capability>) -> Vec<Conflict> {
    let mut conflicts = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let (at, owner, written) = (name.at, &name.owner, &name.written);
        if !name.read.contains(written) && !name.accepts(&split_rename::RULE, unless) {
            let detail = format!("`{written}` is written, `{}` is read", name.read[0]);
            conflicts.push(Conflict { at, rule: &split_rename::RULE, detail });
        }
        // The earlier one takes it.
        for other in names[..index].iter().filter(|other| other.read.contains(written)) {
            if !name.accepts(&duplicate_name::RULE, unless) & !other.accepts(&duplicate_name::RULE, unless) {
                let detail =
                    format!("`{owner}` is written as `{written}`, which is read as `{}`", other.owner);
                conflicts.push(Conflict { at, rule: &duplicate_name::RULE, detail });
            }
        }
    }
    conflicts
}

impl Name<'_> {
    /// Whether an `accept` on the field, the variant or the type covers the rule.
    pub(crate) fn accepts(&self, rule: &Rule, unless: Option<Capability>) -> bool {
        accepted(&self.scopes, rule, unless)
    }

    pub(crate) fn is_or_reads(&self, name: &str) -> bool {
        self.written == name || self.read.iter().any(|read| read == name)
    }

    pub(crate) fn is_identifier(&self) -> bool {
        is_identifier(&self.written)
    }
}

/// Keywords count, and so do the characters that RON accepts in a raw identifier.
pub(crate) fn is_identifier(name: &str) -> bool {
    let takes = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '+' | '-');
    // First what most names are, because parsing takes long. `r#type` is an identifier in Rust, and a name that contains `#` in
    // another place.
    (!name.is_empty() && name.chars().all(takes)) || (!name.contains('#') && parse_str::<Ident>(name).is_ok())
}

fn with_aliases(name: String, attrs: &Attrs) -> Vec<String> {
    let aliases = attrs.each_serde(ALIAS).filter_map(|word| word.value.as_ref()).map(LitStr::value);
    std::iter::once(name).chain(aliases).collect()
}

fn first_span(words: &[Option<&Word>], own: Span) -> Span {
    words.iter().flatten().next().map_or(own, |word| word.name.span())
}

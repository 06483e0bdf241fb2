//! Names on the wire.

use crate::attr::Attrs;
use crate::diag::Ctxt;
use crate::model::{Body, Container, Field, Variant};
use crate::symbol::{ALIAS, DESERIALIZE, FLATTEN, RENAME, RENAME_ALL, RENAME_ALL_FIELDS, SERIALIZE};
use std::collections::HashMap;
use wirecheck_rules::rules::{duplicate_name, split_rename};

/// A name for one side only, or two that differ: formats with names do not find what they wrote.
pub(super) fn split(ctxt: &Ctxt, container: &Container<'_>) {
    let one = |places: &[&Attrs]| {
        for word in [RENAME, RENAME_ALL, RENAME_ALL_FIELDS] {
            let Some(word) = places[0].serde(word) else { continue };
            let (written, read) = (word.side(SERIALIZE), word.side(DESERIALIZE));
            if written.map(syn::LitStr::value) == read.map(syn::LitStr::value) {
                continue;
            }
            let say = |name: Option<&syn::LitStr>| {
                name.map_or("the plain name".into(), |n| format!("`{}`", n.value()))
            };
            let detail = format!("{} is written, {} is read", say(written), say(read));
            ctxt.refuse(&split_rename::RULE, places, &word.name, detail);
        }
    };
    one(&[&container.attrs]);
    if let Body::Enum(variants) = &container.body {
        variants.iter().for_each(|variant| one(&[&variant.attrs, &container.attrs]));
    }
    for (variant, field) in container.fields() {
        match variant {
            Some(variant) => one(&[&field.attrs, &variant.attrs, &container.attrs]),
            None => one(&[&field.attrs, &container.attrs]),
        }
    }
}

/// Two fields or variants with one name: the reader takes the wrong one, or none.
pub(super) fn duplicate(ctxt: &Ctxt, container: &Container<'_>) {
    match &container.body {
        Body::Struct(_, fields) => duplicate_fields(ctxt, fields, &[&container.attrs], None),
        Body::Enum(variants) => {
            duplicate_variants(ctxt, variants, container);
            for variant in variants {
                let places = [&variant.attrs, &container.attrs];
                duplicate_fields(ctxt, &variant.fields, &places, Some(&container.attrs));
            }
        }
        Body::Union => {}
    }
}

fn duplicate_fields(ctxt: &Ctxt, fields: &[Field<'_>], places: &[&Attrs], all_fields: Option<&Attrs>) {
    let mut seen: HashMap<String, String> = HashMap::new();
    for field in fields.iter().filter(|field| !field.is_skipped() && !field.attrs.has(FLATTEN)) {
        let Some(name) = field.wire_name(places[0], all_fields, SERIALIZE) else { continue };
        if let Some(first) = seen.insert(name.clone(), field.name()) {
            let mut all = vec![&field.attrs];
            all.extend(places);
            let detail = format_args!("`{first}` and `{}` are both `{name}`", field.name());
            match field.attrs.serde(RENAME) {
                Some(word) => ctxt.refuse(&duplicate_name::RULE, &all, &word.name, detail),
                None => ctxt.refuse(&duplicate_name::RULE, &all, &field.original.ident, detail),
            }
        }
    }
    for field in fields.iter().filter(|field| !field.is_skipped() && !field.attrs.has(FLATTEN)) {
        let mut all = vec![&field.attrs];
        all.extend(places);
        aliases(ctxt, &mut seen, &field.name(), &all);
    }
}

/// A further name that a value is read by must not be one that another is written by.
fn aliases(ctxt: &Ctxt, seen: &mut HashMap<String, String>, owner: &str, places: &[&Attrs]) {
    for word in places[0].each_serde(ALIAS) {
        let Some(alias) = word.value.as_ref().map(syn::LitStr::value) else { continue };
        match seen.get(&alias) {
            Some(first) if first != owner => {
                let detail =
                    format_args!("`{owner}` is read by the name `{alias}`, which is that of `{first}`");
                ctxt.refuse(&duplicate_name::RULE, places, &word.name, detail);
            }
            _ => {
                seen.insert(alias, owner.to_owned());
            }
        }
    }
}

fn duplicate_variants(ctxt: &Ctxt, variants: &[Variant<'_>], container: &Container<'_>) {
    let mut seen: HashMap<String, String> = HashMap::new();
    for variant in variants.iter().filter(|variant| !variant.is_skipped()) {
        let name = variant.wire_name(&container.attrs, SERIALIZE);
        let ident = &variant.original.ident;
        if let Some(first) = seen.insert(name.clone(), ident.to_string()) {
            let all = [&variant.attrs, &container.attrs];
            let detail = format_args!("`{first}` and `{ident}` are both `{name}`");
            match variant.attrs.serde(RENAME) {
                Some(word) => ctxt.refuse(&duplicate_name::RULE, &all, &word.name, detail),
                None => ctxt.refuse(&duplicate_name::RULE, &all, ident, detail),
            }
        }
    }
    for variant in variants.iter().filter(|variant| !variant.is_skipped()) {
        let owner = variant.original.ident.to_string();
        aliases(ctxt, &mut seen, &owner, &[&variant.attrs, &container.attrs]);
    }
}

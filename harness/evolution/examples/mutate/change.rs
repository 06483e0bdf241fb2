//! Changes of declarations, as people make them.

use crate::program::{Body, Decl, Dice, Field, SCALARS, Style, field, variant};

/// All kinds of changes.
pub(crate) const KINDS: &[&str] = &[
    "field added at the end",
    "field added at the end, with default",
    "field added in the middle, with default",
    "field removed",
    "fields swapped",
    "field renamed",
    "field renamed, with alias",
    "type of a field changed",
    "integer of another width",
    "optional now",
    "not optional any more",
    "list now",
    "variant added at the end",
    "variant inserted",
    "variant removed",
    "variants swapped",
    "variant renamed",
    "variant renamed, with alias",
    "variant with other content",
    "variant for all others",
    "internal tag",
    "adjacent tag",
    "untagged",
    "unknown fields denied",
    "default for a field",
    "left out if none",
    "flattened",
    "map for a struct",
    "newtype around a type",
    "newtype around a type, transparent",
    "names dropped",
    "type renamed",
    "field skipped",
];

/// A change of this kind, where the program has room for it.
pub(crate) fn changed(dice: &mut Dice, program: &[Decl], kind: &str) -> Option<Vec<Decl>> {
    for _ in 0..8 {
        let mut all = program.to_vec();
        let at = dice.below(all.len());
        if change(dice, &mut all, at, kind).is_some() && all != program {
            return Some(all);
        }
    }
    None
}

fn change(dice: &mut Dice, all: &mut Vec<Decl>, at: usize, kind: &str) -> Option<()> {
    let default = || vec!["default".to_owned()];
    let is_named = matches!(&all[at].body, Body::Struct(Style::Named, _));
    match kind {
        "type renamed" => {
            let old = all[at].name.clone();
            if old == "Root" {
                return None;
            }
            let new = format!("{old}2");
            for decl in all.iter_mut() {
                for field in fields_of(decl) {
                    field.ty = field.ty.replace(&old, &new);
                }
            }
            all[at].name = new;
        }
        "field added at the end"
        | "field added at the end, with default"
        | "field added in the middle, with default" => {
            let mut new = field(dice, "added", &[]);
            if kind.ends_with("default") {
                new.attrs = default();
                new.ty = dice.of(&["u8", "u32", "String", "bool", "Option<u8>", "Vec<u8>"]).to_owned();
            }
            let fields = several(&mut all[at])?;
            let place = if kind.contains("middle") { dice.below(fields.len()) } else { fields.len() };
            if kind.contains("middle") && !is_named {
                new.attrs.clear();
            }
            fields.insert(place, new);
        }
        "field removed" => {
            let fields = several(&mut all[at]).filter(|fields| fields.len() > 1)?;
            fields.remove(dice.below(fields.len()));
        }
        "fields swapped" => {
            let fields = several(&mut all[at]).filter(|fields| fields.len() > 1)?;
            let place = dice.below(fields.len() - 1);
            fields.swap(place, place + 1);
        }
        "unknown fields denied" => all[at].attrs.push("deny_unknown_fields".to_owned()),
        "internal tag" | "adjacent tag" | "untagged" => {
            let Body::Enum(variants) = &all[at].body else { return None };
            if kind == "internal tag" && variants.iter().any(|variant| variant.style == Style::Tuple) {
                return None;
            }
            all[at].attrs.push(match kind {
                "internal tag" => "tag = \"t\"".to_owned(),
                "adjacent tag" => "tag = \"t\", content = \"c\"".to_owned(),
                _ => "untagged".to_owned(),
            });
        }
        "names dropped" => {
            let Body::Struct(style @ Style::Named, fields) = &mut all[at].body else { return None };
            *style = if fields.len() == 1 { Style::Newtype } else { Style::Tuple };
        }
        "newtype around a type" | "newtype around a type, transparent" => {
            let field = any_field(dice, &mut all[at])?;
            let attrs =
                if kind.ends_with("transparent") { vec!["transparent".to_owned()] } else { Vec::new() };
            let inner = Field { attrs: Vec::new(), name: "0".to_owned(), ty: field.ty.clone() };
            field.ty = "Wrap".to_owned();
            all.push(Decl {
                attrs,
                name: "Wrap".to_owned(),
                body: Body::Struct(Style::Newtype, vec![inner]),
            });
        }
        _ if kind.starts_with("variant") => return enums(dice, &mut all[at], kind),
        _ => {
            let field = any_field(dice, &mut all[at])?;
            return of_field(dice, field, kind, is_named);
        }
    }
    Some(())
}

fn of_field(dice: &mut Dice, field: &mut Field, kind: &str, is_named: bool) -> Option<()> {
    match kind {
        "field renamed" => field.name = format!("{}_new", field.name),
        "field renamed, with alias" => {
            if !is_named {
                return None;
            }
            field.attrs.push(format!("alias = {:?}", field.name));
            field.name = format!("{}_new", field.name);
        }
        "type of a field changed" => field.ty = dice.of(SCALARS).to_owned(),
        "integer of another width" => {
            const INTEGERS: &[&str] = &["u8", "u16", "u32", "u64", "i8", "i32", "i64", "u128"];
            if !INTEGERS.contains(&field.ty.as_str()) {
                return None;
            }
            field.ty = dice.of(INTEGERS).to_owned();
        }
        "optional now" => field.ty = format!("Option<{}>", field.ty),
        "not optional any more" => field.ty = field.ty.strip_prefix("Option<")?.strip_suffix('>')?.to_owned(),
        "list now" => field.ty = format!("Vec<{}>", field.ty),
        "default for a field" => {
            if !is_named || !has_default(&field.ty) {
                return None;
            }
            field.attrs.push("default".to_owned());
        }
        "left out if none" => {
            if !is_named || !field.ty.starts_with("Option<") {
                return None;
            }
            field.attrs.push("skip_serializing_if = \"Option::is_none\"".to_owned());
        }
        "flattened" => {
            if !is_named || !(field.ty == "Inner" || field.ty.starts_with("BTreeMap") || field.ty == "Kind") {
                return None;
            }
            field.attrs.push("flatten".to_owned());
        }
        "map for a struct" => {
            if field.ty != "Inner" {
                return None;
            }
            field.ty = format!("BTreeMap<String, {}>", dice.of(&["u8", "u32", "String"]));
        }
        "field skipped" => {
            if !is_named || !has_default(&field.ty) {
                return None;
            }
            field.attrs.push("skip".to_owned());
        }
        _ => return None,
    }
    Some(())
}

fn has_default(ty: &str) -> bool {
    !ty.contains("Inner") && !ty.contains("Kind") && !ty.contains("Wrap")
}

fn enums(dice: &mut Dice, decl: &mut Decl, kind: &str) -> Option<()> {
    let Body::Enum(variants) = &mut decl.body else { return None };
    let at = dice.below(variants.len());
    match kind {
        "variant added at the end" => variants.push(variant(dice, "Added", &[])),
        "variant inserted" => variants.insert(at, variant(dice, "Added", &[])),
        "variant removed" => {
            variants.remove(at);
        }
        "variants swapped" => {
            let at = dice.below(variants.len() - 1);
            variants.swap(at, at + 1);
        }
        "variant renamed" => variants[at].name.push_str("New"),
        "variant renamed, with alias" => {
            let alias = format!("alias = {:?}", variants[at].name);
            variants[at].attrs.push(alias);
            variants[at].name.push_str("New");
        }
        "variant with other content" => variants[at] = variant(dice, &variants[at].name.clone(), &[]),
        "variant for all others" => {
            let mut new = variant(dice, "Other", &[]);
            (new.style, new.fields) = (Style::Unit, Vec::new());
            new.attrs.push("other".to_owned());
            variants.remove(at);
            variants.push(new);
        }
        _ => return None,
    }
    Some(())
}

/// The fields of a struct that may have any number of them.
fn several(decl: &mut Decl) -> Option<&mut Vec<Field>> {
    match &mut decl.body {
        Body::Struct(Style::Named | Style::Tuple, fields) => Some(fields),
        Body::Struct(..) => None,
        Body::Enum(variants) => variants
            .iter_mut()
            .find(|variant| variant.style == Style::Named)
            .map(|variant| &mut variant.fields),
    }
}

fn any_field<'a>(dice: &mut Dice, decl: &'a mut Decl) -> Option<&'a mut Field> {
    let mut all: Vec<&mut Field> = fields_of(decl);
    if all.is_empty() { None } else { Some(all.swap_remove(dice.below(all.len()))) }
}

fn fields_of(decl: &mut Decl) -> Vec<&mut Field> {
    match &mut decl.body {
        Body::Struct(_, fields) => fields.iter_mut().collect(),
        Body::Enum(variants) => variants.iter_mut().flat_map(|variant| &mut variant.fields).collect(),
    }
}

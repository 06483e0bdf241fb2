//! A case as Rust source.

use crate::item::{Body, Case, Fields, Item, Style, Variant, names};
use std::fmt::Write;

/// The module of a case. `call` is the beginning of the call of the support crate's macro that makes its cells.
pub fn module(case: &Case, number: usize, call: &str) -> String {
    let mut text = format!("mod case{number} {{\nuse wirecheck_random_support::prelude::*;\n");
    text.push_str(&items(case));
    let _ = writeln!(
        text,
        "pub fn run(cells: &mut Cells) {{ wirecheck_random_support::{call}{}, {}, cells); }}\n}}",
        case.root, case.seed
    );
    text
}

/// The program of several modules.
pub fn main(numbers: &[usize]) -> String {
    let list: Vec<String> = numbers.iter().map(|number| format!("({number}, case{number}::run)")).collect();
    format!("fn main() {{ wirecheck_random_support::main(&[{}]); }}\n", list.join(", "))
}

/// The types of a case, as they are shown and compiled, with how their values are made.
fn items(case: &Case) -> String {
    let mut text = String::new();
    for item in &case.items {
        text.push_str(&definition(item));
        text.push_str(&make(case, item));
        text.push_str(&item.more);
    }
    text
}

/// The types of a case alone, for people.
pub fn source(case: &Case) -> String {
    let mut text: String =
        case.items.iter().map(|item| format!("{}{}", definition(item), item.more)).collect();
    let _ = write!(text, "// root: {}", case.root);
    text
}

/// The definition of a type, with its derives and attributes.
pub fn definition(item: &Item) -> String {
    let mut text = String::from("#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Sendable");
    for name in &item.derives {
        let _ = write!(text, ", {name}");
    }
    text.push_str(")]\n");
    attributes(&mut text, &item.attrs, "");
    let params = if item.has_param { "<X>" } else { "" };
    match &item.body {
        Body::Struct(fields) => {
            let _ = write!(text, "pub struct {}{params}", item.name);
            body(&mut text, fields, true);
            text.push_str(if fields.style == Style::Named { "\n" } else { ";\n" });
        }
        Body::Enum(variants) => {
            let _ = writeln!(text, "pub enum {}{params} {{", item.name);
            for variant in variants {
                attributes(&mut text, &variant.attrs, "    ");
                let _ = write!(text, "    {}", variant.name);
                body(&mut text, &variant.fields, false);
                text.push_str(",\n");
            }
            text.push_str("}\n");
        }
    }
    text
}

fn attributes(text: &mut String, attrs: &[String], indent: &str) {
    for attr in attrs {
        let _ = writeln!(text, "{indent}#[{attr}]");
    }
}

fn body(text: &mut String, fields: &Fields, is_struct: bool) {
    let (open, close) = match fields.style {
        Style::Named => (" {", " }"),
        Style::Tuple => ("(", ")"),
        Style::Unit => return,
    };
    text.push_str(open);
    for field in &fields.list {
        for attr in &field.attrs {
            let _ = write!(text, " #[{attr}]");
        }
        let visibility = if is_struct { " pub" } else { "" };
        match fields.style {
            Style::Named => {
                let _ = write!(text, "{visibility} {}: {},", field.name, field.ty);
            }
            _ => {
                let _ = write!(text, "{visibility} {},", field.ty);
            }
        }
    }
    text.push_str(close);
}

/// How a value of the type is made.
fn make(case: &Case, item: &Item) -> String {
    let (params, args) = if item.has_param { ("<X: Make>", "<X>") } else { ("", "") };
    let value = match &item.body {
        Body::Struct(fields) => construct("Self", fields),
        Body::Enum(variants) => {
            let ends: Vec<String> = variants.iter().map(|variant| ends(case, variant).to_string()).collect();
            let arms: Vec<String> = variants
                .iter()
                .enumerate()
                .map(|(at, variant)| {
                    let pattern = if at + 1 == variants.len() { "_".to_owned() } else { at.to_string() };
                    format!("{pattern} => {}", construct(&format!("Self::{}", variant.name), &variant.fields))
                })
                .collect();
            format!("match draw.variant(&[{}]) {{ {} }}", ends.join(", "), arms.join(", "))
        }
    };
    format!(
        "impl{params} Make for {}{args} {{ fn make(draw: &mut Draw) -> Self {{ {value} }} }}\n",
        item.name
    )
}

/// Whether the variant holds none of the types of the case, so that a value ends there.
fn ends(case: &Case, variant: &Variant) -> bool {
    let holds = |name: &str| variant.fields.list.iter().any(|field| names(&field.ty, name));
    !holds("X") && !case.items.iter().any(|item| holds(&item.name))
}

fn construct(path: &str, fields: &Fields) -> String {
    let parts: Vec<String> = fields
        .list
        .iter()
        .map(|field| match fields.style {
            Style::Named => format!("{}: draw.within(Make::make)", field.name),
            _ => "draw.within(Make::make)".to_owned(),
        })
        .collect();
    match fields.style {
        Style::Named => format!("{path} {{ {} }}", parts.join(", ")),
        Style::Tuple => format!("{path}({})", parts.join(", ")),
        Style::Unit => path.to_owned(),
    }
}

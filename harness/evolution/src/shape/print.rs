//! Shapes as text: one fact a line.

use super::def::{Body, Code, Def, Default, Field, Repr, Style};
use super::ty::Ty;
use std::fmt::Write as _;

/// A word as it is where it is plain, else in quotes.
pub(crate) fn word(text: &str) -> String {
    let is_plain = !text.is_empty()
        && text
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | ':' | '-' | '.'));
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// The text of a type; `name` says how a declared type is written.
pub fn print_type<R>(ty: &Ty<R>, name: &impl Fn(&R) -> String) -> String {
    match ty {
        Ty::Scalar(scalar) => scalar.name().to_owned(),
        Ty::Option(inner) => format!("option<{}>", print_type(inner, name)),
        Ty::Seq(inner) => format!("seq<{}>", print_type(inner, name)),
        Ty::Map(key, value) => format!("map<{},{}>", print_type(key, name), print_type(value, name)),
        Ty::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| print_type(item, name)).collect();
            format!("tuple<{}>", items.join(","))
        }
        Ty::Array(item, len) => format!("array<{},{len}>", print_type(item, name)),
        Ty::Named(of) => name(of),
    }
}

/// The text of a declared type: a line, and one for each variant and field.
pub fn print_def<R>(def: &Def<R>, name: &impl Fn(&R) -> String) -> String {
    let mut text = format!("type {}", word(&def.name));
    let mut inside = String::new();
    match &def.body {
        Body::Struct(body) => {
            let _ = write!(text, " {}", style(body.style, "struct"));
            flag(&mut text, "transparent", body.is_transparent);
            valued(&mut text, "tag", body.tag.as_deref());
            flag(&mut text, "deny_unknown", body.denies_unknown);
            flag(&mut text, "default", body.has_default);
            fields(&mut inside, &body.fields, "  ", name);
        }
        Body::Enum(body) => {
            text.push_str(" enum");
            match &body.repr {
                Repr::External => {}
                Repr::Internal(tag) => valued(&mut text, "tag", Some(tag)),
                Repr::Adjacent(tag, content) => {
                    valued(&mut text, "tag", Some(tag));
                    valued(&mut text, "content", Some(content));
                }
                Repr::Untagged => text.push_str(" untagged"),
            }
            flag(&mut text, "deny_unknown", body.denies_unknown);
            for (at, variant) in (0u32..).zip(&body.variants) {
                let _ =
                    write!(inside, "  {at} {} {}", word(&variant.written), style(variant.style, "struct"));
                names(&mut inside, &variant.ident, &variant.written, &variant.reads);
                for (key, index) in [("write", variant.write_index), ("read", variant.read_index)] {
                    match index {
                        Some(index) if index == at => {}
                        Some(index) => {
                            let _ = write!(inside, " {key}_index {index}");
                        }
                        None => flag(&mut inside, &format!("skip_{key}"), true),
                    }
                }
                flag(&mut inside, "untagged", variant.is_untagged);
                flag(&mut inside, "other", variant.is_other);
                code(&mut inside, &variant.code);
                inside.push('\n');
                fields(&mut inside, &variant.fields, "    ", name);
            }
        }
        Body::Converted { write, read } => {
            let _ = write!(text, " converted {} {}", print_type(write, name), print_type(read, name));
        }
        Body::Opaque(why) => {
            let _ = write!(text, " opaque {}", word(why));
        }
    }
    valued(&mut text, "name", def.wire_name.as_deref());
    text.push('\n');
    text + &inside
}

fn fields<R>(out: &mut String, all: &[Field<R>], indent: &str, name: &impl Fn(&R) -> String) {
    for (at, field) in all.iter().enumerate() {
        let _ = write!(out, "{indent}{at} {} {}", word(&field.written), print_type(&field.ty, name));
        names(out, &field.ident, &field.written, &field.reads);
        match &field.default {
            Default::None => {}
            Default::Standard => out.push_str(" default"),
            Default::Path(path) => valued(out, "default_by", Some(path)),
        }
        flag(out, "skip_write", field.skips_write);
        flag(out, "skip_read", field.skips_read);
        valued(out, "skip_if", field.skip_if.as_deref());
        flag(out, "flatten", field.is_flat);
        code(out, &field.code);
        out.push('\n');
    }
}

/// The name in the source, and those it is read under, where they are not the one it is written under.
fn names(out: &mut String, ident: &str, written: &str, reads: &[String]) {
    if ident != written {
        valued(out, "ident", Some(ident));
    }
    if let [first, aliases @ ..] = reads {
        if first != written {
            valued(out, "read_as", Some(first));
        }
        for alias in aliases {
            valued(out, "alias", Some(alias));
        }
    }
}

fn code(out: &mut String, code: &Code) {
    valued(out, "write_with", code.write.as_deref());
    valued(out, "read_with", code.read.as_deref());
}

fn flag(out: &mut String, key: &str, is_set: bool) {
    if is_set {
        out.push(' ');
        out.push_str(key);
    }
}

fn valued(out: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        let _ = write!(out, " {key} {}", word(value));
    }
}

fn style(style: Style, named: &'static str) -> &'static str {
    match style {
        Style::Unit => "unit",
        Style::Newtype => "newtype",
        Style::Tuple => "tuple",
        Style::Named => named,
    }
}

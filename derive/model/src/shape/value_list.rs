//! A [`ValueShape`] as text, one fact a line: where it holds, as a path from `$`, and what holds there.
//!
//! `wirecheck::sendable::describe` lists the constant of the derive in the same words.

use super::value_shape::{EntryShape, FieldsShape, Presence, UnknownEntries, ValueShape};
use std::fmt::{self, Display, Formatter};

impl Display for ValueShape {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        list(out, "$", self)
    }
}

fn list(out: &mut Formatter<'_>, path: &str, shape: &ValueShape) -> fmt::Result {
    match shape {
        ValueShape::Any => writeln!(out, "{path}: anything"),
        ValueShape::Null => writeln!(out, "{path}: null"),
        ValueShape::Unit => writeln!(out, "{path}: unit"),
        ValueShape::Bool => writeln!(out, "{path}: bool"),
        ValueShape::Integer { min, max } => writeln!(out, "{path}: integer {min}..={max}"),
        ValueShape::Float => writeln!(out, "{path}: float"),
        ValueShape::Char => writeln!(out, "{path}: text of one character"),
        ValueShape::Text => writeln!(out, "{path}: text"),
        ValueShape::Names(names) => {
            writeln!(out, "{path}: one of {} texts", names.len())?;
            names.iter().try_for_each(|name| writeln!(out, "{path}: text {name:?}"))
        }
        ValueShape::Bytes => writeln!(out, "{path}: bytes"),
        ValueShape::List { min, max } if min == max => writeln!(out, "{path}: list of {min}"),
        ValueShape::List { min, max: usize::MAX } => writeln!(out, "{path}: list of {min} or more"),
        ValueShape::List { min, max } => writeln!(out, "{path}: list of {min} to {max}"),
        ValueShape::Tuple(items) => {
            writeln!(out, "{path}: tuple of {}", items.len())?;
            each(out, items, |index| format!("{path}.{index}"))
        }
        ValueShape::Map(value) => {
            writeln!(out, "{path}: map")?;
            list(out, &format!("{path}.*"), value)
        }
        ValueShape::Fields(fields) => list_fields(out, path, fields),
        ValueShape::OneOf(shapes) => {
            writeln!(out, "{path}: one of {} shapes", shapes.len())?;
            each(out, shapes, |index| format!("{path}|{index}"))
        }
        ValueShape::FromBuffer(shape) => {
            writeln!(out, "{path}: read from a buffer")?;
            list(out, path, shape)
        }
        ValueShape::Field(field) => match field.variant {
            Some(variant) => writeln!(out, "{path}: type of field {} of variant {variant}", field.field),
            None => writeln!(out, "{path}: type of field {}", field.field),
        },
    }
}

fn each(out: &mut Formatter<'_>, shapes: &[ValueShape], path: impl Fn(usize) -> String) -> fmt::Result {
    shapes.iter().enumerate().try_for_each(|(index, shape)| list(out, &path(index), shape))
}

fn list_fields(out: &mut Formatter<'_>, path: &str, fields: &FieldsShape) -> fmt::Result {
    writeln!(out, "{path}: fields")?;
    match fields.unknown {
        UnknownEntries::Ignored => {}
        UnknownEntries::Denied => writeln!(out, "{path}: denies unknown entries")?,
        UnknownEntries::Single => writeln!(out, "{path}: exactly one entry")?,
    }
    if !fields.from_list {
        writeln!(out, "{path}: not read from a list")?;
    }
    fields.own.iter().try_for_each(|entry| list_entry(out, path, entry))?;
    each(out, &fields.flattened, |index| format!("{path}+{index}"))
}

fn list_entry(out: &mut Formatter<'_>, parent: &str, entry: &EntryShape) -> fmt::Result {
    let path = format!("{parent}{}", key(&entry.written));
    let is_required = match entry.presence {
        Presence::Required => true,
        Presence::ByType => !entry.shape.may_be_null(),
        Presence::Optional => false,
    };
    writeln!(out, "{path}: {}", if is_required { "required" } else { "optional" })?;
    if entry.read.is_empty() {
        writeln!(out, "{path}: not read")?;
    } else if entry.read != [entry.written.as_str()] {
        entry.read.iter().try_for_each(|name| writeln!(out, "{path}: read as {name:?}"))?;
    }
    list(out, &path, &entry.shape)
}

/// A name as a step of a path.
fn key(name: &str) -> String {
    let is_word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_word { format!(".{name}") } else { format!("[{name:?}]") }
}

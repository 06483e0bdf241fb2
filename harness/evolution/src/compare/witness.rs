//! A value that shows what a change does.

use super::measure::changes_itself;
use super::verdict::Verdict;
use crate::replay::{Generator, Kept, Relation, Value, Wire, decode, encode};
use crate::shape::{Body, Field, Store, Style, Ty};
use std::sync::Arc;

/// A value, its bytes, and what comes out of them on the other side.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// The value that is written.
    pub value: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Which bytes are of which part, where the format writes one part after the other.
    pub parts: Vec<(String, usize)>,
    /// The value that is read, or the error.
    pub read: Result<String, String>,
}

/// How many values are tried.
const TRIES: usize = 400;

/// Finds a value that shows the verdict: it is written as `old` and read as `new`. The shortest that was found, and none if no value
/// shows it.
pub fn witness(store: &Arc<Store>, old: &Ty, new: &Ty, wire: Wire, verdict: Verdict) -> Option<Witness> {
    let mut best: Option<Witness> = None;
    for seed in [3, 5] {
        let mut generator = Generator::new(seed);
        for _ in 0..TRIES / 2 {
            let value = generator.value(store, old)?;
            let Ok(bytes) = encode(store, old, &value, wire) else { continue };
            if best.as_ref().is_some_and(|best| best.bytes.len() <= bytes.len()) {
                continue;
            }
            if changes_itself(store, old, wire, &value, &bytes) {
                continue;
            }
            let read = decode(store, new, &bytes, wire);
            let shown = match &read {
                Err(_) => matches!(verdict, Verdict::Partial | Verdict::Error),
                Ok((back, used)) => {
                    let kept = Relation { store, wire }.of(old, &value, new, back);
                    match verdict {
                        Verdict::Silent => kept == Kept::Changed,
                        Verdict::Lossy => kept == Kept::Lossy || *used < bytes.len(),
                        Verdict::Defaulted => kept == Kept::Defaulted,
                        Verdict::Same | Verdict::Equal => kept == Kept::All,
                        Verdict::Partial | Verdict::Error => false,
                    }
                }
            };
            if shown {
                best = Some(Witness {
                    value: show(store, old, &value),
                    parts: parts(store, old, &value, wire, bytes.len()),
                    bytes,
                    read: read.map(|(back, _)| show(store, new, &back)),
                });
            }
        }
    }
    best
}

/// A value with the names of its fields and variants.
pub(crate) fn show(store: &Store, ty: &Ty, value: &Value) -> String {
    let list = |all: Vec<String>| all.join(", ");
    match (ty, value) {
        (Ty::Option(inner), Value::Some(value)) => format!("Some({})", show(store, inner, value)),
        (Ty::Seq(item) | Ty::Array(item, _), Value::List(all)) => {
            format!("[{}]", list(all.iter().map(|value| show(store, item, value)).collect()))
        }
        (Ty::Tuple(items), Value::List(all)) => {
            format!(
                "({})",
                list(items.iter().zip(all).map(|(item, value)| show(store, item, value)).collect())
            )
        }
        (Ty::Map(key_ty, ty), Value::Map(all)) => {
            let entry = |(key, value): &(Value, Value)| {
                format!("{}: {}", show(store, key_ty, key), show(store, ty, value))
            };
            format!("{{{}}}", list(all.iter().map(entry).collect()))
        }
        (Ty::Named(id), value) => match (store.get(*id).map(|def| (def.short(), &def.body)), value) {
            (Some((name, Body::Struct(body))), Value::Fields(values)) => {
                format!("{name}{}", fields(store, body.style, &body.fields, values))
            }
            (Some((_, Body::Enum(body))), Value::Variant(at, values)) => match body.variants.get(*at) {
                Some(variant) => {
                    format!("{}{}", variant.ident, fields(store, variant.style, &variant.fields, values))
                }
                None => value.to_string(),
            },
            (Some((_, Body::Converted { write, read })), value) => {
                // Only one of the two fits.
                let text = show(store, write, value);
                if write == read || text != value.to_string() { text } else { show(store, read, value) }
            }
            _ => value.to_string(),
        },
        (_, value) => value.to_string(),
    }
}

fn fields(store: &Store, style: Style, all: &[Field], values: &[Value]) -> String {
    let part = |(field, value): (&Field, &Value)| {
        let text = show(store, &field.ty, value);
        if style == Style::Named { format!("{}: {text}", field.ident) } else { text }
    };
    let parts: Vec<String> = all.iter().zip(values).map(part).collect();
    match style {
        Style::Unit => String::new(),
        Style::Named => format!(" {{ {} }}", parts.join(", ")),
        Style::Tuple | Style::Newtype => format!("({})", parts.join(", ")),
    }
}

/// The length of each part, if they lie one after the other.
fn parts(store: &Store, ty: &Ty, value: &Value, wire: Wire, len: usize) -> Vec<(String, usize)> {
    if wire.is_self_describing() || wire.has_columns() {
        return Vec::new();
    }
    let mut found = Vec::new();
    cut(store, ty, value, wire, "", &mut found);
    if found.iter().map(|(_, len)| len).sum::<usize>() == len { found } else { Vec::new() }
}

fn cut(store: &Store, ty: &Ty, value: &Value, wire: Wire, name: &str, found: &mut Vec<(String, usize)>) {
    let len = encode(store, ty, value, wire).map_or(0, |bytes| bytes.len());
    let joined = |field: &Field| {
        if name.is_empty() { field.ident.clone() } else { format!("{name}.{}", field.ident) }
    };
    let body = match ty {
        Ty::Named(id) => store.get(*id).map(|def| &def.body),
        _ => None,
    };
    match (body, value) {
        (Some(Body::Struct(body)), Value::Fields(values)) => {
            for (field, value) in body.fields.iter().zip(values).filter(|(field, _)| !field.skips_write) {
                cut(store, &field.ty, value, wire, &joined(field), found);
            }
        }
        (Some(Body::Enum(body)), Value::Variant(at, values)) if body.variants.len() > *at => {
            let variant = &body.variants[*at];
            let mut inside = Vec::new();
            for (field, value) in variant.fields.iter().zip(values).filter(|(field, _)| !field.skips_write) {
                cut(store, &field.ty, value, wire, &joined(field), &mut inside);
            }
            let content: usize = inside.iter().map(|(_, len)| len).sum();
            let tag = format!(
                "{}variant {}",
                if name.is_empty() { String::new() } else { format!("{name} ") },
                variant.ident
            );
            found.push((tag, len.saturating_sub(content)));
            found.append(&mut inside);
        }
        _ => found.push((name.to_owned(), len)),
    }
}

//! Whether a written value has the shape that its type promises.
//!
//! The derive reads attributes, and an impl that is not serde's derive's writes what it likes. Where a value is at hand, this
//! tells.

use super::written::Written;
use super::{Field, Fields, Others, Shape};
use crate::sendable::describe::in_words;

/// A part of a value that is written in another form than its type promises.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Differs {
    /// The steps to the part: names and indices.
    pub(crate) path: String,
    pub(crate) promised: String,
    pub(crate) written: String,
}

type Conforms = Result<(), Differs>;

/// Whether the written value has the shape. `is_text` is whether it was written as in a format that is text.
///
/// # Errors
/// The first part that differs.
pub(crate) fn conforms(shape: &Shape, written: &Written, is_text: bool) -> Conforms {
    Comparer { is_text }.value(shape, written, "")
}

#[derive(Clone, Copy)]
struct Comparer {
    is_text: bool,
}

impl Comparer {
    fn value(self, shape: &Shape, written: &Written, path: &str) -> Conforms {
        let fits = match (shape, written) {
            (Shape::Any, _) => true,
            (Shape::Same(shape) | Shape::FromBuffer(shape), _) => return self.value(shape, written, path),
            (Shape::OneOf(shapes), _) => shapes.iter().any(|shape| self.value(&shape, written, path).is_ok()),
            (Shape::Null | Shape::Unit, Written::Null) => true,
            (Shape::Bool, Written::Bool) | (Shape::Float, Written::Float) => true,
            (Shape::Integer { min, max }, Written::Integer { is_negative, magnitude }) => {
                is_in_range(*min, *max, *is_negative, *magnitude)
            }
            (Shape::Char, Written::Char(_)) => true,
            (Shape::Char, Written::Text(text)) => text.chars().count() == 1,
            // A type that has a text form and a binary form has the shape of its text form, and asks for a format that
            // does not mix them up.
            (Shape::Text, _) if !self.is_text => true,
            (Shape::Text, Written::Text(_) | Written::Char(_)) => true,
            (Shape::Names(names), Written::Text(text)) => names.contains(&text.as_str()),
            (Shape::Bytes, Written::Bytes) => true,
            (Shape::Bytes, Written::List(items)) => {
                let byte = Shape::Integer { min: 0, max: 0xff };
                items.iter().all(|item| self.value(&byte, item, path).is_ok())
            }
            (Shape::List { min, max }, Written::List(items)) => (*min..=*max).contains(&items.len()),
            (Shape::Tuple(shapes), Written::List(items)) if shapes.len() == items.len() => {
                let mut all = shapes.iter().zip(items).enumerate();
                return all
                    .try_for_each(|(at, (shape, item))| self.value(shape, item, &format!("{path}.{at}")));
            }
            (Shape::Map(value), Written::Entries(entries)) => {
                return entries
                    .iter()
                    .try_for_each(|(key, item)| self.value(value, item, &format!("{path}.{key}")));
            }
            (Shape::Fields(fields), Written::Entries(entries)) => {
                let entries = entries.iter().collect();
                let rest = self.fields(fields, entries, path)?;
                let Some((key, value)) = rest.first() else { return Ok(()) };
                return Err(Differs {
                    path: format!("{path}.{key}"),
                    promised: "no such entry".to_owned(),
                    written: value.kind(),
                });
            }
            (
                Shape::Null
                | Shape::Unit
                | Shape::Bool
                | Shape::Integer { .. }
                | Shape::Float
                | Shape::Char
                | Shape::Text
                | Shape::Names(_)
                | Shape::Bytes
                | Shape::List { .. }
                | Shape::Tuple(_)
                | Shape::Map(_)
                | Shape::Fields(_),
                _,
            ) => false,
        };
        if fits { Ok(()) } else { Err(differs(shape, written, path)) }
    }

    /// Takes the entries that belong to the fields, and returns the others.
    fn fields<'a>(
        self,
        fields: &Fields,
        mut entries: Vec<&'a (String, Written)>,
        path: &str,
    ) -> Result<Vec<&'a (String, Written)>, Differs> {
        if fields.others == Others::Single && entries.len() != 1 {
            let written = format!("{} entries", entries.len());
            return Err(Differs { path: path.to_owned(), promised: "exactly one entry".to_owned(), written });
        }
        for field in fields.own {
            self.field(field, &mut entries, path)?;
        }
        // A map takes whatever the others leave.
        let (maps, others): (Vec<&Shape>, Vec<&Shape>) =
            fields.flattened.iter().partition(|shape| takes_all(shape));
        for shape in others.into_iter().chain(maps) {
            entries = self.flattened(shape, entries, path)?;
        }
        Ok(entries)
    }

    fn field(self, field: &Field, entries: &mut Vec<&(String, Written)>, path: &str) -> Conforms {
        let path = format!("{path}.{}", field.written);
        match entries.iter().position(|(key, _)| key == field.written) {
            Some(at) => self.value(&field.shape, &entries.remove(at).1, &path),
            None if field.required => {
                let promised = in_words(&field.shape);
                Err(Differs { path, promised, written: "no such entry".to_owned() })
            }
            None => Ok(()),
        }
    }

    /// Takes the entries that a flattened value has written, and returns the others.
    fn flattened<'a>(
        self,
        shape: &Shape,
        entries: Vec<&'a (String, Written)>,
        path: &str,
    ) -> Result<Vec<&'a (String, Written)>, Differs> {
        match shape {
            Shape::Any => Ok(Vec::new()),
            Shape::Same(shape) | Shape::FromBuffer(shape) => self.flattened(shape, entries, path),
            Shape::Fields(fields) if fields.others == Others::Single => {
                // The one of its entries that is there.
                let at = entries.iter().position(|(key, _)| fields.own.iter().any(|own| own.written == key));
                let (one, rest): (Vec<_>, Vec<_>) =
                    entries.into_iter().enumerate().partition(|(index, _)| Some(*index) == at);
                let one = one.into_iter().map(|(_, entry)| entry).collect();
                self.fields(fields, one, path)?;
                Ok(rest.into_iter().map(|(_, entry)| entry).collect())
            }
            Shape::Fields(fields) => self.fields(fields, entries, path),
            Shape::OneOf(shapes) => {
                // The alternative that leaves least.
                let left =
                    shapes.iter().filter_map(|shape| self.flattened(&shape, entries.clone(), path).ok());
                left.min_by_key(Vec::len).ok_or_else(|| Differs {
                    path: path.to_owned(),
                    promised: in_words(shape),
                    written: format!("{} entries", entries.len()),
                })
            }
            Shape::Map(value) => {
                for (key, item) in entries {
                    self.value(value, item, &format!("{path}.{key}"))?;
                }
                Ok(Vec::new())
            }
            // The name of a variant without content is an entry too.
            Shape::Names(names) => {
                let mut entries = entries;
                if let Some(at) = entries.iter().position(|(key, _)| names.contains(&key.as_str())) {
                    entries.remove(at);
                    return Ok(entries);
                }
                Err(Differs {
                    path: path.to_owned(),
                    promised: in_words(shape),
                    written: format!("{} entries", entries.len()),
                })
            }
            // `None`, `()`: nothing is written.
            Shape::Null | Shape::Unit => Ok(entries),
            // Fails to encode.
            Shape::Bool
            | Shape::Integer { .. }
            | Shape::Float
            | Shape::Char
            | Shape::Text
            | Shape::Bytes
            | Shape::List { .. }
            | Shape::Tuple(_) => Ok(entries),
        }
    }
}

fn differs(shape: &Shape, written: &Written, path: &str) -> Differs {
    Differs { path: path.to_owned(), promised: in_words(shape), written: written.kind() }
}

/// Whether a flattened value of this shape may have written any entry.
fn takes_all(shape: &Shape) -> bool {
    match shape {
        Shape::Any | Shape::Map(_) => true,
        Shape::Same(shape) | Shape::FromBuffer(shape) => takes_all(shape),
        Shape::OneOf(shapes) => shapes.iter().any(|shape| takes_all(&shape)),
        Shape::Fields(fields) => fields.flattened.iter().any(takes_all),
        _ => false,
    }
}

fn is_in_range(min: i128, max: u128, is_negative: bool, magnitude: u128) -> bool {
    if is_negative {
        min < 0 && magnitude <= min.unsigned_abs()
    } else {
        magnitude <= max && (min <= 0 || magnitude >= min.unsigned_abs())
    }
}

#[cfg(test)]
#[path = "conforms_tests.rs"]
mod tests;

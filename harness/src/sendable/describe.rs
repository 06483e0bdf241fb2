//! What is known of the written form of a type, as text: one fact a line.
//!
//! `wirecheck-model` writes what it knows of a type from its source in the same words.

use super::Sendable;
use super::shape::{Field, Fields, Others, Shape};
use crate::format::Format;
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};

/// Lists what is known of the values of `T` once `F` has written them: kinds, ranges, lengths, names, order.
///
/// The derive decides by it whether the variants of an `untagged` enum, or flattened fields, can be told apart. It may say
/// less than is true (`anything`), never more. Displayed, it is one [`ShapeFact`] a line: to read, or to keep in a file and
/// compare later.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use wirecheck::sendable::describe;
/// use wirecheck::{Json, Sendable};
///
/// #[derive(Serialize, Deserialize, Sendable)]
/// enum Event {
///     Stopped,
///     Moved { by: (i8, i8), #[serde(default)] speed: f32 },
/// }
///
/// assert_eq!(
///     describe::<Event, Json>().to_string(),
///     "$: one of 2 shapes
/// $|0: one of 1 texts
/// $|0: text \"Stopped\"
/// $|1: fields
/// $|1: exactly one entry
/// $|1: not read from a list
/// $|1.Moved: required
/// $|1.Moved: fields
/// $|1.Moved.by: required
/// $|1.Moved.by: tuple of 2
/// $|1.Moved.by.0: integer -128..=127
/// $|1.Moved.by.1: integer -128..=127
/// $|1.Moved.speed: optional
/// $|1.Moved.speed: float
/// "
/// );
/// ```
pub fn describe<T: Sendable<F>, F: Format>() -> ShapeDescription {
    let mut list = List::default();
    list.shape("$", &T::SHAPE);
    ShapeDescription { facts: list.facts }
}

/// The facts of [`describe`]. Equal descriptions mean values that are written alike, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ShapeDescription {
    facts: Vec<ShapeFact>,
}

impl ShapeDescription {
    /// The facts, from the outside in.
    pub fn facts(&self) -> &[ShapeFact] {
        &self.facts
    }
}

/// One [`ShapeFact`] a line.
impl Display for ShapeDescription {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.facts.iter().try_for_each(|fact| writeln!(out, "{fact}"))
    }
}

/// One thing that is known, and the part of a value that it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ShapeFact {
    /// The part: `$` is the whole value, `$.name` an entry, `$.0` an item of a tuple, `$.*` the values of a map, `$|0` the
    /// first of several forms, `$+0` the first flattened field.
    pub path: String,
    /// What is true of it.
    pub what: String,
}

impl Display for ShapeFact {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path, self.what)
    }
}

/// The first of the facts about a shape.
#[cfg(feature = "runtime")]
pub(super) fn in_words(shape: &Shape) -> String {
    let mut list = List::default();
    list.shape("", shape);
    list.facts.into_iter().next().map(|fact| fact.what).unwrap_or_default()
}

#[derive(Default)]
struct List {
    facts: Vec<ShapeFact>,
}

impl List {
    fn say(&mut self, path: &str, what: impl Into<String>) {
        self.facts.push(ShapeFact { path: path.to_owned(), what: what.into() });
    }

    fn shape(&mut self, path: &str, shape: &Shape) {
        match shape {
            Shape::Any => self.say(path, "anything"),
            Shape::Null => self.say(path, "null"),
            Shape::Unit => self.say(path, "unit"),
            Shape::Bool => self.say(path, "bool"),
            Shape::Integer { min, max } => self.say(path, format!("integer {min}..={max}")),
            Shape::Float => self.say(path, "float"),
            Shape::Char => self.say(path, "text of one character"),
            Shape::Text => self.say(path, "text"),
            Shape::Names(names) => {
                self.say(path, format!("one of {} texts", names.len()));
                names.iter().for_each(|name| self.say(path, format!("text {name:?}")));
            }
            Shape::Bytes => self.say(path, "bytes"),
            Shape::List { min, max } if min == max => self.say(path, format!("list of {min}")),
            Shape::List { min, max: usize::MAX } => self.say(path, format!("list of {min} or more")),
            Shape::List { min, max } => self.say(path, format!("list of {min} to {max}")),
            Shape::Tuple(items) => {
                self.say(path, format!("tuple of {}", items.len()));
                self.each(items.iter().copied(), |index| format!("{path}.{index}"));
            }
            Shape::Map(values) => {
                self.say(path, "map");
                self.shape(&format!("{path}.*"), values);
            }
            Shape::Fields(fields) => self.fields(path, fields),
            Shape::OneOf(shapes) => {
                self.say(path, format!("one of {} shapes", shapes.len()));
                self.each(shapes.iter(), |index| format!("{path}|{index}"));
            }
            Shape::Same(shape) => self.shape(path, shape),
            Shape::FromBuffer(shape) => {
                self.say(path, "read from a buffer");
                self.shape(path, shape);
            }
        }
    }

    fn each(&mut self, shapes: impl Iterator<Item = Shape>, path: impl Fn(usize) -> String) {
        shapes.enumerate().for_each(|(index, shape)| self.shape(&path(index), &shape));
    }

    fn fields(&mut self, path: &str, fields: &Fields) {
        self.say(path, "fields");
        match fields.others {
            Others::Ignored => {}
            Others::Denied => self.say(path, "denies unknown entries"),
            Others::Single => self.say(path, "exactly one entry"),
        }
        if !fields.from_list {
            self.say(path, "not read from a list");
        }
        fields.own.iter().for_each(|entry| self.entry(path, entry));
        self.each(fields.flattened.iter().copied(), |index| format!("{path}+{index}"));
    }

    fn entry(&mut self, parent: &str, entry: &Field) {
        let path = &format!("{parent}{}", key(entry.written));
        self.say(path, if entry.required { "required" } else { "optional" });
        if entry.read().is_empty() {
            self.say(path, "not read");
        } else if entry.read() != [entry.written] {
            entry.read().iter().for_each(|name| self.say(path, format!("read as {name:?}")));
        }
        self.shape(path, &entry.shape);
    }
}

/// A name as a step of a path.
fn key(name: &str) -> String {
    let is_word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_word { format!(".{name}") } else { format!("[{name:?}]") }
}

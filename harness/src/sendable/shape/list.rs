//! A shape as text, one fact a line.
//!
//! `wirecheck-model` writes what it knows of a type from its source in the same words.

use super::{Field, Fields, Others, Shape};
use serde::{Deserialize, Serialize};
use std::fmt::{self, Display, Formatter};

/// One thing that a [`Shape`] says, and about which part of a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Fact {
    /// The part: `$` is the whole value, `$.name` an entry, `$.0` an item of a tuple, `$.*` the values of a map, `$|0` the
    /// first of several forms, `$+0` the first flattened field.
    pub path: String,
    /// What is true of it.
    pub what: String,
}

impl Display for Fact {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        write!(out, "{}: {}", self.path, self.what)
    }
}

/// One [`Fact`] a line.
impl Display for Shape {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.facts().iter().try_for_each(|fact| writeln!(out, "{fact}"))
    }
}

impl Shape {
    /// All that it says, from the outside in. Two shapes with the same facts are the same.
    ///
    /// ```
    /// use serde::{Deserialize, Serialize};
    /// use wirecheck::{Bincode, Sendable};
    ///
    /// #[derive(Serialize, Deserialize, Sendable)]
    /// struct Job {
    ///     name: String,
    ///     #[serde(default)]
    ///     retries: u8,
    /// }
    ///
    /// let facts = <Job as Sendable<Bincode>>::SHAPE.facts();
    /// let lines: Vec<String> = facts.iter().map(ToString::to_string).collect();
    /// assert_eq!(
    ///     lines,
    ///     [
    ///         "$: fields",
    ///         "$.name: required",
    ///         "$.name: text",
    ///         "$.retries: optional",
    ///         "$.retries: integer 0..=255",
    ///     ]
    /// );
    /// ```
    pub fn facts(&self) -> Vec<Fact> {
        let mut list = List::default();
        list.shape("$", self);
        list.facts
    }
}

#[derive(Default)]
struct List {
    facts: Vec<Fact>,
}

impl List {
    fn say(&mut self, path: &str, what: impl Into<String>) {
        self.facts.push(Fact { path: path.to_owned(), what: what.into() });
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
                self.each(items, |index| format!("{path}.{index}"));
            }
            Shape::Map(values) => {
                self.say(path, "map");
                self.shape(&format!("{path}.*"), values);
            }
            Shape::Fields(fields) => self.fields(path, fields),
            Shape::OneOf(shapes) => {
                self.say(path, format!("one of {} shapes", shapes.len()));
                self.each(shapes, |index| format!("{path}|{index}"));
            }
            Shape::Same(shape) => self.shape(path, shape),
            Shape::Buffered(shape) => {
                self.say(path, "read from a buffer");
                self.shape(path, shape);
            }
        }
    }

    fn each(&mut self, shapes: &[Shape], path: impl Fn(usize) -> String) {
        shapes.iter().enumerate().for_each(|(index, shape)| self.shape(&path(index), shape));
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
        self.each(fields.flattened, |index| format!("{path}+{index}"));
    }

    fn entry(&mut self, parent: &str, entry: &Field) {
        let path = &format!("{parent}{}", key(entry.written));
        self.say(path, if entry.required { "required" } else { "optional" });
        if entry.read.is_empty() {
            self.say(path, "not read");
        } else if entry.read != [entry.written] {
            entry.read.iter().for_each(|name| self.say(path, format!("read as {name:?}")));
        }
        self.shape(path, &entry.shape);
    }
}

/// A name as a step of a path.
fn key(name: &str) -> String {
    let is_word = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    if is_word { format!(".{name}") } else { format!("[{name:?}]") }
}

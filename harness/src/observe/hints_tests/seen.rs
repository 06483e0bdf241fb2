//! What a deserializer gives to a visitor that takes everything.

use super::samples::{type_name, variant_name};
use crate::observe::hints::{ANYTHING, BUFFERED, IGNORED};
use crate::observe::node::{Node, VariantKind};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use std::cell::RefCell;
use std::fmt;

/// What was given, as far as visitors tell it apart.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Seen {
    Nothing,
    Bool(bool),
    Integer(String),
    Float(u64),
    /// A char, too: a visitor that takes text of one character takes a char.
    Text(Vec<u8>),
    Bytes(Vec<u8>),
    Some(Box<Seen>),
    List(Vec<Seen>),
    Entries(Vec<(Seen, Seen)>),
    Variant(Vec<u8>, Box<Seen>),
}

/// One question, and what the value looks like, so that its parts can be asked for.
#[derive(Clone)]
pub(super) struct Asked {
    read: &'static str,
    /// As its type would ask for it, once without what this kind does not see.
    like: Node,
}

impl Asked {
    pub(super) fn new(read: &'static str, written: &Node) -> Self {
        Self { read, like: like(read, written) }
    }

    /// A part, asked for as what it is.
    fn part(node: &Node) -> Self {
        Self { read: node.kind(), like: node.clone() }
    }

    fn parts(&self) -> Vec<Node> {
        match &self.like {
            Node::List(items) | Node::Tuple(items) => items.clone(),
            Node::Bytes(bytes) => bytes.iter().map(|byte| Node::U8(*byte)).collect(),
            Node::Map(entries) => entries.iter().map(|(_, value)| value.clone()).collect(),
            Node::Struct(fields) => fields.iter().map(|(_, value)| value.clone()).collect(),
            _ => vec![],
        }
    }

    fn at(&self, index: usize) -> Self {
        if self.read == ANYTHING {
            let like = self.parts().get(index).cloned().unwrap_or(Node::Unit);
            return Self { read: ANYTHING, like };
        }
        self.parts().get(index).map_or_else(|| Self::part(&Node::U8(0)), Self::part)
    }

    fn inner(&self) -> Self {
        match &self.like {
            Node::Newtype(inner) | Node::Some(inner) => Self::part(inner),
            other => Self::part(other),
        }
    }
}

/// What a type of the kind that is asked for expects: for a newtype and an option, what is within.
fn like(read: &str, written: &Node) -> Node {
    match (read, written) {
        ("a newtype", Node::Newtype(_)) | ("an option", Node::Some(_) | Node::None) => written.clone(),
        ("a newtype", other) => Node::Newtype(Box::new(other.clone())),
        ("an option", other) => Node::Some(Box::new(other.clone())),
        (_, Node::Newtype(inner) | Node::Some(inner)) => (**inner).clone(),
        (_, other) => other.clone(),
    }
}

thread_local! {
    /// For [`Read`], which is a type and no seed.
    static ASKED: RefCell<Option<Asked>> = const { RefCell::new(None) };
}

/// Reads with this question.
pub(super) fn reading<R>(asked: Asked, read: impl FnOnce() -> R) -> R {
    ASKED.set(Some(asked));
    read()
}

/// The answer to the question of [`reading`].
#[derive(Debug)]
pub(super) struct Read(pub(super) Seen);

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let asked = ASKED.take().ok_or_else(|| D::Error::custom("nothing is asked"))?;
        asked.deserialize(deserializer).map(Self)
    }
}

/// Reads through serde's buffer.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum ThroughBuffer {
    It(Read),
}

impl<'de> DeserializeSeed<'de> for Asked {
    type Value = Seen;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen, D::Error> {
        if self.read == BUFFERED {
            reading(Self { read: ANYTHING, ..self }, || {
                ThroughBuffer::deserialize(deserializer).map(|ThroughBuffer::It(Read(seen))| seen)
            })
        } else {
            self.ask(deserializer)
        }
    }
}

impl Asked {
    fn ask<'de, D: Deserializer<'de>>(self, deserializer: D) -> Result<Seen, D::Error> {
        let count = self.parts().len();
        match self.read {
            "a bool" => deserializer.deserialize_bool(self),
            "an i8" => deserializer.deserialize_i8(self),
            "an i16" => deserializer.deserialize_i16(self),
            "an i32" => deserializer.deserialize_i32(self),
            "an i64" => deserializer.deserialize_i64(self),
            "an i128" => deserializer.deserialize_i128(self),
            "a u8" => deserializer.deserialize_u8(self),
            "a u16" => deserializer.deserialize_u16(self),
            "a u32" => deserializer.deserialize_u32(self),
            "a u64" => deserializer.deserialize_u64(self),
            "a u128" => deserializer.deserialize_u128(self),
            "an f32" => deserializer.deserialize_f32(self),
            "an f64" => deserializer.deserialize_f64(self),
            "a char" => deserializer.deserialize_char(self),
            "text" => deserializer.deserialize_string(self),
            "bytes" => deserializer.deserialize_byte_buf(self),
            "`()`" => deserializer.deserialize_unit(self),
            "a unit struct" => deserializer.deserialize_unit_struct(type_name(), self),
            "an option" => deserializer.deserialize_option(self),
            "a newtype" => deserializer.deserialize_newtype_struct(type_name(), self),
            "a list" => deserializer.deserialize_seq(self),
            "a tuple" => deserializer.deserialize_tuple(count, self),
            "a map" => deserializer.deserialize_map(self),
            "a struct" => deserializer.deserialize_struct(type_name(), &["a", "b"], self),
            "a name" => deserializer.deserialize_identifier(self),
            ANYTHING => deserializer.deserialize_any(self),
            IGNORED => deserializer.deserialize_ignored_any(IgnoredAny).map(|IgnoredAny| Seen::Nothing),
            _ => deserializer.deserialize_enum(type_name(), Box::leak(Box::new([variant_name()])), self),
        }
    }
}

macro_rules! integers {
    ($($name:ident: $type:ty;)*) => {$(
        fn $name<E: Error>(self, value: $type) -> Result<Seen, E> {
            Ok(Seen::Integer(value.to_string()))
        }
    )*};
}

impl<'de> Visitor<'de> for Asked {
    type Value = Seen;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    integers! {
        visit_i8: i8;
        visit_i16: i16;
        visit_i32: i32;
        visit_i64: i64;
        visit_i128: i128;
        visit_u8: u8;
        visit_u16: u16;
        visit_u32: u32;
        visit_u64: u64;
        visit_u128: u128;
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Seen, E> {
        Ok(Seen::Bool(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Seen, E> {
        // Kept in the buffer until somebody asks for what was written.
        let is_single = matches!((self.read, &self.like), (ANYTHING, Node::F32(_)));
        Ok(Seen::Float(if is_single { f64::from(value as f32).to_bits() } else { value.to_bits() }))
    }

    fn visit_char<E: Error>(self, value: char) -> Result<Seen, E> {
        // The visitor of text does not take a char.
        if self.read == "text" {
            return Err(E::custom("a char and no text"));
        }
        Ok(Seen::Text(value.to_string().into_bytes()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Seen, E> {
        match self.read {
            // One character is all that the visitor of a char takes.
            "a char" if value.chars().count() != 1 => Err(E::custom("text and no char")),
            "bytes" => Ok(Seen::Bytes(value.into())),
            _ => Ok(Seen::Text(value.into())),
        }
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<Seen, E> {
        match self.read {
            "a list" | "a tuple" => Err(E::custom("bytes and no list")),
            "text" | "a name" => {
                std::str::from_utf8(value).map(|text| Seen::Text(text.into())).map_err(E::custom)
            }
            _ => Ok(Seen::Bytes(value.into())),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Seen, E> {
        Ok(Seen::Nothing)
    }

    fn visit_none<E: Error>(self) -> Result<Seen, E> {
        Ok(Seen::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Seen, D::Error> {
        if self.read == ANYTHING {
            return self.deserialize(inner);
        }
        self.inner().deserialize(inner).map(|seen| Seen::Some(Box::new(seen)))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Seen, D::Error> {
        match self.read {
            ANYTHING => self.deserialize(inner),
            "a newtype" => self.inner().deserialize(inner),
            _ => Err(D::Error::custom("a newtype and nothing else")),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Seen, A::Error> {
        if matches!(self.read, "a newtype" | "a map" | "`()`" | "a unit struct") {
            return Err(A::Error::custom("a list and nothing else"));
        }
        let mut seen = Vec::new();
        // A tuple or struct takes as many as it has.
        let most = if matches!(self.read, "a tuple" | "a struct") { self.parts().len() } else { usize::MAX };
        while seen.len() < most
            && let Some(part) = parts.next_element_seed(self.at(seen.len()))?
        {
            seen.push(part);
        }
        let bytes =
            || seen.iter().map(|part| if let Seen::Integer(byte) = part { byte.parse().ok() } else { None });
        match (self.read, bytes().collect::<Option<Vec<u8>>>()) {
            // Whoever takes bytes takes a list of them.
            ("bytes" | ANYTHING, Some(bytes)) => Ok(Seen::Bytes(bytes)),
            // In the order of the fields.
            ("a struct", _) => Ok(Seen::Entries(
                ["a", "b"].into_iter().map(|name| Seen::Text(name.into())).zip(seen).collect(),
            )),
            _ => Ok(Seen::List(seen)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut parts: A) -> Result<Seen, A::Error> {
        if matches!(self.read, "a list" | "a tuple" | "a newtype" | "`()`" | "a unit struct") {
            return Err(A::Error::custom("a map and nothing else"));
        }
        let key = || Self { read: if self.read == "a struct" { "a name" } else { "text" }, like: Node::Unit };
        let key = || if self.read == ANYTHING { self.at(0) } else { key() };
        let mut seen = Vec::new();
        while let Some(name) = parts.next_key_seed(key())? {
            seen.push((name, parts.next_value_seed(self.at(seen.len()))?));
        }
        Ok(Seen::Entries(seen))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Seen, A::Error> {
        let name = Self { read: "a name", like: Node::Unit };
        let (name, content) = data.variant_seed(name)?;
        // In formats without names it is the number.
        let name = match name {
            Seen::Integer(number) if number == "0" => variant_name().into(),
            Seen::Text(name) => name,
            other => return Err(A::Error::custom(format_args!("{other:?} is no variant"))),
        };
        let parts = match &self.like {
            Node::Variant(_, _, _, content) => (**content).clone(),
            Node::Map(entries) => entries.first().map_or(Node::Unit, |(_, value)| value.clone()),
            Node::Struct(fields) => fields.first().map_or(Node::Unit, |(_, value)| value.clone()),
            _ => Node::Unit,
        };
        let kind = match (self.read, &self.like) {
            ("a newtype variant", _) | (_, Node::Map(_) | Node::Struct(_)) => VariantKind::Newtype,
            ("a tuple variant", _) => VariantKind::Tuple,
            ("a struct variant", _) => VariantKind::Struct,
            _ => VariantKind::Unit,
        };
        let part = |read| Self { read, like: parts.clone() };
        let count = part("").parts().len();
        let content = match kind {
            VariantKind::Unit => content.unit_variant().map(|()| Seen::Nothing)?,
            VariantKind::Newtype => content.newtype_variant_seed(Self::part(&parts))?,
            VariantKind::Tuple => content.tuple_variant(count, part("a tuple"))?,
            VariantKind::Struct => content.struct_variant(&["a", "b"], part("a struct"))?,
        };
        Ok(Seen::Variant(name, Box::new(content)))
    }
}

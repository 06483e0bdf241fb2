//! A deserializer that reads [`Node`]s and notes what it is asked.
//!
//! Where something else was written than is asked for, it answers as most formats do, and notes the pair.

use super::ask::{Ask, ObserveError};
use super::hints::{self, ANYTHING, BUFFERED, IGNORED};
use super::log::AskLog;
use super::node::{Node, VariantKind};
use super::parts::{Entries, Entry, Fields, Items, Positions, Variant};
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, IntoDeserializer, Visitor};

pub(super) type Result<T> = std::result::Result<T, ObserveError>;

#[derive(Clone, Copy)]
pub(super) struct NodeReader<'a> {
    pub(super) node: &'a Node,
    pub(super) log: &'a AskLog,
    pub(super) is_text: bool,
}

impl<'a> NodeReader<'a> {
    pub(super) fn of(self, node: &'a Node) -> Self {
        Self { node, ..self }
    }

    fn note(self, read: &'static str) {
        self.log.note(Ask::OtherKind { written: self.node.kind(), read });
    }

    /// Answers as a self-describing format does.
    fn answer<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.node {
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::I8(value) => visitor.visit_i8(*value),
            Node::I16(value) => visitor.visit_i16(*value),
            Node::I32(value) => visitor.visit_i32(*value),
            Node::I64(value) => visitor.visit_i64(*value),
            Node::I128(value) => visitor.visit_i128(*value),
            Node::U8(value) => visitor.visit_u8(*value),
            Node::U16(value) => visitor.visit_u16(*value),
            Node::U32(value) => visitor.visit_u32(*value),
            Node::U64(value) => visitor.visit_u64(*value),
            Node::U128(value) => visitor.visit_u128(*value),
            Node::F32(bits) => visitor.visit_f32(f32::from_bits(*bits)),
            Node::F64(bits) => visitor.visit_f64(f64::from_bits(*bits)),
            Node::Char(value) => visitor.visit_char(*value),
            Node::Text(value) => visitor.visit_str(value),
            Node::Bytes(value) => visitor.visit_bytes(value),
            Node::Unit | Node::UnitStruct => visitor.visit_unit(),
            Node::None => visitor.visit_none(),
            Node::Some(value) => visitor.visit_some(self.of(value)),
            Node::Newtype(value) => visitor.visit_newtype_struct(self.of(value)),
            Node::List(items) | Node::Tuple(items) => visitor.visit_seq(Items::new(self, items)),
            Node::Map(entries) => visitor.visit_map(Entries::new(self, entries)),
            Node::Struct(fields) => visitor.visit_map(Fields::new(self, fields)),
            Node::Variant(_, name, VariantKind::Unit, _) => visitor.visit_str(name),
            // As JSON, CBOR, MessagePack and this crate's RON do: serde's buffer does not take an enum.
            Node::Variant(_, name, kind, content) => {
                visitor.visit_map(Entry::new(self, name, *kind, content))
            }
        }
    }

    /// Answers where a kind is asked for that was not written.
    fn other<'de, V: Visitor<'de>>(self, read: &'static str, visitor: V) -> Result<V::Value> {
        match (self.node, read) {
            (Node::Char(value), "text" | "bytes" | "a name") => {
                self.note(read);
                visitor.visit_str(value.encode_utf8(&mut [0; 4]))
            }
            (Node::Bytes(bytes), "a list" | "a tuple") => {
                self.note(read);
                let bytes: Vec<_> = bytes.iter().map(|byte| Node::U8(*byte)).collect();
                visitor.visit_seq(Items::new(self, &bytes))
            }
            (Node::Struct(fields), "a list" | "a tuple") => {
                self.note(read);
                visitor.visit_seq(Positions::new(self, fields))
            }
            (Node::None, "an option" | "`()`" | "a unit struct") => {
                self.note(read);
                visitor.visit_unit()
            }
            _ => {
                self.note(read);
                self.answer(visitor)
            }
        }
    }

    pub(super) fn compare_fields(self, fields: &'a [(&'static str, Node)], read: &'static [&'static str]) {
        let written: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
        // Missing ones were noted as skipped when the value was written.
        let is_known = written.iter().all(|name| read.contains(name));
        if !is_known || (written.len() == read.len() && written != read) {
            self.log.note(Ask::FieldNames { written, read: read.to_vec() });
        }
    }

    /// Notes it if the reader finds another variant under the number.
    fn compare_variants(self, index: u32, name: &'static str, names: &'static [&'static str]) {
        let read = usize::try_from(index).ok().and_then(|index| names.get(index).copied());
        if read == Some(name) {
            return;
        }
        self.log.note(if names.contains(&name) {
            Ask::VariantNumber { written: name, read }
        } else {
            Ask::VariantName { written: name, read }
        });
    }

    /// Notes that the reader takes whatever it is given.
    fn ask_anything(self, read: &'static str) {
        let formats = hints::formats(self.node.kind(), read);
        let capability = hints::capability(&formats);
        if capability.is_some() {
            self.log.note(Ask::SelfDescribing);
        }
        // Not every self-describing format has the answer.
        if capability != Some("SelfDescribing") {
            self.note(read);
        }
    }
}

/// Asked for one kind: the node is of it, or that is noted. Most formats write a newtype and a `Some` as what is in them.
macro_rules! kinds {
    ($($name:ident($($argument:ident: $ty:ty),*) wants $pattern:pat, $words:literal;)*) => {$(
        fn $name<V: Visitor<'de>>(self, $($argument: $ty,)* visitor: V) -> Result<V::Value> {
            match self.node {
                $pattern => self.answer(visitor),
                Node::Newtype(inner) | Node::Some(inner) => {
                    self.note($words);
                    self.of(inner).$name($($argument,)* visitor)
                }
                _ => self.other($words, visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for NodeReader<'_> {
    type Error = ObserveError;

    kinds! {
        deserialize_bool() wants Node::Bool(_), "a bool";
        deserialize_i8() wants Node::I8(_), "an i8";
        deserialize_i16() wants Node::I16(_), "an i16";
        deserialize_i32() wants Node::I32(_), "an i32";
        deserialize_i64() wants Node::I64(_), "an i64";
        deserialize_i128() wants Node::I128(_), "an i128";
        deserialize_u8() wants Node::U8(_), "a u8";
        deserialize_u16() wants Node::U16(_), "a u16";
        deserialize_u32() wants Node::U32(_), "a u32";
        deserialize_u64() wants Node::U64(_), "a u64";
        deserialize_u128() wants Node::U128(_), "a u128";
        deserialize_f32() wants Node::F32(_), "an f32";
        deserialize_f64() wants Node::F64(_), "an f64";
        deserialize_char() wants Node::Char(_), "a char";
        deserialize_str() wants Node::Text(_), "text";
        deserialize_string() wants Node::Text(_), "text";
        deserialize_bytes() wants Node::Bytes(_), "bytes";
        deserialize_byte_buf() wants Node::Bytes(_), "bytes";
        deserialize_unit() wants Node::Unit, "`()`";
        deserialize_unit_struct(name: &'static str) wants Node::UnitStruct, "a unit struct";
        deserialize_seq() wants Node::List(_), "a list";
        deserialize_tuple(len: usize) wants Node::Tuple(_), "a tuple";
        deserialize_tuple_struct(name: &'static str, len: usize) wants Node::Tuple(_), "a tuple";
        deserialize_map() wants Node::Map(_), "a map";
        deserialize_identifier() wants Node::Text(_), "a name";
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.ask_anything(if fills_buffer::<V::Value>() { BUFFERED } else { ANYTHING });
        match self.node {
            Node::Newtype(inner) | Node::Some(inner) => self.of(inner).deserialize_any(visitor),
            _ => self.answer(visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.ask_anything(IGNORED);
        // What is within is skipped with it.
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value> {
        match self.node {
            Node::Newtype(_) => self.answer(visitor),
            Node::Some(inner) => {
                self.note("a newtype");
                self.of(inner).deserialize_newtype_struct(name, visitor)
            }
            _ => {
                self.note("a newtype");
                visitor.visit_newtype_struct(self)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.node {
            Node::None | Node::Some(_) => self.answer(visitor),
            Node::Unit | Node::UnitStruct => self.other("an option", visitor),
            _ => {
                self.note("an option");
                visitor.visit_some(self)
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.node {
            Node::Struct(fields) => {
                self.compare_fields(fields, names);
                self.answer(visitor)
            }
            Node::Newtype(inner) | Node::Some(inner) => {
                self.note("a struct");
                self.of(inner).deserialize_struct(name, names, visitor)
            }
            _ => self.other("a struct", visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.node {
            Node::Variant(index, variant, kind, content) => {
                self.compare_variants(*index, variant, names);
                visitor.visit_enum(Variant::new(self, variant, *kind, content))
            }
            Node::Text(text) => {
                self.note("a variant");
                visitor.visit_enum(text.as_str().into_deserializer())
            }
            Node::Map(entries) => {
                self.note("a variant");
                visitor.visit_enum(MapAccessDeserializer::new(Entries::new(self, entries)))
            }
            Node::Struct(fields) => {
                self.note("a variant");
                visitor.visit_enum(MapAccessDeserializer::new(Fields::new(self, fields)))
            }
            Node::Newtype(inner) | Node::Some(inner) => {
                self.note("a variant");
                self.of(inner).deserialize_enum(name, names, visitor)
            }
            _ => self.other("a variant", visitor),
        }
    }

    fn is_human_readable(&self) -> bool {
        self.is_text
    }
}

/// Whether a visitor of this value fills serde's buffer, which some formats treat in its own way.
fn fills_buffer<T>() -> bool {
    // Neither type has a public name.
    let name = std::any::type_name::<T>().split('<').next().unwrap_or_default();
    name.starts_with("serde") && (name.ends_with("::Content") || name.ends_with("::TagOrContent"))
}

//! A deserializer that reads [`Node`]s and notes what it is asked.

use super::ask::{Ask, ObserveError};
use super::log::AskLog;
use super::node::{Content, Node};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StrDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

type Result<T> = std::result::Result<T, ObserveError>;

#[derive(Clone, Copy)]
pub(super) struct NodeReader<'a> {
    pub(super) node: &'a Node,
    pub(super) log: &'a AskLog,
    pub(super) is_text: bool,
}

impl<'a> NodeReader<'a> {
    fn of(self, node: &'a Node) -> Self {
        Self { node, ..self }
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
            Node::List(items) | Node::Tuple(items) => visitor.visit_seq(Items { reader: self, items, at: 0 }),
            Node::Map(entries) => visitor.visit_map(Entries { reader: self, entries, at: 0 }),
            Node::Struct(fields) => visitor.visit_map(Fields { reader: self, fields, at: 0 }),
            Node::Variant(_, name, Content::Unit) => visitor.visit_str(name),
            Node::Variant(_, name, content) => visitor.visit_enum(Variant { reader: self, name, content }),
        }
    }

    /// Notes that something else was written, and answers nevertheless.
    fn other<'de, V: Visitor<'de>>(self, read: &'static str, visitor: V) -> Result<V::Value> {
        self.log.note(Ask::OtherKind { written: self.node.kind(), read });
        self.answer(visitor)
    }

    fn compare_fields(self, fields: &'a [(&'static str, Node)], read: &'static [&'static str]) {
        let written: Vec<_> = fields.iter().map(|(name, _)| *name).collect();
        // Missing ones were noted as skipped when the value was written.
        let is_known = written.iter().all(|name| read.contains(name));
        if !is_known || (written.len() == read.len() && written != read) {
            self.log.note(Ask::FieldNames { written, read: read.to_vec() });
        }
    }
}

/// Asked for one kind: the node is of it, or that is noted.
macro_rules! kinds {
    ($($name:ident($($argument:ident: $ty:ty),*) wants $pattern:pat, $words:literal;)*) => {$(
        fn $name<V: Visitor<'de>>(self, $($argument: $ty,)* visitor: V) -> Result<V::Value> {
            match self.node {
                $pattern => self.answer(visitor),
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
        deserialize_unit_struct(_name: &'static str) wants Node::UnitStruct, "a unit struct";
        deserialize_newtype_struct(_name: &'static str) wants Node::Newtype(_), "a newtype";
        deserialize_seq() wants Node::List(_), "a list";
        deserialize_tuple(_len: usize) wants Node::Tuple(_), "a tuple";
        deserialize_tuple_struct(_name: &'static str, _len: usize) wants Node::Tuple(_), "a tuple";
        deserialize_map() wants Node::Map(_), "a map";
        deserialize_identifier() wants Node::Text(_), "a name";
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.log.note(Ask::SelfDescribing);
        self.answer(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value> {
        match self.node {
            Node::None | Node::Some(_) => self.answer(visitor),
            Node::Unit | Node::UnitStruct => self.other("an option", visitor),
            written => {
                self.log.note(Ask::OtherKind { written: written.kind(), read: "an option" });
                visitor.visit_some(self)
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.node {
            Node::Struct(fields) => {
                self.compare_fields(fields, names);
                self.answer(visitor)
            }
            _ => self.other("a struct", visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value> {
        match self.node {
            Node::Variant(index, name, content) => {
                let read = usize::try_from(*index).ok().and_then(|index| names.get(index).copied());
                if read != Some(*name) {
                    self.log.note(Ask::VariantName { written: name, read });
                }
                visitor.visit_enum(Variant { reader: self, name, content })
            }
            Node::Text(text) => {
                self.log.note(Ask::OtherKind { written: "text", read: "a variant" });
                visitor.visit_enum(text.as_str().into_deserializer())
            }
            _ => self.other("a variant", visitor),
        }
    }

    fn is_human_readable(&self) -> bool {
        self.is_text
    }
}

struct Items<'a> {
    reader: NodeReader<'a>,
    items: &'a [Node],
    at: usize,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = ObserveError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some(item) = self.items.get(self.at) else { return Ok(None) };
        let step = format!("[{}]", self.at);
        self.at += 1;
        let reader = self.reader.of(item);
        reader.log.at(step, || seed.deserialize(reader)).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len() - self.at)
    }
}

struct Entries<'a> {
    reader: NodeReader<'a>,
    entries: &'a [(Node, Node)],
    at: usize,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = ObserveError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some((key, _)) = self.entries.get(self.at) else { return Ok(None) };
        let reader = self.reader.of(key);
        reader.log.at(format!("[key {}]", self.at), || seed.deserialize(reader)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let Some((_, value)) = self.entries.get(self.at) else {
            return Err(Error::custom("a value was asked for after the last key"));
        };
        let (reader, step) = (self.reader.of(value), format!("[{}]", self.at));
        self.at += 1;
        reader.log.at(step, || seed.deserialize(reader))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len() - self.at)
    }
}

struct Fields<'a> {
    reader: NodeReader<'a>,
    fields: &'a [(&'static str, Node)],
    at: usize,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = ObserveError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some((name, _)) = self.fields.get(self.at) else { return Ok(None) };
        let name: StrDeserializer<'_, ObserveError> = (*name).into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let Some((name, value)) = self.fields.get(self.at) else {
            return Err(Error::custom("a value was asked for after the last field"));
        };
        self.at += 1;
        let reader = self.reader.of(value);
        reader.log.at(format!(".{name}"), || seed.deserialize(reader))
    }
}

struct Variant<'a> {
    reader: NodeReader<'a>,
    name: &'static str,
    content: &'a Content,
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = ObserveError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        let name: StrDeserializer<'_, ObserveError> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl Variant<'_> {
    fn wrong<T>(&self) -> Result<T> {
        Err(Error::custom(format_args!("the variant `{}` has other content than is asked for", self.name)))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = ObserveError;

    fn unit_variant(self) -> Result<()> {
        if matches!(self.content, Content::Unit) { Ok(()) } else { self.wrong() }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        let Content::Newtype(node) = self.content else { return self.wrong() };
        let reader = self.reader.of(node);
        reader.log.at(format!("::{}", self.name), || seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        let Content::Tuple(items) = self.content else { return self.wrong() };
        let items = SeqAccessDeserializer::new(Items { reader: self.reader, items, at: 0 });
        items.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value> {
        let Content::Struct(fields) = self.content else { return self.wrong() };
        self.reader.compare_fields(fields, names);
        let fields = MapAccessDeserializer::new(Fields { reader: self.reader, fields, at: 0 });
        fields.deserialize_map(visitor)
    }
}

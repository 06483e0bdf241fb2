//! The parts of a [`Node`], as a visitor reads them.

use super::ask::{Ask, ObserveError};
use super::node::{Node, VariantKind};
use super::read::{NodeReader, Result};
use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

/// A name, to be read as text.
fn name_of(name: &str) -> StrDeserializer<'_, ObserveError> {
    name.into_deserializer()
}

/// The elements of a list or tuple.
pub(super) struct Items<'a> {
    reader: NodeReader<'a>,
    items: &'a [Node],
    at: usize,
}

impl<'a> Items<'a> {
    pub(super) fn new(reader: NodeReader<'a>, items: &'a [Node]) -> Self {
        Self { reader, items, at: 0 }
    }
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

/// The entries of a map.
pub(super) struct Entries<'a> {
    reader: NodeReader<'a>,
    entries: &'a [(Node, Node)],
    at: usize,
}

impl<'a> Entries<'a> {
    pub(super) fn new(reader: NodeReader<'a>, entries: &'a [(Node, Node)]) -> Self {
        Self { reader, entries, at: 0 }
    }
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

/// The fields of a struct, with their names.
pub(super) struct Fields<'a> {
    reader: NodeReader<'a>,
    fields: &'a [(&'static str, Node)],
    at: usize,
}

impl<'a> Fields<'a> {
    pub(super) fn new(reader: NodeReader<'a>, fields: &'a [(&'static str, Node)]) -> Self {
        Self { reader, fields, at: 0 }
    }

    /// The next field and where it is.
    fn next(&mut self) -> Option<(NodeReader<'a>, String)> {
        let (name, value) = self.fields.get(self.at)?;
        self.at += 1;
        Some((self.reader.of(value), format!(".{name}")))
    }
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = ObserveError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        let Some((name, _)) = self.fields.get(self.at) else { return Ok(None) };
        seed.deserialize(name_of(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let Some((reader, step)) = self.next() else {
            return Err(Error::custom("a value was asked for after the last field"));
        };
        reader.log.at(step, || seed.deserialize(reader))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.fields.len() - self.at)
    }
}

/// The fields of a struct, in their order.
pub(super) struct Positions<'a>(Fields<'a>);

impl<'a> Positions<'a> {
    pub(super) fn new(reader: NodeReader<'a>, fields: &'a [(&'static str, Node)]) -> Self {
        Self(Fields::new(reader, fields))
    }
}

impl<'de> SeqAccess<'de> for Positions<'_> {
    type Error = ObserveError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>> {
        let Some((reader, step)) = self.0.next() else { return Ok(None) };
        reader.log.at(step, || seed.deserialize(reader)).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        MapAccess::size_hint(&self.0)
    }
}

/// A variant as a map with its name as the only key.
pub(super) struct Entry<'a> {
    content: Option<NodeReader<'a>>,
    name: Option<&'static str>,
    step: String,
}

impl<'a> Entry<'a> {
    pub(super) fn new(
        reader: NodeReader<'a>,
        name: &'static str,
        kind: VariantKind,
        content: &'a Node,
    ) -> Self {
        let step = step(name, kind);
        Self { content: Some(reader.of(content)), name: Some(name), step }
    }
}

impl<'de> MapAccess<'de> for Entry<'_> {
    type Error = ObserveError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>> {
        self.name.take().map(|name| seed.deserialize(name_of(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value> {
        let Some(reader) = self.content.take() else {
            return Err(Error::custom("a value was asked for after the only key"));
        };
        reader.log.at(std::mem::take(&mut self.step), || seed.deserialize(reader))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.content.is_some().into())
    }
}

/// The step into a variant: the parts of a tuple or struct have steps of their own.
fn step(name: &str, kind: VariantKind) -> String {
    if kind == VariantKind::Newtype { format!("::{name}") } else { String::new() }
}

/// A variant with its content.
pub(super) struct Variant<'a> {
    content: NodeReader<'a>,
    name: &'static str,
    kind: VariantKind,
}

impl<'a> Variant<'a> {
    pub(super) fn new(
        reader: NodeReader<'a>,
        name: &'static str,
        kind: VariantKind,
        content: &'a Node,
    ) -> Self {
        Self { content: reader.of(content), name, kind }
    }

    /// Notes it if another kind of variant was written.
    fn asked(&self, read: VariantKind) {
        if self.kind != read {
            self.content.log.note(Ask::OtherKind { written: self.kind.name(), read: read.name() });
        }
    }

    fn read<R>(self, read: impl FnOnce(NodeReader<'a>) -> Result<R>) -> Result<R> {
        self.content.log.at(step(self.name, self.kind), || read(self.content))
    }
}

impl<'de> EnumAccess<'de> for Variant<'_> {
    type Error = ObserveError;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self)> {
        Ok((seed.deserialize(name_of(self.name))?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_> {
    type Error = ObserveError;

    fn unit_variant(self) -> Result<()> {
        self.asked(VariantKind::Unit);
        if self.kind == VariantKind::Unit {
            Ok(())
        } else {
            Err(Error::custom(format_args!("the variant `{}` has content, and none is asked for", self.name)))
        }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value> {
        self.asked(VariantKind::Newtype);
        self.read(|content| seed.deserialize(content))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value> {
        self.asked(VariantKind::Tuple);
        self.read(|content| content.deserialize_tuple(len, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value> {
        self.asked(VariantKind::Struct);
        self.read(|content| content.deserialize_struct("", names, visitor))
    }
}

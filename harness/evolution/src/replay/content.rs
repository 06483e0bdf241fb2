//! A value that is kept before its type is known, as serde keeps it for `untagged`, `tag` and `flatten`.

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{
    self, Deserialize, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, Unexpected,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use std::fmt;
use std::marker::PhantomData;

/// What a self-describing format said.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Content {
    Bool(bool),
    Unsigned(u64),
    Signed(i64),
    F32(f32),
    F64(f64),
    Char(char),
    Text(String),
    Bytes(Vec<u8>),
    Unit,
    None,
    Some(Box<Self>),
    Newtype(Box<Self>),
    List(Vec<Self>),
    Map(Vec<(Self, Self)>),
}

impl Content {
    /// The text of a key.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Bytes(bytes) => std::str::from_utf8(bytes).ok(),
            _ => None,
        }
    }

    fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Signed(value) => Unexpected::Signed(*value),
            Self::F32(value) => Unexpected::Float(f64::from(*value)),
            Self::F64(value) => Unexpected::Float(*value),
            Self::Char(value) => Unexpected::Char(*value),
            Self::Text(value) => Unexpected::Str(value),
            Self::Bytes(value) => Unexpected::Bytes(value),
            Self::Unit => Unexpected::Unit,
            Self::None | Self::Some(_) => Unexpected::Option,
            Self::Newtype(_) => Unexpected::NewtypeStruct,
            Self::List(_) => Unexpected::Seq,
            Self::Map(_) => Unexpected::Map,
        }
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Keep)
    }
}

struct Keep;

macro_rules! keep {
    ($($method:ident $type:ty => $kind:ident;)*) => {$(
        fn $method<E>(self, value: $type) -> Result<Content, E> {
            Ok(Content::$kind(value.into()))
        }
    )*};
}

impl<'de> Visitor<'de> for Keep {
    type Value = Content;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    keep! {
        visit_bool bool => Bool;
        visit_i8 i8 => Signed;
        visit_i16 i16 => Signed;
        visit_i32 i32 => Signed;
        visit_i64 i64 => Signed;
        visit_u8 u8 => Unsigned;
        visit_u16 u16 => Unsigned;
        visit_u32 u32 => Unsigned;
        visit_u64 u64 => Unsigned;
        visit_f32 f32 => F32;
        visit_f64 f64 => F64;
        visit_char char => Char;
        visit_str &str => Text;
        visit_string String => Text;
        visit_bytes &[u8] => Bytes;
        visit_byte_buf Vec<u8> => Bytes;
    }

    fn visit_unit<E>(self) -> Result<Content, E> {
        Ok(Content::Unit)
    }

    fn visit_none<E>(self) -> Result<Content, E> {
        Ok(Content::None)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content, D::Error> {
        Content::deserialize(deserializer).map(|inner| Content::Some(Box::new(inner)))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Content, D::Error> {
        Content::deserialize(deserializer).map(|inner| Content::Newtype(Box::new(inner)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Content, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = seq.next_element()? {
            all.push(item);
        }
        Ok(Content::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Content, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = map.next_entry()? {
            all.push(entry);
        }
        Ok(Content::Map(all))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Content, A::Error> {
        Err(de::Error::custom("untagged and internally tagged enums do not support enum input"))
    }
}

/// Reads what was kept.
pub(super) struct Kept<'a, E>(pub(super) &'a Content, PhantomData<E>);

impl<'a, E> Kept<'a, E> {
    pub(super) fn new(content: &'a Content) -> Self {
        Self(content, PhantomData)
    }
}

impl<'a, 'de, E: de::Error> IntoDeserializer<'de, E> for Kept<'a, E> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de, E: de::Error> Deserializer<'de> for Kept<'_, E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Content::Bool(value) => visitor.visit_bool(*value),
            Content::Unsigned(value) => visitor.visit_u64(*value),
            Content::Signed(value) => visitor.visit_i64(*value),
            Content::F32(value) => visitor.visit_f32(*value),
            Content::F64(value) => visitor.visit_f64(*value),
            Content::Char(value) => visitor.visit_char(*value),
            Content::Text(value) => visitor.visit_str(value),
            Content::Bytes(value) => visitor.visit_bytes(value),
            Content::Unit => visitor.visit_unit(),
            Content::None => visitor.visit_none(),
            Content::Some(value) => visitor.visit_some(Self::new(value)),
            Content::Newtype(value) => visitor.visit_newtype_struct(Self::new(value)),
            Content::List(all) => {
                let mut seq = SeqDeserializer::new(all.iter().map(Self::new));
                let value = visitor.visit_seq(&mut seq)?;
                seq.end()?;
                Ok(value)
            }
            Content::Map(all) => {
                let mut map =
                    MapDeserializer::new(all.iter().map(|(key, value)| (Self::new(key), Self::new(value))));
                let value = visitor.visit_map(&mut map)?;
                map.end()?;
                Ok(value)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Content::None => visitor.visit_none(),
            Content::Some(value) => visitor.visit_some(Self::new(value)),
            Content::Unit => visitor.visit_unit(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Content::Newtype(value) => visitor.visit_newtype_struct(Self::new(value)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Content::Unit => visitor.visit_unit(),
            // As serde reads a unit variant next to a tag.
            Content::Map(all) if all.is_empty() => visitor.visit_unit(),
            other => Err(E::invalid_type(other.unexpected(), &visitor)),
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Content::List(all) if all.is_empty() => visitor.visit_unit(),
            _ => self.deserialize_unit(visitor),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.0 {
            Content::Map(all) => match all.as_slice() {
                [(name, content)] => visitor.visit_enum(Told(name, Some(content), PhantomData)),
                _ => Err(E::invalid_value(Unexpected::Map, &"map with a single key")),
            },
            Content::Text(_) => visitor.visit_enum(Told(self.0, None, PhantomData)),
            other => Err(E::invalid_type(other.unexpected(), &"string or map")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf seq tuple tuple_struct map struct
        identifier
    }
}

/// An enum that was kept.
struct Told<'a, E>(&'a Content, Option<&'a Content>, PhantomData<E>);

impl<'a, 'de, E: de::Error> EnumAccess<'de> for Told<'a, E> {
    type Error = E;
    type Variant = Inside<'a, E>;

    fn variant_seed<V: de::DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), E> {
        let name = seed.deserialize(Kept::new(self.0))?;
        Ok((name, Inside(self.1, PhantomData)))
    }
}

struct Inside<'a, E>(Option<&'a Content>, PhantomData<E>);

impl<'de, E: de::Error> VariantAccess<'de> for Inside<'_, E> {
    type Error = E;

    fn unit_variant(self) -> Result<(), E> {
        match self.0 {
            Some(content) => <()>::deserialize(Kept::new(content)),
            None => Ok(()),
        }
    }

    fn newtype_variant_seed<T: de::DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, E> {
        match self.0 {
            Some(content) => seed.deserialize(Kept::new(content)),
            None => Err(E::invalid_type(Unexpected::UnitVariant, &"newtype variant")),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Some(Content::List(all)) => visitor.visit_seq(SeqDeserializer::new(all.iter().map(Kept::new))),
            Some(other) => Err(E::invalid_type(other.unexpected(), &"tuple variant")),
            None => Err(E::invalid_type(Unexpected::UnitVariant, &"tuple variant")),
        }
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Some(content @ (Content::Map(_) | Content::List(_))) => {
                Kept::new(content).deserialize_any(visitor)
            }
            Some(other) => Err(E::invalid_type(other.unexpected(), &"struct variant")),
            None => Err(E::invalid_type(Unexpected::UnitVariant, &"struct variant")),
        }
    }
}

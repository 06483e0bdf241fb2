//! A deserializer for formats that write values one after another, without names or types.
//!
//! The crates have one each. Theirs do not show how far they have read; this one can also be asked for many bytes at once, which
//! is how lists of numbers are read ([`PLAIN`]). The crates still read the single parts.

use super::guard::decode::PLAIN;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

/// Declares or forwards what has no parts.
macro_rules! leaves {
    ($each:ident) => {
        $each! {
            deserialize_bool deserialize_char
            deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
            deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
            deserialize_f32 deserialize_f64
            deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
            deserialize_any deserialize_identifier deserialize_ignored_any
        }
    };
}

macro_rules! declare {
    ($($name:ident)*) => {$(
        fn $name<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Self::Error>;
    )*};
}

macro_rules! forward {
    ($($name:ident)*) => {$(
        #[inline]
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, P::Error> {
            self.0.$name(visitor)
        }
    )*};
}

/// Reads single parts of a value, each where the last one ended.
pub(super) trait PartReader<'de> {
    /// The crate's own.
    type Error: Error;

    leaves!(declare);

    /// Whether an `Option` has a value.
    fn is_some(&mut self) -> Result<bool, Self::Error>;

    /// The number of a variant.
    fn variant(&mut self) -> Result<u32, Self::Error>;

    /// The length of a sequence or map.
    fn length(&mut self) -> Result<usize, Self::Error>;

    /// Whether a sequence may report this number of elements as its length.
    fn reports_length(&mut self, elements: usize) -> bool;

    /// This many bytes, as they are.
    fn take(&mut self, count: usize) -> Result<&'de [u8], Self::Error>;
}

/// Reads one value.
pub(super) struct PositionalReader<'a, P>(pub(super) &'a mut P);

/// A sequence or map that is being read, and the number of parts that are left.
struct OpenParts<'a, P> {
    parts: &'a mut P,
    left: usize,
    reports_length: bool,
}

impl<'a, 'de, P: PartReader<'de>> OpenParts<'a, P> {
    #[inline]
    fn list(parts: &'a mut P, left: usize) -> Self {
        let reports_length = parts.reports_length(left);
        Self { parts, left, reports_length }
    }
}

impl<'de, P: PartReader<'de>> Deserializer<'de> for PositionalReader<'_, P> {
    type Error = P::Error;

    leaves!(forward);

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, P::Error> {
        if self.0.is_some()? { visitor.visit_some(self) } else { visitor.visit_none() }
    }

    #[inline]
    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, P::Error> {
        visitor.visit_unit()
    }

    #[inline]
    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, P::Error> {
        visitor.visit_unit()
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, P::Error> {
        visitor.visit_newtype_struct(self)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, P::Error> {
        let left = self.0.length()?;
        visitor.visit_seq(OpenParts::list(self.0, left))
    }

    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, P::Error> {
        let left = self.0.length()?;
        visitor.visit_map(OpenParts { parts: self.0, left, reports_length: true })
    }

    #[inline]
    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, P::Error> {
        visitor.visit_seq(OpenParts::list(self.0, len))
    }

    #[inline]
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, P::Error> {
        if name == PLAIN {
            return visitor.visit_borrowed_bytes(self.0.take(len)?);
        }
        self.deserialize_tuple(len, visitor)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, P::Error> {
        self.deserialize_tuple(fields.len(), visitor)
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, P::Error> {
        visitor.visit_enum(self)
    }

    #[inline]
    fn is_human_readable(&self) -> bool {
        false
    }
}

impl<'de, P: PartReader<'de>> SeqAccess<'de> for OpenParts<'_, P> {
    type Error = P::Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, P::Error> {
        if self.left == 0 {
            return Ok(None);
        }
        self.left -= 1;
        seed.deserialize(PositionalReader(&mut *self.parts)).map(Some)
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.reports_length.then_some(self.left)
    }
}

impl<'de, P: PartReader<'de>> MapAccess<'de> for OpenParts<'_, P> {
    type Error = P::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, P::Error> {
        self.next_element_seed(seed)
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, P::Error> {
        seed.deserialize(PositionalReader(&mut *self.parts))
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        Some(self.left)
    }
}

impl<'de, P: PartReader<'de>> EnumAccess<'de> for PositionalReader<'_, P> {
    type Error = P::Error;
    type Variant = Self;

    #[inline]
    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), P::Error> {
        let number = self.0.variant()?;
        let value = seed.deserialize(number.into_deserializer())?;
        Ok((value, self))
    }
}

impl<'de, P: PartReader<'de>> VariantAccess<'de> for PositionalReader<'_, P> {
    type Error = P::Error;

    #[inline]
    fn unit_variant(self) -> Result<(), P::Error> {
        Ok(())
    }

    #[inline]
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, P::Error> {
        seed.deserialize(self)
    }

    #[inline]
    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, P::Error> {
        self.deserialize_tuple(len, visitor)
    }

    #[inline]
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, P::Error> {
        self.deserialize_tuple(fields.len(), visitor)
    }
}

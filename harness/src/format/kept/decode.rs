//! A deserializer that forwards everything, and keeps the messages of errors.

use super::KeptError;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use std::fmt;

/// A type whose errors are kept.
pub(in crate::format) struct KeptRead<T>(pub(in crate::format) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for KeptRead<T> {
    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(inner: D) -> Result<Self, D::Error> {
        T::deserialize(Kept(inner)).map(Self).map_err(KeptError::into_inner)
    }
}

/// A deserializer, a visitor, a seed, or the parts of a value that is read.
struct Kept<X>(X);

macro_rules! forward {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[inline(always)]
        fn $name<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Self::Error> {
            self.0.$name($($argument,)* Kept(visitor)).map_err(KeptError)
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Kept<D> {
    type Error = KeptError<D::Error>;

    forward! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }

    #[inline(always)]
    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

macro_rules! leaves {
    ($($name:ident($($value:ident: $type:ty)?);)*) => {$(
        #[inline(always)]
        fn $name<E: Error>(self, $($value: $type)?) -> Result<V::Value, E> {
            self.0.$name($($value)?).map_err(KeptError::<E>::into_inner)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Kept<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    leaves! {
        visit_bool(value: bool);
        visit_i8(value: i8);
        visit_i16(value: i16);
        visit_i32(value: i32);
        visit_i64(value: i64);
        visit_i128(value: i128);
        visit_u8(value: u8);
        visit_u16(value: u16);
        visit_u32(value: u32);
        visit_u64(value: u64);
        visit_u128(value: u128);
        visit_f32(value: f32);
        visit_f64(value: f64);
        visit_char(value: char);
        visit_str(value: &str);
        visit_borrowed_str(value: &'de str);
        visit_string(value: String);
        visit_bytes(value: &[u8]);
        visit_borrowed_bytes(value: &'de [u8]);
        visit_byte_buf(value: Vec<u8>);
        visit_none();
        visit_unit();
    }

    #[inline(always)]
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Kept(inner)).map_err(KeptError::into_inner)
    }

    #[inline(always)]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Kept(inner)).map_err(KeptError::into_inner)
    }

    #[inline(always)]
    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Kept(inner)).map_err(KeptError::into_inner)
    }

    #[inline(always)]
    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Kept(inner)).map_err(KeptError::into_inner)
    }

    #[inline(always)]
    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(Kept(inner)).map_err(KeptError::into_inner)
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Kept<S> {
    type Value = S::Value;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.0.deserialize(Kept(inner)).map_err(KeptError::into_inner)
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Kept<A> {
    type Error = KeptError<A::Error>;

    #[inline(always)]
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Self::Error> {
        self.0.next_element_seed(Kept(seed)).map_err(KeptError)
    }

    #[inline(always)]
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Kept<A> {
    type Error = KeptError<A::Error>;

    #[inline(always)]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Self::Error> {
        self.0.next_key_seed(Kept(seed)).map_err(KeptError)
    }

    #[inline(always)]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Self::Error> {
        self.0.next_value_seed(Kept(seed)).map_err(KeptError)
    }

    #[inline(always)]
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Kept<A> {
    type Error = KeptError<A::Error>;
    type Variant = Kept<A::Variant>;

    #[inline(always)]
    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), Self::Error> {
        let (value, content) = self.0.variant_seed(Kept(seed)).map_err(KeptError)?;
        Ok((value, Kept(content)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Kept<A> {
    type Error = KeptError<A::Error>;

    #[inline(always)]
    fn unit_variant(self) -> Result<(), Self::Error> {
        self.0.unit_variant().map_err(KeptError)
    }

    #[inline(always)]
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Self::Error> {
        self.0.newtype_variant_seed(Kept(seed)).map_err(KeptError)
    }

    forward! {
        tuple_variant(len: usize);
        struct_variant(fields: &'static [&'static str]);
    }
}

//! Which variant or field it is.

use super::content::Content;
use crate::shape::{Body, EnumBody, Field, Scalar, Store, Ty, Variant};
use serde::de::{self, DeserializeSeed, Deserializer, Visitor};
use std::fmt;

/// The place of a variant with this name.
pub(super) fn named<E: de::Error>(body: &EnumBody, name: &str) -> Result<usize, E> {
    let find =
        |variant: &Variant| variant.read_index.is_some() && variant.reads.iter().any(|known| known == name);
    let other = || body.variants.iter().position(|variant| variant.is_other);
    body.variants
        .iter()
        .position(find)
        .or_else(other)
        .ok_or_else(|| E::custom(format_args!("unknown variant `{name}`")))
}

/// Which variant it is.
pub(super) struct Which<'a>(pub(super) &'a EnumBody);

impl<'de> DeserializeSeed<'de> for Which<'_> {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for Which<'_> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("variant identifier")
    }

    fn visit_u64<E: de::Error>(self, index: u64) -> Result<usize, E> {
        let is_it = |variant: &Variant| variant.read_index.is_some_and(|known| u64::from(known) == index);
        let other = || self.0.variants.iter().position(|variant| variant.is_other);
        self.0
            .variants
            .iter()
            .position(is_it)
            .or_else(other)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(index), &"variant index"))
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<usize, E> {
        named(self.0, name)
    }

    fn visit_bytes<E: de::Error>(self, name: &[u8]) -> Result<usize, E> {
        named(self.0, &String::from_utf8_lossy(name))
    }
}

/// Which field it is: its place; or what the key was, where that is kept.
pub(super) struct WhichField<'a> {
    pub(super) fields: &'a [Field],
    /// Whether other names are an error.
    pub(super) denies: bool,
    /// The name of the tag, which is known.
    pub(super) tag: Option<&'a str>,
    /// Whether other names are kept.
    pub(super) keeps: bool,
}

impl<'de> DeserializeSeed<'de> for WhichField<'_> {
    type Value = Result<usize, Option<Content>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de> Visitor<'de> for WhichField<'_> {
    type Value = Result<usize, Option<Content>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    fn visit_u64<E: de::Error>(self, index: u64) -> Result<Self::Value, E> {
        if self.keeps {
            return Ok(Err(Some(Content::Unsigned(index))));
        }
        let read = self.fields.iter().enumerate().filter(|(_, field)| !field.skips_read);
        let mut places = read.map(|(at, _)| at);
        match usize::try_from(index).ok().and_then(|index| places.nth(index)) {
            Some(at) => Ok(Ok(at)),
            None if self.denies => Err(E::custom("unknown field")),
            None => Ok(Err(None)),
        }
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
        let is_it = |field: &Field| {
            !field.skips_read && !field.is_flat && field.reads.iter().any(|known| known == name)
        };
        match self.fields.iter().position(is_it) {
            Some(at) => Ok(Ok(at)),
            None if self.keeps => Ok(Err(Some(Content::Text(name.to_owned())))),
            None if self.denies && self.tag != Some(name) => {
                Err(E::custom(format_args!("unknown field `{name}`")))
            }
            None => Ok(Err(None)),
        }
    }

    fn visit_bytes<E: de::Error>(self, name: &[u8]) -> Result<Self::Value, E> {
        self.visit_str(&String::from_utf8_lossy(name))
    }
}

/// Whether a type reads a field that is not there: an option, also in a newtype that is transparent.
pub(super) fn reads_nothing(store: &Store, ty: &Ty, depth: usize) -> bool {
    match ty {
        Ty::Option(_) => true,
        Ty::Scalar(Scalar::Unit) => false,
        Ty::Named(id) if depth < 8 => match store.get(*id).map(|def| &def.body) {
            Some(Body::Struct(body)) if body.is_transparent => body
                .fields
                .iter()
                .any(|field| !field.skips_read && reads_nothing(store, &field.ty, depth + 1)),
            Some(Body::Converted { read, .. }) => reads_nothing(store, read, depth + 1),
            _ => false,
        },
        _ => false,
    }
}

//! The fields of a struct or of a variant.

use super::seed::Seed;
use crate::replay::content::{Content, Kept};
use crate::replay::intern;
use crate::replay::value::Value;
use crate::replay::which::{WhichField, reads_nothing};
use crate::shape::{Body, Default, Field, Scalar, StructBody, Style, Ty};
use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The fields of a struct or variant.
#[derive(Clone, Copy)]
pub(super) struct ReadFields<'a> {
    pub(super) seed: Seed<'a>,
    pub(super) fields: &'a [Field],
    /// The struct, if it is none of a variant.
    pub(super) body: Option<&'a StructBody>,
    pub(super) denies: bool,
}

pub(super) struct FlatSeed<'a>(pub(super) ReadFields<'a>);

impl<'de> DeserializeSeed<'de> for FlatSeed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_map(self.0)
    }
}

impl<'a> ReadFields<'a> {
    fn read(self) -> impl Iterator<Item = &'a Field> {
        self.fields.iter().filter(|field| !field.skips_read)
    }

    pub(super) fn count(self) -> usize {
        self.read().count()
    }

    pub(super) fn is_flat(self) -> bool {
        self.fields.iter().any(|field| field.is_flat)
    }

    pub(super) fn names(self) -> &'static [&'static str] {
        intern::list(self.read().flat_map(|field| &field.reads))
    }

    fn has_default(self, field: &Field) -> bool {
        field.default != Default::None || self.body.is_some_and(|body| body.has_default)
    }

    fn own<E: de::Error>(self) -> Result<(), E> {
        match self.read().find_map(|field| field.code.read.as_ref().or(field.code.write.as_ref())) {
            Some(path) => Err(E::custom(format_args!("`{path}` is not looked into"))),
            None => Ok(()),
        }
    }
}

impl<'de> Visitor<'de> for ReadFields<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the fields of {}", self.seed.store.show(self.seed.ty))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        match self.body {
            Some(body) if body.style == Style::Unit => Ok(Value::Fields(Vec::new())),
            _ => Err(E::invalid_type(de::Unexpected::Unit, &self)),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.own()?;
        one(self.seed, self.fields, deserializer).map(Value::Fields)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        self.own()?;
        if self.is_flat() {
            return Err(de::Error::invalid_type(de::Unexpected::Seq, &self));
        }
        let mut values = Vec::new();
        for field in self.fields {
            if field.skips_read {
                values.push(Value::Missing);
                continue;
            }
            values.push(match seq.next_element_seed(self.seed.of(&field.ty))? {
                Some(value) => value,
                None if self.has_default(field) => Value::Missing,
                None => return Err(de::Error::invalid_length(values.len(), &self)),
            });
        }
        Ok(Value::Fields(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.own()?;
        if matches!(self.body, Some(body) if body.style != Style::Named) {
            return Err(de::Error::invalid_type(de::Unexpected::Map, &self));
        }
        let mut values: Vec<Option<Value>> = vec![None; self.fields.len()];
        let mut rest = Vec::new();
        let is_flat = self.is_flat();
        loop {
            let Some(key) = map.next_key_seed(WhichField {
                fields: self.fields,
                denies: self.denies,
                tag: self.body.and_then(|body| body.tag.as_deref()),
                keeps: is_flat,
            })?
            else {
                break;
            };
            match key {
                Ok(at) if values[at].is_some() => {
                    return Err(de::Error::custom(format_args!(
                        "duplicate field `{}`",
                        self.fields[at].written
                    )));
                }
                Ok(at) => values[at] = Some(map.next_value_seed(self.seed.of(&self.fields[at].ty))?),
                Err(Some(key)) => rest.push((key, map.next_value::<Content>()?)),
                Err(None) => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        let mut found = Vec::new();
        for (field, value) in self.fields.iter().zip(values) {
            found.push(match value {
                Some(value) => value,
                None if field.skips_read => Value::Missing,
                None if field.is_flat => flattened(self.seed, &field.ty, &mut rest)?,
                None if self.has_default(field) || matches!(field.ty, Ty::Option(_)) => Value::Missing,
                // What serde asks for a missing field: only an option can be made of nothing.
                None if reads_nothing(self.seed.store, &field.ty, 0) => Value::Missing,
                None => return Err(de::Error::custom(format_args!("missing field `{}`", field.written))),
            });
        }
        if self.denies && is_flat && !rest.is_empty() {
            return Err(de::Error::custom("unknown field"));
        }
        Ok(Value::Fields(found))
    }
}

/// The only field of a newtype.
pub(super) fn one<'de, D: Deserializer<'de>>(
    seed: Seed<'_>,
    fields: &[Field],
    deserializer: D,
) -> Result<Vec<Value>, D::Error> {
    match fields {
        [field] if !field.skips_read => Ok(vec![seed.of(&field.ty).deserialize(deserializer)?]),
        _ => Err(de::Error::custom("a newtype has one field")),
    }
}

/// A field from the entries that no other field takes.
fn flattened<E: de::Error>(seed: Seed<'_>, ty: &Ty, rest: &mut Vec<(Content, Content)>) -> Result<Value, E> {
    match ty {
        Ty::Option(inner) => {
            let before = rest.clone();
            match flattened::<E>(seed.of(inner), inner, rest) {
                Ok(value) => Ok(Value::Some(Box::new(value))),
                Err(_) => {
                    *rest = before;
                    Ok(Value::None)
                }
            }
        }
        Ty::Scalar(Scalar::Unit) => Ok(Value::Unit),
        Ty::Map(..) => seed.of(ty).deserialize(Kept::<E>::new(&Content::Map(rest.clone()))),
        Ty::Named(id) => {
            // A struct sees its own entries alone, and takes them away.
            let own: Option<Vec<&String>> = match seed.store.get(*id).map(|def| &def.body) {
                Some(Body::Struct(body))
                    if body.style == Style::Named && !body.fields.iter().any(|field| field.is_flat) =>
                {
                    Some(
                        body.fields
                            .iter()
                            .filter(|field| !field.skips_read)
                            .flat_map(|field| &field.reads)
                            .collect(),
                    )
                }
                _ => None,
            };
            let entries = match own {
                Some(own) => {
                    let (taken, left) = std::mem::take(rest)
                        .into_iter()
                        .partition(|(key, _)| own.iter().any(|known| key.as_text() == Some(known)));
                    *rest = left;
                    taken
                }
                None => rest.clone(),
            };
            seed.of(ty).deserialize(Kept::<E>::new(&Content::Map(entries)))
        }
        _ => Err(E::custom("can only flatten structs and maps")),
    }
}

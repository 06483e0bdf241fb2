//! Enums, by the way their variants are told.

use super::fields::{FlatSeed, ReadFields, one};
use super::seed::Seed;
use crate::replay::content::{Content, Kept};
use crate::replay::intern;
use crate::replay::value::Value;
use crate::replay::which::{Which, named};
use crate::shape::{EnumBody, Field, Repr, Style, Ty, Variant};
use serde::de::{self, Deserialize, Deserializer, EnumAccess, VariantAccess, Visitor};
use std::fmt;

pub(super) fn enum_of<'de, D: Deserializer<'de>>(
    seed: Seed<'_>,
    name: &'static str,
    body: &EnumBody,
    deserializer: D,
) -> Result<Value, D::Error> {
    if matches!(body.repr, Repr::External) && !body.variants.iter().any(|variant| variant.is_untagged) {
        let readable = body.variants.iter().filter(|variant| variant.read_index.is_some());
        let names = intern::list(readable.flat_map(|variant| &variant.reads));
        return deserializer.deserialize_enum(name, names, ReadEnum { seed, body });
    }
    if let Repr::Adjacent(tag, content) = &body.repr {
        return adjacent(seed, body, tag, content, &Content::deserialize(deserializer)?);
    }
    let content = Content::deserialize(deserializer)?;
    if let Repr::Internal(tag) = &body.repr {
        return internal(seed, body, tag, content);
    }
    if matches!(body.repr, Repr::External) {
        let readable = body.variants.iter().filter(|variant| variant.read_index.is_some());
        let names = intern::list(readable.flat_map(|variant| &variant.reads));
        let told = Kept::<D::Error>::new(&content).deserialize_enum(name, names, ReadEnum { seed, body });
        if told.is_ok() {
            return told;
        }
    }
    for (at, variant) in body.variants.iter().enumerate() {
        let is_tried = matches!(body.repr, Repr::Untagged) || variant.is_untagged;
        if is_tried
            && variant.read_index.is_some()
            && let Ok(values) = inside::<D::Error>(seed, body, variant, &content)
        {
            return Ok(Value::Variant(at, values));
        }
    }
    Err(de::Error::custom(format_args!("data did not match any variant of untagged enum {name}")))
}

/// The fields of a variant from what was kept, for `untagged` and `tag`.
fn inside<E: de::Error>(
    seed: Seed<'_>,
    body: &EnumBody,
    variant: &Variant,
    content: &Content,
) -> Result<Vec<Value>, E> {
    refuse_own(variant)?;
    let read = ReadFields { seed, fields: &variant.fields, body: None, denies: body.denies_unknown };
    let kept = Kept::<E>::new(content);
    match variant.style {
        Style::Unit if matches!(body.repr, Repr::Internal(_)) => Ok(Vec::new()),
        Style::Unit => match content {
            Content::Unit | Content::None => Ok(Vec::new()),
            _ => Err(E::custom("not null")),
        },
        Style::Newtype => one(seed, &variant.fields, kept),
        Style::Tuple => all_of(kept.deserialize_tuple(read.count(), read)),
        Style::Named => all_of(kept.deserialize_any(read)),
    }
}

fn internal<E: de::Error>(seed: Seed<'_>, body: &EnumBody, tag: &str, content: Content) -> Result<Value, E> {
    match content {
        Content::Map(mut all) => {
            let at = all.iter().position(|(key, _)| key.as_text() == Some(tag));
            let at = at.ok_or_else(|| E::custom(format_args!("missing field `{tag}`")))?;
            let (_, name) = all.remove(at);
            let name = name.as_text().ok_or_else(|| E::custom("the tag is no text"))?;
            let at = named(body, name)?;
            let values = inside(seed, body, &body.variants[at], &Content::Map(all))?;
            Ok(Value::Variant(at, values))
        }
        Content::List(mut all) if !all.is_empty() => {
            let name = all.remove(0);
            let name = name.as_text().ok_or_else(|| E::custom("the tag is no text"))?.to_owned();
            let at = named(body, &name)?;
            let values = inside(seed, body, &body.variants[at], &Content::List(all))?;
            Ok(Value::Variant(at, values))
        }
        _ => Err(E::custom("no map with a tag")),
    }
}

fn adjacent<E: de::Error>(
    seed: Seed<'_>,
    body: &EnumBody,
    tag: &str,
    content: &str,
    kept: &Content,
) -> Result<Value, E> {
    let (name, inner) = match kept {
        Content::Map(all) => {
            let find = |key: &str| {
                all.iter().find(|(known, _)| known.as_text() == Some(key)).map(|(_, value)| value)
            };
            let is_known =
                |(key, _): &(Content, Content)| key.as_text().is_some_and(|key| key == tag || key == content);
            if body.denies_unknown && !all.iter().all(is_known) {
                return Err(E::custom("unknown field next to the tag"));
            }
            (find(tag), find(content))
        }
        Content::List(all) => (all.first(), all.get(1)),
        _ => return Err(E::custom("no map with a tag")),
    };
    let name = name.ok_or_else(|| E::custom(format_args!("missing field `{tag}`")))?;
    // Some formats write a unit variant as an enum.
    let text = match name {
        Content::Map(all) => all.first().and_then(|(key, _)| key.as_text()),
        other => other.as_text(),
    };
    let at = named(body, text.ok_or_else(|| E::custom("the tag is no text"))?)?;
    let variant = &body.variants[at];
    match inner {
        None if variant.style == Style::Unit => Ok(Value::Variant(at, Vec::new())),
        None => match variant.fields.as_slice() {
            [Field { ty: Ty::Option(_), .. }] if variant.style == Style::Newtype => {
                Ok(Value::Variant(at, vec![Value::None]))
            }
            _ => Err(E::custom(format_args!("missing field `{content}`"))),
        },
        Some(_) if variant.is_other => Ok(Value::Variant(at, Vec::new())),
        Some(inner) => Ok(Value::Variant(at, inside(seed, body, variant, inner)?)),
    }
}

fn refuse_own<E: de::Error>(variant: &Variant) -> Result<(), E> {
    match &variant.code.read {
        Some(path) => Err(E::custom(format_args!("`{path}` is not looked into"))),
        None => Ok(()),
    }
}

/// An enum that is told by its name or number.
struct ReadEnum<'a> {
    seed: Seed<'a>,
    body: &'a EnumBody,
}

impl<'de> Visitor<'de> for ReadEnum<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a variant of {}", self.seed.store.show(self.seed.ty))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (at, inside) = access.variant_seed(Which(self.body))?;
        let variant = &self.body.variants[at];
        refuse_own(variant)?;
        let read = ReadFields {
            seed: self.seed,
            fields: &variant.fields,
            body: None,
            denies: self.body.denies_unknown,
        };
        let values = match variant.style {
            Style::Unit => {
                inside.unit_variant()?;
                Vec::new()
            }
            Style::Newtype => match variant.fields.as_slice() {
                [field] if !field.skips_read => vec![inside.newtype_variant_seed(self.seed.of(&field.ty))?],
                _ => return Err(de::Error::custom("a newtype has one field")),
            },
            Style::Tuple => all_of(inside.tuple_variant(read.count(), read))?,
            Style::Named if read.is_flat() => all_of(inside.newtype_variant_seed(FlatSeed(read)))?,
            Style::Named => all_of(inside.struct_variant(read.names(), read))?,
        };
        Ok(Value::Variant(at, values))
    }
}

fn all_of<E>(read: Result<Value, E>) -> Result<Vec<Value>, E> {
    read.map(|value| match value {
        Value::Fields(values) => values,
        other => vec![other],
    })
}

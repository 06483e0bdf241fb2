//! What a type reads, from its shape.

use super::content::{Content, Kept};
use super::intern;
use super::scalar::scalar_of;
use super::value::Value;
use super::which::{Which, WhichField, named, reads_nothing};
use super::wire::Wire;
use super::write::type_name;
use crate::shape::{
    Body, Def, Default, EnumBody, Field, Repr, Scalar, Store, StructBody, Style, Ty, Variant,
};
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

/// More elements than any generated value has: bytes of another type may claim any number of those that take no space.
const MOST: usize = 1 << 16;
/// Deeper than any generated value is.
const DEEPEST: usize = 96;

thread_local! {
    /// What is read: formats take a type and no seed.
    static TYPE: RefCell<Option<(Arc<Store>, Ty)>> = const { RefCell::new(None) };
}

/// A value that was read as the type that [`decode`] says.
#[derive(Debug)]
pub struct Replayed(pub Value);

/// A value of this type from its bytes, and how many of them were used.
///
/// # Errors
/// What the crate of the format says.
pub fn decode(store: &Arc<Store>, ty: &Ty, bytes: &[u8], wire: Wire) -> Result<(Value, usize), String> {
    TYPE.with_borrow_mut(|slot| *slot = Some((Arc::clone(store), ty.clone())));
    let read = wire.read::<Replayed>(bytes);
    TYPE.with_borrow_mut(|slot| *slot = None);
    read.map(|(value, used)| (value.0, used))
}

impl<'de> Deserialize<'de> for Replayed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let asked = TYPE.with_borrow(Option::clone);
        let (store, ty) = asked.ok_or_else(|| de::Error::custom("no type was asked for"))?;
        Seed { store: &store, ty: &ty, depth: 0 }.deserialize(deserializer).map(Self)
    }
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    store: &'a Store,
    ty: &'a Ty,
    depth: usize,
}

impl<'a> Seed<'a> {
    fn of(self, ty: &'a Ty) -> Self {
        Self { ty, depth: self.depth + 1, ..self }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.depth > DEEPEST {
            return Err(de::Error::custom("nested deeper than any value is"));
        }
        match self.ty {
            Ty::Scalar(scalar) => scalar_of(*scalar, deserializer),
            Ty::Option(_) => deserializer.deserialize_option(Read(self)),
            Ty::Seq(_) => deserializer.deserialize_seq(Read(self)),
            Ty::Map(..) => deserializer.deserialize_map(Read(self)),
            Ty::Tuple(items) => deserializer.deserialize_tuple(items.len(), Read(self)),
            Ty::Array(_, len) => {
                deserializer.deserialize_tuple(usize::try_from(*len).unwrap_or(MOST), Read(self))
            }
            Ty::Named(id) => match self.store.get(*id) {
                Some(def) => def_of(self, def, deserializer),
                None => Err(de::Error::custom("a shape is missing")),
            },
        }
    }
}

/// Options, sequences, maps and tuples.
struct Read<'a>(Seed<'a>);

impl<'de> Visitor<'de> for Read<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a value of {}", self.0.store.show(self.0.ty))
    }

    fn visit_none<E: de::Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        match self.0.ty {
            Ty::Option(_) => Ok(Value::None),
            _ => Err(E::invalid_type(de::Unexpected::Unit, &self)),
        }
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        match self.0.ty {
            Ty::Option(inner) => {
                self.0.of(inner).deserialize(deserializer).map(|value| Value::Some(Box::new(value)))
            }
            _ => Err(de::Error::invalid_type(de::Unexpected::Option, &self)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        let seed = self.0;
        match seed.ty {
            Ty::Seq(item) => {
                while let Some(value) = seq.next_element_seed(seed.of(item))? {
                    all.push(value);
                    too_many(all.len())?;
                }
            }
            Ty::Tuple(items) => {
                for (at, item) in items.iter().enumerate() {
                    let value = seq.next_element_seed(seed.of(item))?;
                    all.push(value.ok_or_else(|| de::Error::invalid_length(at, &self))?);
                }
            }
            Ty::Array(item, len) => {
                for at in 0..usize::try_from(*len).unwrap_or(MOST) {
                    let value = seq.next_element_seed(seed.of(item))?;
                    all.push(value.ok_or_else(|| de::Error::invalid_length(at, &self))?);
                }
            }
            _ => return Err(de::Error::invalid_type(de::Unexpected::Seq, &self)),
        }
        Ok(Value::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let Ty::Map(key, value) = self.0.ty else {
            return Err(de::Error::invalid_type(de::Unexpected::Map, &self));
        };
        let mut all: Vec<(Value, Value)> = Vec::new();
        while let Some(entry) = map.next_entry_seed(self.0.of(key), self.0.of(value))? {
            // A map has each key once; the last one stays.
            all.retain(|(known, _)| *known != entry.0);
            all.push(entry);
            too_many(all.len())?;
        }
        Ok(Value::Map(all))
    }
}

fn too_many<E: de::Error>(len: usize) -> Result<(), E> {
    if len > MOST { Err(E::custom("more elements than any value has")) } else { Ok(()) }
}

fn def_of<'de, D: Deserializer<'de>>(seed: Seed<'_>, def: &Def, deserializer: D) -> Result<Value, D::Error> {
    let name = type_name(def);
    match &def.body {
        Body::Opaque(why) => Err(de::Error::custom(format_args!("`{}` is {why}", def.name))),
        Body::Converted { read, .. } => seed.of(read).deserialize(deserializer),
        Body::Struct(body) => {
            if body.is_transparent {
                return transparent(seed, body, deserializer);
            }
            let read =
                ReadFields { seed, fields: &body.fields, body: Some(body), denies: body.denies_unknown };
            match body.style {
                Style::Unit => deserializer.deserialize_unit_struct(name, read),
                Style::Newtype => deserializer.deserialize_newtype_struct(name, read),
                Style::Tuple => deserializer.deserialize_tuple_struct(name, read.count(), read),
                Style::Named if read.is_flat() => deserializer.deserialize_map(read),
                Style::Named => deserializer.deserialize_struct(name, read.names(), read),
            }
        }
        Body::Enum(body) => enum_of(seed, name, body, deserializer),
    }
}

fn transparent<'de, D: Deserializer<'de>>(
    seed: Seed<'_>,
    body: &StructBody,
    deserializer: D,
) -> Result<Value, D::Error> {
    let at = body.fields.iter().position(|field| !field.skips_read);
    let at = at.ok_or_else(|| de::Error::custom("a transparent type has one field"))?;
    let mut values = vec![Value::Missing; body.fields.len()];
    values[at] = seed.of(&body.fields[at].ty).deserialize(deserializer)?;
    Ok(Value::Fields(values))
}

fn enum_of<'de, D: Deserializer<'de>>(
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

fn one<'de, D: Deserializer<'de>>(
    seed: Seed<'_>,
    fields: &[Field],
    deserializer: D,
) -> Result<Vec<Value>, D::Error> {
    match fields {
        [field] if !field.skips_read => Ok(vec![seed.of(&field.ty).deserialize(deserializer)?]),
        _ => Err(de::Error::custom("a newtype has one field")),
    }
}

fn all_of<E>(read: Result<Value, E>) -> Result<Vec<Value>, E> {
    read.map(|value| match value {
        Value::Fields(values) => values,
        other => vec![other],
    })
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

/// The fields of a struct or variant.
#[derive(Clone, Copy)]
struct ReadFields<'a> {
    seed: Seed<'a>,
    fields: &'a [Field],
    /// The struct, if it is none of a variant.
    body: Option<&'a StructBody>,
    denies: bool,
}

struct FlatSeed<'a>(ReadFields<'a>);

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

    fn count(self) -> usize {
        self.read().count()
    }

    fn is_flat(self) -> bool {
        self.fields.iter().any(|field| field.is_flat)
    }

    fn names(self) -> &'static [&'static str] {
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

//! Any type: a value of it is made of what the format gives.

use super::enums::enum_of;
use super::fields::ReadFields;
use super::seed::Seed;
use crate::replay::scalar::scalar_of;
use crate::replay::value::Value;
use crate::replay::wire::Wire;
use crate::replay::write::type_name;
use crate::shape::{Body, Def, Store, StructBody, Style, Ty};
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
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

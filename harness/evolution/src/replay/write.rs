//! What a type writes, from its shape.

use super::intern;
use super::value::Value;
use super::wire::Wire;
use crate::shape::{Body, Def, EnumBody, Field, Repr, Scalar, Store, StructBody, Style, Ty, Variant};
use serde::ser::{
    Error, SerializeMap as _, SerializeSeq as _, SerializeStruct as _, SerializeStructVariant as _,
    SerializeTuple as _, SerializeTupleStruct as _, SerializeTupleVariant as _,
};
use serde::{Serialize, Serializer};

/// A value with its shape, which writes itself as a value of the type would.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// The shapes.
    pub store: &'a Store,
    /// The type.
    pub ty: &'a Ty,
    /// The value.
    pub value: &'a Value,
}

/// The bytes that a value of this type has in a format.
///
/// # Errors
/// What the crate of the format says.
pub fn encode(store: &Store, ty: &Ty, value: &Value, wire: Wire) -> Result<Vec<u8>, String> {
    wire.write(&Written { store, ty, value })
}

/// An entry among those of a struct.
struct Entry<'a>(Key<'a>, Part<'a>);

#[derive(Clone, Copy)]
enum Key<'a> {
    Name(&'a str),
    Value(Written<'a>),
}

#[derive(Clone, Copy)]
enum Part<'a> {
    Value(Written<'a>),
    Text(&'a str),
    /// The content of a variant.
    Content(&'a Store, &'a Variant, &'a [Value]),
    /// The tag of an adjacently tagged enum: a unit variant.
    Tag(&'static str, u32, &'static str),
}

impl Serialize for Key<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Name(name) => serializer.serialize_str(name),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Value(value) => value.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Tag(name, index, variant) => serializer.serialize_unit_variant(name, index, variant),
            Self::Content(store, variant, values) => content(store, variant, values, serializer),
        }
    }
}

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { store, ty, value } = *self;
        match (ty, value) {
            (Ty::Scalar(scalar), value) => write_scalar(*scalar, value, serializer),
            (Ty::Option(_), Value::None) => serializer.serialize_none(),
            (Ty::Option(ty), Value::Some(value)) => serializer.serialize_some(&Written { store, ty, value }),
            (Ty::Seq(ty), Value::List(values)) => {
                let mut seq = serializer.serialize_seq(Some(values.len()))?;
                for value in values {
                    seq.serialize_element(&Written { store, ty, value })?;
                }
                seq.end()
            }
            (Ty::Map(key_ty, value_ty), Value::Map(entries)) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    map.serialize_entry(
                        &Written { store, ty: key_ty, value: key },
                        &Written { store, ty: value_ty, value },
                    )?;
                }
                map.end()
            }
            (Ty::Tuple(_) | Ty::Array(..), Value::List(values)) => {
                let mut tuple = serializer.serialize_tuple(values.len())?;
                for (at, value) in values.iter().enumerate() {
                    let ty = match ty {
                        Ty::Tuple(items) => items.get(at),
                        Ty::Array(item, _) => Some(&**item),
                        _ => None,
                    };
                    let ty = ty.ok_or_else(|| unfit(value))?;
                    tuple.serialize_element(&Written { store, ty, value })?;
                }
                tuple.end()
            }
            (Ty::Named(id), value) => {
                let def = store.get(*id).ok_or_else(|| unfit(value))?;
                write_def(store, def, value, serializer)
            }
            (_, value) => Err(unfit(value)),
        }
    }
}

fn unfit<E: Error>(value: &Value) -> E {
    E::custom(format_args!("{value} is no value of the type"))
}

fn write_scalar<S: Serializer>(scalar: Scalar, value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
    macro_rules! int {
        ($value:expr, $method:ident) => {
            serializer.$method((*$value).try_into().map_err(|_| unfit(value))?)
        };
    }
    match (scalar, value) {
        (Scalar::Bool, Value::Bool(value)) => serializer.serialize_bool(*value),
        (Scalar::I8, Value::Int(int)) => int!(int, serialize_i8),
        (Scalar::I16, Value::Int(int)) => int!(int, serialize_i16),
        (Scalar::I32, Value::Int(int)) => int!(int, serialize_i32),
        (Scalar::I64, Value::Int(int)) => int!(int, serialize_i64),
        (Scalar::I128, Value::Int(int)) => serializer.serialize_i128(*int),
        (Scalar::U8, Value::Int(int)) => int!(int, serialize_u8),
        (Scalar::U16, Value::Int(int)) => int!(int, serialize_u16),
        (Scalar::U32, Value::Int(int)) => int!(int, serialize_u32),
        (Scalar::U64, Value::Int(int)) => int!(int, serialize_u64),
        (Scalar::U128, Value::Int(int)) => int!(int, serialize_u128),
        (Scalar::U128, Value::Big(int)) => serializer.serialize_u128(*int),
        (Scalar::F32, Value::F32(value)) => serializer.serialize_f32(*value),
        (Scalar::F64, Value::F64(value)) => serializer.serialize_f64(*value),
        (Scalar::Char, Value::Char(value)) => serializer.serialize_char(*value),
        (Scalar::Text, Value::Text(value)) => serializer.serialize_str(value),
        (Scalar::Bytes, Value::Bytes(value)) => serializer.serialize_bytes(value),
        (Scalar::Unit, Value::Unit) => serializer.serialize_unit(),
        (_, value) => Err(unfit(value)),
    }
}

/// The name that a type writes.
pub(super) fn type_name(def: &Def) -> &'static str {
    intern::name(def.wire_name.as_deref().unwrap_or(def.short()))
}

fn write_def<S: Serializer>(
    store: &Store,
    def: &Def,
    value: &Value,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match (&def.body, value) {
        (Body::Opaque(why), _) => Err(S::Error::custom(format_args!("`{}` is {why}", def.name))),
        (Body::Converted { write, .. }, value) => Written { store, ty: write, value }.serialize(serializer),
        (Body::Struct(body), Value::Fields(values)) => write_struct(store, def, body, values, serializer),
        (Body::Enum(body), Value::Variant(at, values)) => {
            let variant = body.variants.get(*at).ok_or_else(|| unfit(value))?;
            write_variant(store, def, body, variant, values, serializer)
        }
        (_, value) => Err(unfit(value)),
    }
}

/// The fields that are written, with their values.
fn parts<'a>(store: &'a Store, fields: &'a [Field], values: &'a [Value]) -> Vec<(&'a Field, Written<'a>)> {
    fields
        .iter()
        .zip(values)
        .filter(|(field, value)| !field.skips_write && **value != Value::Missing)
        .map(|(field, value)| (field, Written { store, ty: &field.ty, value }))
        .collect()
}

/// Own code writes what nobody looked into.
fn refuse_own<E: Error>(fields: &[Field]) -> Result<(), E> {
    match fields.iter().find_map(|field| field.code.write.as_ref().or(field.code.read.as_ref())) {
        Some(path)
            if fields.iter().any(|field| field.code.is_own() && !(field.skips_write && field.skips_read)) =>
        {
            Err(E::custom(format_args!("`{path}` is not looked into")))
        }
        _ => Ok(()),
    }
}

fn write_struct<S: Serializer>(
    store: &Store,
    def: &Def,
    body: &StructBody,
    values: &[Value],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    refuse_own(&body.fields)?;
    let parts = parts(store, &body.fields, values);
    if body.is_transparent {
        let (_, inner) = parts.first().ok_or_else(|| S::Error::custom("a transparent type has one field"))?;
        return inner.serialize(serializer);
    }
    let name = type_name(def);
    match body.style {
        Style::Unit => serializer.serialize_unit_struct(name),
        Style::Newtype => match parts.first() {
            Some((_, inner)) => serializer.serialize_newtype_struct(name, inner),
            None => Err(S::Error::custom("a newtype has one field")),
        },
        Style::Tuple => {
            let mut tuple = serializer.serialize_tuple_struct(name, parts.len())?;
            for (_, part) in &parts {
                tuple.serialize_field(part)?;
            }
            tuple.end()
        }
        Style::Named => {
            let tag = body.tag.as_deref().map(|key| Entry(Key::Name(key), Part::Text(name)));
            let is_flat = body.fields.iter().any(|field| field.is_flat);
            let mut entries: Vec<Entry<'_>> = tag.into_iter().collect();
            entries.extend(fields_entries::<S::Error>(parts)?);
            write_entries(name, entries, is_flat, serializer)
        }
    }
}

fn fields_entries<'a, E: Error>(parts: Vec<(&'a Field, Written<'a>)>) -> Result<Vec<Entry<'a>>, E> {
    let mut found = Vec::new();
    for (field, part) in parts {
        if field.is_flat {
            found.extend(entries(part)?);
        } else {
            found.push(Entry(Key::Name(&field.written), Part::Value(part)));
        }
    }
    Ok(found)
}

/// As a struct, or with `flatten` as a map of unknown length.
fn write_entries<S: Serializer>(
    name: &'static str,
    entries: Vec<Entry<'_>>,
    is_map: bool,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    if is_map {
        let mut map = serializer.serialize_map(None)?;
        for Entry(key, part) in entries {
            map.serialize_entry(&key, &part)?;
        }
        return map.end();
    }
    let mut fields = serializer.serialize_struct(name, entries.len())?;
    for Entry(key, part) in entries {
        match key {
            Key::Name(key) => fields.serialize_field(intern::name(key), &part)?,
            Key::Value(_) => return Err(S::Error::custom("a field has a name")),
        }
    }
    fields.end()
}

/// A value as entries among others: what `flatten` and a tag ask for.
fn entries<E: Error>(of: Written<'_>) -> Result<Vec<Entry<'_>>, E> {
    let Written { store, ty, value } = of;
    match (ty, value) {
        (Ty::Option(_), Value::None) | (Ty::Scalar(Scalar::Unit), _) => Ok(Vec::new()),
        (Ty::Option(ty), Value::Some(value)) => entries(Written { store, ty, value }),
        (Ty::Map(key_ty, value_ty), Value::Map(all)) => Ok(all
            .iter()
            .map(|(key, value)| {
                Entry(
                    Key::Value(Written { store, ty: key_ty, value: key }),
                    Part::Value(Written { store, ty: value_ty, value }),
                )
            })
            .collect()),
        (Ty::Named(id), value) => match (store.get(*id), value) {
            (Some(def), Value::Fields(values)) => match &def.body {
                Body::Struct(body) if body.style == Style::Named && !body.is_transparent => {
                    refuse_own(&body.fields)?;
                    let tag =
                        body.tag.as_deref().map(|key| Entry(Key::Name(key), Part::Text(type_name(def))));
                    let mut found: Vec<Entry<'_>> = tag.into_iter().collect();
                    found.extend(fields_entries(parts(store, &body.fields, values))?);
                    Ok(found)
                }
                Body::Struct(body) if body.style == Style::Newtype || body.is_transparent => {
                    match parts(store, &body.fields, values).first() {
                        Some((_, inner)) => entries(*inner),
                        None => Ok(Vec::new()),
                    }
                }
                Body::Struct(body) if body.style == Style::Unit => Ok(Vec::new()),
                _ => Err(E::custom("this cannot be written as entries")),
            },
            (Some(def), Value::Variant(at, values)) => match &def.body {
                Body::Enum(body) => variant_entries(store, def, body, *at, values),
                _ => Err(unfit(value)),
            },
            _ => Err(unfit(value)),
        },
        (_, value) => Err(E::custom(format_args!("{value} cannot be written as entries"))),
    }
}

fn variant_entries<'a, E: Error>(
    store: &'a Store,
    def: &'a Def,
    body: &'a EnumBody,
    at: usize,
    values: &'a [Value],
) -> Result<Vec<Entry<'a>>, E> {
    let variant = body.variants.get(at).ok_or_else(|| E::custom("there is no such variant"))?;
    refuse_own(&variant.fields)?;
    let tag = |key: &'a str| Entry(Key::Name(key), Part::Text(&variant.written));
    match &body.repr {
        Repr::External if variant.style == Style::Unit => {
            Ok(vec![Entry(Key::Name(&variant.written), Part::Content(store, variant, values))])
        }
        Repr::External => Ok(vec![Entry(Key::Name(&variant.written), Part::Content(store, variant, values))]),
        Repr::Internal(key) => {
            let mut found = vec![tag(key)];
            found.extend(content_entries(store, variant, values)?);
            Ok(found)
        }
        Repr::Adjacent(key, content) => {
            let tag =
                Part::Tag(type_name(def), variant.write_index.unwrap_or(0), intern::name(&variant.written));
            let mut found = vec![Entry(Key::Name(key), tag)];
            if variant.style != Style::Unit {
                found.push(Entry(Key::Name(content), Part::Content(store, variant, values)));
            }
            Ok(found)
        }
        Repr::Untagged => content_entries(store, variant, values),
    }
}

fn content_entries<'a, E: Error>(
    store: &'a Store,
    variant: &'a Variant,
    values: &'a [Value],
) -> Result<Vec<Entry<'a>>, E> {
    let parts = parts(store, &variant.fields, values);
    match (variant.style, parts.first()) {
        (Style::Unit, _) => Ok(Vec::new()),
        (Style::Newtype, Some((_, inner))) => entries(*inner),
        (Style::Named, _) => fields_entries(parts),
        _ => Err(E::custom("a tuple cannot be written as entries")),
    }
}

fn write_variant<S: Serializer>(
    store: &Store,
    def: &Def,
    body: &EnumBody,
    variant: &Variant,
    values: &[Value],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let Some(index) = variant.write_index else {
        return Err(S::Error::custom(format_args!("the variant `{}` is not written", variant.ident)));
    };
    if let Some(path) = &variant.code.write {
        return Err(S::Error::custom(format_args!("`{path}` is not looked into")));
    }
    refuse_own(&variant.fields)?;
    let name = type_name(def);
    let written = intern::name(&variant.written);
    match &body.repr {
        _ if variant.is_untagged => content(store, variant, values, serializer),
        Repr::Untagged => content(store, variant, values, serializer),
        Repr::Internal(_) | Repr::Adjacent(..) => {
            let at = body.variants.iter().position(|known| known == variant).unwrap_or(0);
            let entries = variant_entries(store, def, body, at, values)?;
            let is_map = variant.fields.iter().any(|field| field.is_flat) || is_of_map(store, body, variant);
            write_entries(name, entries, is_map, serializer)
        }
        Repr::External => {
            let parts = parts(store, &variant.fields, values);
            match variant.style {
                Style::Unit => serializer.serialize_unit_variant(name, index, written),
                Style::Newtype => match parts.first() {
                    Some((_, inner)) => serializer.serialize_newtype_variant(name, index, written, inner),
                    None => Err(S::Error::custom("a newtype has one field")),
                },
                Style::Tuple => {
                    let mut tuple = serializer.serialize_tuple_variant(name, index, written, parts.len())?;
                    for (_, part) in &parts {
                        tuple.serialize_field(part)?;
                    }
                    tuple.end()
                }
                Style::Named if variant.fields.iter().any(|field| field.is_flat) => serializer
                    .serialize_newtype_variant(name, index, written, &Part::Content(store, variant, values)),
                Style::Named => {
                    let mut fields =
                        serializer.serialize_struct_variant(name, index, written, parts.len())?;
                    for (field, part) in &parts {
                        fields.serialize_field(intern::name(&field.written), part)?;
                    }
                    fields.end()
                }
            }
        }
    }
}

/// Whether the entries next to a tag come from a map, whose keys have no names.
fn is_of_map(store: &Store, body: &EnumBody, variant: &Variant) -> bool {
    let is_map = |ty: &Ty| match ty {
        Ty::Map(..) => true,
        Ty::Named(id) => match store.get(*id).map(|def| &def.body) {
            Some(Body::Struct(body)) => body.fields.iter().any(|field| field.is_flat),
            _ => false,
        },
        _ => false,
    };
    matches!(body.repr, Repr::Internal(_))
        && variant.style == Style::Newtype
        && variant.fields.first().is_some_and(|field| is_map(&field.ty))
}

/// What is in a variant, without its tag.
fn content<S: Serializer>(
    store: &Store,
    variant: &Variant,
    values: &[Value],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let parts = parts(store, &variant.fields, values);
    match (variant.style, parts.first()) {
        (Style::Unit, _) => serializer.serialize_unit(),
        (Style::Newtype, Some((_, inner))) => inner.serialize(serializer),
        (Style::Newtype, None) => Err(S::Error::custom("a newtype has one field")),
        (Style::Tuple, _) => {
            let mut tuple = serializer.serialize_tuple(parts.len())?;
            for (_, part) in &parts {
                tuple.serialize_element(part)?;
            }
            tuple.end()
        }
        (Style::Named, _) => {
            let is_flat = variant.fields.iter().any(|field| field.is_flat);
            let entries = fields_entries::<S::Error>(parts)?;
            write_entries(intern::name(&variant.written), entries, is_flat, serializer)
        }
    }
}

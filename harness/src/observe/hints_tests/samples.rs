//! Values of each kind that can also be read as another kind.

use crate::observe::hints::{ANYTHING, BUFFERED, IGNORED};
use crate::observe::node::{Node, VariantKind};
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleVariant,
};
use serde::{Serialize, Serializer};
use std::cell::Cell;

thread_local! {
    /// The names of every type and of every variant.
    static NAMES: Cell<(&'static str, &'static str)> = const { Cell::new(("T", "Variant")) };
}

pub(super) fn type_name() -> &'static str {
    NAMES.get().0
}

pub(super) fn variant_name() -> &'static str {
    NAMES.get().1
}

/// Runs it with other names for types and variants.
pub(super) fn named<R>(types: &'static str, variants: &'static str, code: impl FnOnce() -> R) -> R {
    let before = NAMES.replace((types, variants));
    let result = code();
    NAMES.set(before);
    result
}

/// Each kind as it is written and as it is asked for.
pub(super) const KINDS: &[(&str, &str)] = &[
    ("a bool", "a bool"),
    ("an i8", "an i8"),
    ("an i16", "an i16"),
    ("an i32", "an i32"),
    ("an i64", "an i64"),
    ("an i128", "an i128"),
    ("a u8", "a u8"),
    ("a u16", "a u16"),
    ("a u32", "a u32"),
    ("a u64", "a u64"),
    ("a u128", "a u128"),
    ("an f32", "an f32"),
    ("an f64", "an f64"),
    ("a char", "a char"),
    ("text", "text"),
    ("bytes", "bytes"),
    ("`()`", "`()`"),
    ("a unit struct", "a unit struct"),
    ("an option", "an option"),
    ("a newtype", "a newtype"),
    ("a list", "a list"),
    ("a tuple", "a tuple"),
    ("a map", "a map"),
    ("a struct", "a struct"),
    ("a unit variant", "a unit variant"),
    ("a newtype variant", "a newtype variant"),
    ("a tuple variant", "a tuple variant"),
    ("a struct variant", "a struct variant"),
    // Asked for only.
    ("", "a variant"),
    ("", "a name"),
    ("", ANYTHING),
    ("", BUFFERED),
    ("", IGNORED),
];

/// Numbers at the borders of types and of their encodings.
const NUMBERS: [i128; 29] = [
    0,
    1,
    2,
    23,
    24,
    127,
    128,
    250,
    251,
    252,
    255,
    256,
    32_767,
    65_535,
    65_536,
    2_147_483_647,
    4_294_967_295,
    4_294_967_296,
    9_223_372_036_854_775_807,
    9_223_372_036_854_775_808,
    18_446_744_073_709_551_615,
    18_446_744_073_709_551_616,
    i128::MAX,
    -1,
    -33,
    -128,
    -32_768,
    -2_147_483_648,
    -9_223_372_036_854_775_808,
];

fn number(kind: &str, value: i128) -> Option<Node> {
    Some(match kind {
        "an i8" => Node::I8(value.try_into().ok()?),
        "an i16" => Node::I16(value.try_into().ok()?),
        "an i32" => Node::I32(value.try_into().ok()?),
        "an i64" => Node::I64(value.try_into().ok()?),
        "an i128" => Node::I128(value),
        "a u8" => Node::U8(value.try_into().ok()?),
        "a u16" => Node::U16(value.try_into().ok()?),
        "a u32" => Node::U32(value.try_into().ok()?),
        "a u64" => Node::U64(value.try_into().ok()?),
        "a u128" => Node::U128(value.try_into().ok()?),
        _ => return None,
    })
}

fn text(text: &str) -> Node {
    Node::Text(text.to_owned())
}

fn pair() -> Vec<Node> {
    vec![Node::U8(7), Node::U8(8)]
}

fn fields() -> Vec<(&'static str, Node)> {
    vec![("a", Node::U8(7)), ("b", Node::U8(8))]
}

fn variant(name: &'static str, kind: VariantKind, content: Node) -> Node {
    Node::Variant(0, name, kind, Box::new(content))
}

/// Values of one kind.
pub(super) fn values(kind: &str) -> Vec<Node> {
    match kind {
        "a bool" => vec![Node::Bool(false), Node::Bool(true)],
        "an f32" => [0.0, -1.5, 0.1, f32::MAX].map(|it: f32| Node::F32(it.to_bits())).to_vec(),
        "an f64" => [0.0, -1.5, 0.1, f64::MAX].map(|it: f64| Node::F64(it.to_bits())).to_vec(),
        "a char" => ['a', '7', 'é', '\u{10ffff}'].map(Node::Char).to_vec(),
        "text" => vec![text(""), text("a"), text("text of some length")],
        "bytes" => vec![Node::Bytes(vec![]), Node::Bytes(vec![7, 8]), Node::Bytes(vec![0, 200, 255])],
        "`()`" => vec![Node::Unit],
        "a unit struct" => vec![Node::UnitStruct],
        "an option" => vec![Node::None, Node::Some(Box::new(Node::U8(7)))],
        "a newtype" => vec![Node::Newtype(Box::new(Node::U8(7))), Node::Newtype(Box::new(text("a")))],
        "a list" => {
            vec![Node::List(vec![]), Node::List(pair()), Node::List(vec![Node::U8(0), Node::U8(255)])]
        }
        "a tuple" => vec![Node::Tuple(pair()), Node::Tuple(vec![Node::U8(0), Node::U8(255)])],
        "a map" => vec![Node::Map(vec![]), Node::Map(entries())],
        "a struct" => vec![Node::Struct(fields())],
        "a unit variant" => vec![variant(variant_name(), VariantKind::Unit, Node::Unit)],
        "a newtype variant" => vec![variant(variant_name(), VariantKind::Newtype, Node::U8(7))],
        "a tuple variant" => vec![variant(variant_name(), VariantKind::Tuple, Node::Tuple(pair()))],
        "a struct variant" => vec![variant(variant_name(), VariantKind::Struct, Node::Struct(fields()))],
        _ => NUMBERS.into_iter().filter_map(|value| number(kind, value)).collect(),
    }
}

fn entries() -> Vec<(Node, Node)> {
    fields().into_iter().map(|(name, value)| (text(name), value)).collect()
}

/// Values that are written as one kind and make sense as the other.
pub(super) fn samples(written: &str, read: &str) -> Vec<Node> {
    let is_number = |kind| number(kind, 0).is_some();
    let within = || values(read).into_iter().map(Box::new);
    match (written, read) {
        ("", _) => vec![],
        (_, _) if written == read => values(written),
        (_, ANYTHING | BUFFERED | IGNORED | "an option" | "a newtype") => values(written),
        ("a newtype", _) => within().map(Node::Newtype).collect(),
        ("an option", "`()`" | "a unit struct") => vec![Node::None],
        ("an option", _) => within().map(Node::Some).collect(),
        _ if is_number(written) && is_number(read) => {
            let fits = NUMBERS.into_iter().filter(|value| number(read, *value).is_some());
            fits.filter_map(|value| number(written, value)).collect()
        }
        ("text", "a char") => ["a", "7", "é", "\u{10ffff}"].map(text).to_vec(),
        ("text", "a variant") => vec![text(variant_name())],
        ("bytes", "text") => vec![Node::Bytes(vec![]), Node::Bytes(b"text".to_vec())],
        ("a list" | "a tuple", "bytes") => values(written),
        ("bytes" | "a list", "a tuple" | "a struct") => {
            let values = values(written).into_iter();
            values
                .filter(|value| {
                    matches!(value, Node::Bytes(it) if it.len() == 2)
                        || matches!(value, Node::List(it) if it.len() == 2)
                })
                .collect()
        }
        // What has no parts is nothing but itself.
        ("a map", "a struct") => vec![Node::Map(entries())],
        ("a map" | "a struct", "a variant") => {
            let value = || Node::U8(7);
            vec![if written == "a map" {
                Node::Map(vec![(text(variant_name()), value())])
            } else {
                Node::Struct(vec![(variant_name(), value())])
            }]
        }
        _ => values(written),
    }
}

/// As the value itself says it is.
impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::I8(value) => serializer.serialize_i8(*value),
            Self::I16(value) => serializer.serialize_i16(*value),
            Self::I32(value) => serializer.serialize_i32(*value),
            Self::I64(value) => serializer.serialize_i64(*value),
            Self::I128(value) => serializer.serialize_i128(*value),
            Self::U8(value) => serializer.serialize_u8(*value),
            Self::U16(value) => serializer.serialize_u16(*value),
            Self::U32(value) => serializer.serialize_u32(*value),
            Self::U64(value) => serializer.serialize_u64(*value),
            Self::U128(value) => serializer.serialize_u128(*value),
            Self::F32(bits) => serializer.serialize_f32(f32::from_bits(*bits)),
            Self::F64(bits) => serializer.serialize_f64(f64::from_bits(*bits)),
            Self::Char(value) => serializer.serialize_char(*value),
            Self::Text(value) => serializer.serialize_str(value),
            Self::Bytes(value) => serializer.serialize_bytes(value),
            Self::Unit => serializer.serialize_unit(),
            Self::UnitStruct => serializer.serialize_unit_struct(type_name()),
            Self::None => serializer.serialize_none(),
            Self::Some(value) => serializer.serialize_some(value),
            Self::Newtype(value) => serializer.serialize_newtype_struct(type_name(), value),
            Self::List(items) => {
                let mut parts = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| parts.serialize_element(item))?;
                parts.end()
            }
            Self::Tuple(items) => {
                let mut parts = serializer.serialize_tuple(items.len())?;
                items.iter().try_for_each(|item| parts.serialize_element(item))?;
                parts.end()
            }
            Self::Map(entries) => {
                let mut parts = serializer.serialize_map(Some(entries.len()))?;
                entries.iter().try_for_each(|(key, value)| parts.serialize_entry(key, value))?;
                parts.end()
            }
            Self::Struct(fields) => {
                let mut parts = serializer.serialize_struct(type_name(), fields.len())?;
                fields.iter().try_for_each(|(name, value)| parts.serialize_field(name, value))?;
                parts.end()
            }
            Self::Variant(index, name, VariantKind::Unit, _) => {
                serializer.serialize_unit_variant(type_name(), *index, name)
            }
            Self::Variant(index, name, _, content) => match &**content {
                Self::Tuple(items) => {
                    let mut parts =
                        serializer.serialize_tuple_variant(type_name(), *index, name, items.len())?;
                    items.iter().try_for_each(|item| parts.serialize_field(item))?;
                    parts.end()
                }
                Self::Struct(fields) => {
                    let mut parts =
                        serializer.serialize_struct_variant(type_name(), *index, name, fields.len())?;
                    fields.iter().try_for_each(|(name, value)| parts.serialize_field(name, value))?;
                    parts.end()
                }
                content => serializer.serialize_newtype_variant(type_name(), *index, name, content),
            },
        }
    }
}

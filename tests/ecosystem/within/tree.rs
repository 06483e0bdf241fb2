//! What a value writes, as a value that can be compared: many types have no `PartialEq`.

use serde::ser::{self, Serialize, Serializer};
use std::boxed::Box;
use std::fmt;
use std::string::{String, ToString};
use std::vec::Vec;

#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub(crate) enum Tree {
    Nothing,
    Bool(bool),
    Integer(i128),
    Wide(u128),
    /// The bits: all NaN are one.
    Float(u64),
    Char(char),
    Text(String),
    Bytes(Vec<u8>),
    Some(Box<Tree>),
    Named(&'static str, Box<Tree>),
    List(Vec<Tree>),
    Tuple(Vec<Tree>),
    Map(Vec<(Tree, Tree)>),
    Fields(Vec<(&'static str, Tree)>),
}

impl Tree {
    /// With all lists in order.
    pub(crate) fn sorted(self) -> Self {
        match self {
            Tree::List(items) => {
                let mut items: Vec<Tree> = items.into_iter().map(Tree::sorted).collect();
                items.sort_by(|one, other| std::format!("{:?}", one).cmp(&std::format!("{:?}", other)));
                Tree::List(items)
            }
            Tree::Some(inner) => Tree::Some(Box::new(inner.sorted())),
            Tree::Named(name, inner) => Tree::Named(name, Box::new(inner.sorted())),
            Tree::Tuple(items) => Tree::Tuple(items.into_iter().map(Tree::sorted).collect()),
            Tree::Map(entries) => Tree::Map(entries.into_iter().map(|(key, value)| (key, value.sorted())).collect()),
            Tree::Fields(fields) => Tree::Fields(fields.into_iter().map(|(name, value)| (name, value.sorted())).collect()),
            other => other,
        }
    }
}

pub(crate) fn try_tree<T: Serialize + ?Sized>(value: &T) -> Option<Tree> {
    value.serialize(Writer).ok()
}

pub(crate) fn tree<T: Serialize + ?Sized>(value: &T) -> Tree {
    try_tree(value).unwrap_or(Tree::Nothing)
}

#[derive(Debug)]
pub(crate) struct Failed(String);

impl fmt::Display for Failed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Failed {}

impl ser::Error for Failed {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Failed(message.to_string())
    }
}

impl serde::de::Error for Failed {
    fn custom<M: fmt::Display>(message: M) -> Self {
        Failed(message.to_string())
    }
}

#[derive(Clone, Copy)]
struct Writer;

/// Collects what is inside.
struct Inside {
    name: Option<&'static str>,
    items: Vec<Tree>,
    key: Option<Tree>,
    entries: Vec<(Tree, Tree)>,
    fields: Vec<(&'static str, Tree)>,
}

impl Inside {
    fn new(name: Option<&'static str>) -> Self {
        Inside { name, items: Vec::new(), key: None, entries: Vec::new(), fields: Vec::new() }
    }

    fn named(name: Option<&'static str>, tree: Tree) -> Tree {
        match name {
            Some(name) => Tree::Named(name, Box::new(tree)),
            None => tree,
        }
    }
}

type Answer = Result<Tree, Failed>;

impl Serializer for Writer {
    type Ok = Tree;
    type Error = Failed;
    type SerializeSeq = Inside;
    type SerializeTuple = Inside;
    type SerializeTupleStruct = Inside;
    type SerializeTupleVariant = Inside;
    type SerializeMap = Inside;
    type SerializeStruct = Inside;
    type SerializeStructVariant = Inside;

    fn serialize_bool(self, v: bool) -> Answer {
        Ok(Tree::Bool(v))
    }
    fn serialize_i8(self, v: i8) -> Answer {
        Ok(Tree::Integer(v.into()))
    }
    fn serialize_i16(self, v: i16) -> Answer {
        Ok(Tree::Integer(v.into()))
    }
    fn serialize_i32(self, v: i32) -> Answer {
        Ok(Tree::Integer(v.into()))
    }
    fn serialize_i64(self, v: i64) -> Answer {
        Ok(Tree::Integer(v.into()))
    }
    fn serialize_i128(self, v: i128) -> Answer {
        Ok(Tree::Integer(v))
    }
    fn serialize_u8(self, v: u8) -> Answer {
        Ok(Tree::Integer(v.into()))
    }
    fn serialize_u16(self, v: u16) -> Answer {
        Ok(Tree::Integer(v.into()))
    }
    fn serialize_u32(self, v: u32) -> Answer {
        Ok(Tree::Integer(v.into()))
    }
    fn serialize_u64(self, v: u64) -> Answer {
        Ok(Tree::Integer(v.into()))
    }
    fn serialize_u128(self, v: u128) -> Answer {
        Ok(Tree::Wide(v))
    }
    fn serialize_f32(self, v: f32) -> Answer {
        self.serialize_f64(v.into())
    }
    fn serialize_f64(self, v: f64) -> Answer {
        Ok(Tree::Float(if v.is_nan() { f64::NAN.to_bits() } else { v.to_bits() }))
    }
    fn serialize_char(self, v: char) -> Answer {
        Ok(Tree::Char(v))
    }
    fn serialize_str(self, v: &str) -> Answer {
        Ok(Tree::Text(v.to_string()))
    }
    fn serialize_bytes(self, v: &[u8]) -> Answer {
        Ok(Tree::Bytes(v.to_vec()))
    }
    fn serialize_none(self) -> Answer {
        Ok(Tree::Nothing)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, v: &T) -> Answer {
        Ok(Tree::Some(Box::new(v.serialize(self)?)))
    }
    fn serialize_unit(self) -> Answer {
        Ok(Tree::Tuple(Vec::new()))
    }
    fn serialize_unit_struct(self, _: &'static str) -> Answer {
        Ok(Tree::Tuple(Vec::new()))
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Answer {
        Ok(Tree::Named(variant, Box::new(Tree::Nothing)))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, v: &T) -> Answer {
        v.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        v: &T,
    ) -> Answer {
        Ok(Tree::Named(variant, Box::new(v.serialize(self)?)))
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Inside, Failed> {
        Ok(Inside::new(None))
    }
    fn serialize_tuple(self, _: usize) -> Result<Inside, Failed> {
        Ok(Inside::new(None))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside, Failed> {
        Ok(Inside::new(None))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside, Failed> {
        Ok(Inside::new(Some(variant)))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Inside, Failed> {
        Ok(Inside::new(None))
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Inside, Failed> {
        Ok(Inside::new(None))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Inside, Failed> {
        Ok(Inside::new(Some(variant)))
    }
}

impl ser::SerializeSeq for Inside {
    type Ok = Tree;
    type Error = Failed;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), Failed> {
        self.items.push(v.serialize(Writer)?);
        Ok(())
    }
    fn end(self) -> Answer {
        Ok(Tree::List(self.items))
    }
}

macro_rules! tuples {
    ($($trait:ident $method:ident;)*) => {$(
        impl ser::$trait for Inside {
            type Ok = Tree;
            type Error = Failed;
            fn $method<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), Failed> {
                self.items.push(v.serialize(Writer)?);
                Ok(())
            }
            fn end(self) -> Answer {
                Ok(Inside::named(self.name, Tree::Tuple(self.items)))
            }
        }
    )*};
}
tuples! {
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

impl ser::SerializeMap for Inside {
    type Ok = Tree;
    type Error = Failed;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), Failed> {
        self.key = Some(v.serialize(Writer)?);
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, v: &T) -> Result<(), Failed> {
        let key = self.key.take().unwrap_or(Tree::Nothing);
        self.entries.push((key, v.serialize(Writer)?));
        Ok(())
    }
    fn end(mut self) -> Answer {
        self.entries.sort_by(|one, other| std::format!("{:?}", one.0).cmp(&std::format!("{:?}", other.0)));
        Ok(Tree::Map(self.entries))
    }
}

macro_rules! structs {
    ($($trait:ident)*) => {$(
        impl ser::$trait for Inside {
            type Ok = Tree;
            type Error = Failed;
            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, v: &T) -> Result<(), Failed> {
                self.fields.push((name, v.serialize(Writer)?));
                Ok(())
            }
            fn end(self) -> Answer {
                Ok(Inside::named(self.name, Tree::Fields(self.fields)))
            }
        }
    )*};
}
structs!(SerializeStruct SerializeStructVariant);

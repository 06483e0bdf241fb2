//! A serializer into [`Node`]s.

use super::ask::{Ask, ObserveError};
use super::log::AskLog;
use super::node::{Node, VariantKind};
use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

type Result<T = Node> = std::result::Result<T, ObserveError>;

#[derive(Clone, Copy)]
pub(super) struct NodeWriter<'a> {
    pub(super) log: &'a AskLog,
    pub(super) is_text: bool,
}

/// Something with parts: what they are so far, and what becomes of them.
pub(super) struct Parts<'a, P> {
    writer: NodeWriter<'a>,
    parts: Vec<P>,
    key: Option<Node>,
    announced: Option<usize>,
    finish: Finish<P>,
}

type Finish<P> = Box<dyn FnOnce(Vec<P>) -> Node>;

impl<'a> NodeWriter<'a> {
    fn part<T: Serialize + ?Sized>(self, step: String, value: &T) -> Result {
        self.log.at(step, || value.serialize(self))
    }

    fn parts<P>(
        self,
        announced: Option<usize>,
        finish: impl FnOnce(Vec<P>) -> Node + 'static,
    ) -> Parts<'a, P> {
        Parts { writer: self, parts: Vec::new(), key: None, announced, finish: Box::new(finish) }
    }

    fn ask_length(self, len: Option<usize>) {
        if len.is_none() {
            self.log.note(Ask::UnknownLength);
        }
    }
}

macro_rules! leaves {
    ($($name:ident($ty:ty) => $node:expr;)*) => {$(
        fn $name(self, value: $ty) -> Result {
            Ok($node(value))
        }
    )*};
}

impl<'a> Serializer for NodeWriter<'a> {
    type Ok = Node;
    type Error = ObserveError;
    type SerializeSeq = Parts<'a, Node>;
    type SerializeTuple = Parts<'a, Node>;
    type SerializeTupleStruct = Parts<'a, Node>;
    type SerializeTupleVariant = Parts<'a, Node>;
    type SerializeMap = Parts<'a, (Node, Node)>;
    type SerializeStruct = Parts<'a, (&'static str, Node)>;
    type SerializeStructVariant = Parts<'a, (&'static str, Node)>;

    leaves! {
        serialize_bool(bool) => Node::Bool;
        serialize_i8(i8) => Node::I8;
        serialize_i16(i16) => Node::I16;
        serialize_i32(i32) => Node::I32;
        serialize_i64(i64) => Node::I64;
        serialize_i128(i128) => Node::I128;
        serialize_u8(u8) => Node::U8;
        serialize_u16(u16) => Node::U16;
        serialize_u32(u32) => Node::U32;
        serialize_u64(u64) => Node::U64;
        serialize_u128(u128) => Node::U128;
        serialize_f32(f32) => |value: f32| Node::F32(value.to_bits());
        serialize_f64(f64) => |value: f64| Node::F64(value.to_bits());
        serialize_char(char) => Node::Char;
        serialize_str(&str) => |value: &str| Node::Text(value.to_owned());
        serialize_bytes(&[u8]) => |value: &[u8]| Node::Bytes(value.to_vec());
    }

    fn serialize_none(self) -> Result {
        Ok(Node::None)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result {
        Ok(Node::Some(Box::new(value.serialize(self)?)))
    }

    fn serialize_unit(self) -> Result {
        Ok(Node::Unit)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result {
        Ok(Node::UnitStruct)
    }

    fn serialize_unit_variant(self, _: &'static str, index: u32, variant: &'static str) -> Result {
        Ok(Node::Variant(index, variant, VariantKind::Unit, Box::new(Node::Unit)))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result {
        Ok(Node::Newtype(Box::new(value.serialize(self)?)))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result {
        let content = self.part(format!("::{variant}"), value)?;
        Ok(Node::Variant(index, variant, VariantKind::Newtype, Box::new(content)))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq> {
        self.ask_length(len);
        Ok(self.parts(len, Node::List))
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple> {
        Ok(self.parts(Some(len), Node::Tuple))
    }

    fn serialize_tuple_struct(self, _: &'static str, len: usize) -> Result<Self::SerializeTupleStruct> {
        Ok(self.parts(Some(len), Node::Tuple))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant> {
        Ok(self.parts(Some(len), move |parts| {
            Node::Variant(index, variant, VariantKind::Tuple, Box::new(Node::Tuple(parts)))
        }))
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap> {
        self.ask_length(len);
        Ok(self.parts(len, Node::Map))
    }

    fn serialize_struct(self, _: &'static str, len: usize) -> Result<Self::SerializeStruct> {
        Ok(self.parts(Some(len), Node::Struct))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant> {
        Ok(self.parts(Some(len), move |parts| {
            Node::Variant(index, variant, VariantKind::Struct, Box::new(Node::Struct(parts)))
        }))
    }

    fn is_human_readable(&self) -> bool {
        self.is_text
    }
}

impl<P> Parts<'_, P> {
    fn finish(self) -> Result {
        if self.key.is_some() {
            return Err(serde::ser::Error::custom("a key was written without its value"));
        }
        let written = self.parts.len();
        if let Some(announced) = self.announced.filter(|announced| *announced != written) {
            self.writer.log.note(Ask::AnnouncedLength { announced, written });
        }
        Ok((self.finish)(self.parts))
    }
}

macro_rules! items {
    ($($part:ident::$add:ident;)*) => {$(
        impl $part for Parts<'_, Node> {
            type Ok = Node;
            type Error = ObserveError;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
                let part = self.writer.part(format!("[{}]", self.parts.len()), value)?;
                self.parts.push(part);
                Ok(())
            }

            fn end(self) -> Result {
                self.finish()
            }
        }
    )*};
}
items! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

macro_rules! fields {
    ($($part:ident;)*) => {$(
        impl $part for Parts<'_, (&'static str, Node)> {
            type Ok = Node;
            type Error = ObserveError;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<()> {
                let part = self.writer.part(format!(".{name}"), value)?;
                self.parts.push((name, part));
                Ok(())
            }

            fn skip_field(&mut self, name: &'static str) -> Result<()> {
                self.writer.log.note(Ask::SkippedField(name));
                Ok(())
            }

            fn end(self) -> Result {
                self.finish()
            }
        }
    )*};
}
fields! {
    SerializeStruct;
    SerializeStructVariant;
}

impl SerializeMap for Parts<'_, (Node, Node)> {
    type Ok = Node;
    type Error = ObserveError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<()> {
        if self.key.is_some() {
            return Err(serde::ser::Error::custom("a key was written without its value"));
        }
        self.key = Some(self.writer.part(format!("[key {}]", self.parts.len()), key)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<()> {
        let value = self.writer.part(format!("[{}]", self.parts.len()), value)?;
        let key =
            self.key.take().ok_or_else(|| serde::ser::Error::custom("a value was written before its key"))?;
        self.parts.push((key, value));
        Ok(())
    }

    fn end(self) -> Result {
        self.finish()
    }
}

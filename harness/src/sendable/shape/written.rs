//! Records what a value writes, as far as a [`Shape`](super::Shape) can tell it.

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use std::fmt::{self, Display};

/// What was written. A newtype and a `Some` are what is inside; a variant is its name, or an entry with its name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Written {
    /// `None`, `()` or a unit struct.
    Null,
    Bool,
    /// Its sign and its digits: no one type holds them all.
    Integer {
        is_negative: bool,
        magnitude: u128,
    },
    Float,
    Char(char),
    Text(String),
    Bytes,
    List(Vec<Written>),
    /// The entries of a map or a struct. A key that is not text is the text of it.
    Entries(Vec<(String, Written)>),
}

impl Written {
    fn unsigned(value: impl Into<u128>) -> Self {
        Self::Integer { is_negative: false, magnitude: value.into() }
    }

    fn signed(value: impl Into<i128>) -> Self {
        let value = value.into();
        Self::Integer { is_negative: value < 0, magnitude: value.unsigned_abs() }
    }

    /// What it is, in words.
    pub(crate) fn kind(&self) -> String {
        match self {
            Self::Null => "null".to_owned(),
            Self::Bool => "a bool".to_owned(),
            Self::Integer { is_negative, magnitude } => {
                format!("the integer {}{magnitude}", if *is_negative { "-" } else { "" })
            }
            Self::Float => "a float".to_owned(),
            Self::Char(_) => "a char".to_owned(),
            Self::Text(text) => format!("the text {text:?}"),
            Self::Bytes => "bytes".to_owned(),
            Self::List(items) => format!("a list of {}", items.len()),
            Self::Entries(entries) => format!("{} entries", entries.len()),
        }
    }

    /// As the key of an entry.
    fn into_key(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Char(letter) => letter.to_string(),
            Self::Integer { is_negative, magnitude } => {
                format!("{}{magnitude}", if is_negative { "-" } else { "" })
            }
            other => other.kind(),
        }
    }
}

/// The value's own impl failed, or it is nested too deep.
#[derive(Debug)]
pub(crate) struct NotWritten;

impl Display for NotWritten {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("the value cannot be written")
    }
}
impl std::error::Error for NotWritten {}
impl Error for NotWritten {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// What a value writes, in a format that is text or in one that is not.
pub(crate) fn record<T: Serialize + ?Sized>(value: &T, is_text: bool) -> Result<Written, NotWritten> {
    value.serialize(Recorder { is_text, levels: LEVELS })
}

/// A value that is nested deeper is not recorded: no format of this crate with names reads more, and the stack ends.
const LEVELS: u8 = 128;

#[derive(Clone, Copy)]
struct Recorder {
    is_text: bool,
    /// How many more there may be.
    levels: u8,
}

/// Items or entries, and the name of the variant around them.
struct Parts {
    recorder: Recorder,
    variant: Option<&'static str>,
    items: Vec<Written>,
    keys: Vec<String>,
    is_list: bool,
}

impl Recorder {
    /// For what is inside.
    fn inside(self) -> Result<Self, NotWritten> {
        let levels = self.levels.checked_sub(1).ok_or(NotWritten)?;
        Ok(Self { levels, ..self })
    }

    fn parts(self, is_list: bool, variant: Option<&'static str>) -> Parts {
        Parts { recorder: self, variant, items: Vec::new(), keys: Vec::new(), is_list }
    }
}

impl Parts {
    fn add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotWritten> {
        self.items.push(value.serialize(self.recorder.inside()?)?);
        Ok(())
    }

    fn finish(self) -> Written {
        let parts = if self.is_list {
            Written::List(self.items)
        } else {
            Written::Entries(self.keys.into_iter().zip(self.items).collect())
        };
        match self.variant {
            Some(name) => Written::Entries(vec![(name.to_owned(), parts)]),
            None => parts,
        }
    }
}

macro_rules! leaves {
    ($($name:ident($ty:ty) => $written:expr;)*) => {$(
        fn $name(self, value: $ty) -> Result<Written, NotWritten> {
            Ok($written(value))
        }
    )*};
}

impl Serializer for Recorder {
    type Ok = Written;
    type Error = NotWritten;
    type SerializeSeq = Parts;
    type SerializeTuple = Parts;
    type SerializeTupleStruct = Parts;
    type SerializeTupleVariant = Parts;
    type SerializeMap = Parts;
    type SerializeStruct = Parts;
    type SerializeStructVariant = Parts;

    leaves! {
        serialize_bool(bool) => |_| Written::Bool;
        serialize_i8(i8) => Written::signed;
        serialize_i16(i16) => Written::signed;
        serialize_i32(i32) => Written::signed;
        serialize_i64(i64) => Written::signed;
        serialize_i128(i128) => Written::signed;
        serialize_u8(u8) => Written::unsigned;
        serialize_u16(u16) => Written::unsigned;
        serialize_u32(u32) => Written::unsigned;
        serialize_u64(u64) => Written::unsigned;
        serialize_u128(u128) => Written::unsigned;
        serialize_f32(f32) => |_| Written::Float;
        serialize_f64(f64) => |_| Written::Float;
        serialize_char(char) => Written::Char;
        serialize_str(&str) => |text: &str| Written::Text(text.to_owned());
        serialize_bytes(&[u8]) => |_| Written::Bytes;
        serialize_unit_struct(&'static str) => |_| Written::Null;
    }

    fn serialize_none(self) -> Result<Written, NotWritten> {
        Ok(Written::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Written, NotWritten> {
        value.serialize(self.inside()?)
    }

    fn serialize_unit(self) -> Result<Written, NotWritten> {
        Ok(Written::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Written, NotWritten> {
        Ok(Written::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<Written, NotWritten> {
        value.serialize(self.inside()?)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Written, NotWritten> {
        Ok(Written::Entries(vec![(variant.to_owned(), value.serialize(self.inside()?)?)]))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts, NotWritten> {
        Ok(self.parts(true, None))
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts, NotWritten> {
        Ok(self.parts(true, None))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts, NotWritten> {
        Ok(self.parts(true, None))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts, NotWritten> {
        Ok(self.parts(true, Some(variant)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts, NotWritten> {
        Ok(self.parts(false, None))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts, NotWritten> {
        Ok(self.parts(false, None))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts, NotWritten> {
        Ok(self.parts(false, Some(variant)))
    }

    fn is_human_readable(&self) -> bool {
        self.is_text
    }
}

macro_rules! items {
    ($($part:ident::$add:ident;)*) => {$(
        impl $part for Parts {
            type Ok = Written;
            type Error = NotWritten;

            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotWritten> {
                self.add(value)
            }

            fn end(self) -> Result<Written, NotWritten> {
                Ok(self.finish())
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
        impl $part for Parts {
            type Ok = Written;
            type Error = NotWritten;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), NotWritten> {
                self.keys.push(name.to_owned());
                self.add(value)
            }

            fn end(self) -> Result<Written, NotWritten> {
                Ok(self.finish())
            }
        }
    )*};
}
fields! {
    SerializeStruct;
    SerializeStructVariant;
}

impl SerializeMap for Parts {
    type Ok = Written;
    type Error = NotWritten;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), NotWritten> {
        self.keys.push(key.serialize(self.recorder.inside()?)?.into_key());
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), NotWritten> {
        self.add(value)
    }

    fn end(self) -> Result<Written, NotWritten> {
        Ok(self.finish())
    }
}

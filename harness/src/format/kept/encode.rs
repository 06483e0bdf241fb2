//! A serializer that forwards everything, and keeps the messages of errors.

use super::KeptError;
use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// A value whose errors are kept.
pub(in crate::format) struct KeptValue<'a, T: ?Sized>(pub(in crate::format) &'a T);

impl<T: Serialize + ?Sized> Serialize for KeptValue<'_, T> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Kept(inner)).map_err(KeptError::into_inner)
    }
}

/// A serializer, or the parts of a value that it writes.
struct Kept<S>(S);

macro_rules! leaves {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[inline(always)]
        fn $name(self, $($argument: $type),*) -> Result<S::Ok, Self::Error> {
            self.0.$name($($argument),*).map_err(KeptError)
        }
    )*};
}

macro_rules! open {
    ($($name:ident($($argument:ident: $type:ty),*) -> $part:ident;)*) => {$(
        #[inline(always)]
        fn $name(self, $($argument: $type),*) -> Result<Self::$part, Self::Error> {
            self.0.$name($($argument),*).map(Kept).map_err(KeptError)
        }
    )*};
}

macro_rules! around {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[inline(always)]
        fn $name<T: Serialize + ?Sized>(
            self,
            $($argument: $type,)*
            value: &T,
        ) -> Result<S::Ok, Self::Error> {
            self.0.$name($($argument,)* &KeptValue(value)).map_err(KeptError)
        }
    )*};
}

impl<S: Serializer> Serializer for Kept<S> {
    type Ok = S::Ok;
    type Error = KeptError<S::Error>;
    type SerializeSeq = Kept<S::SerializeSeq>;
    type SerializeTuple = Kept<S::SerializeTuple>;
    type SerializeTupleStruct = Kept<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Kept<S::SerializeTupleVariant>;
    type SerializeMap = Kept<S::SerializeMap>;
    type SerializeStruct = Kept<S::SerializeStruct>;
    type SerializeStructVariant = Kept<S::SerializeStructVariant>;

    leaves! {
        serialize_bool(value: bool);
        serialize_i8(value: i8);
        serialize_i16(value: i16);
        serialize_i32(value: i32);
        serialize_i64(value: i64);
        serialize_i128(value: i128);
        serialize_u8(value: u8);
        serialize_u16(value: u16);
        serialize_u32(value: u32);
        serialize_u64(value: u64);
        serialize_u128(value: u128);
        serialize_f32(value: f32);
        serialize_f64(value: f64);
        serialize_char(value: char);
        serialize_str(value: &str);
        serialize_bytes(value: &[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(name: &'static str);
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    around! {
        serialize_some();
        serialize_newtype_struct(name: &'static str);
        serialize_newtype_variant(name: &'static str, index: u32, variant: &'static str);
    }

    open! {
        serialize_seq(len: Option<usize>) -> SerializeSeq;
        serialize_tuple(len: usize) -> SerializeTuple;
        serialize_tuple_struct(name: &'static str, len: usize) -> SerializeTupleStruct;
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str, len: usize)
            -> SerializeTupleVariant;
        serialize_map(len: Option<usize>) -> SerializeMap;
        serialize_struct(name: &'static str, len: usize) -> SerializeStruct;
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str, len: usize)
            -> SerializeStructVariant;
    }

    #[inline(always)]
    fn collect_seq<I>(self, items: I) -> Result<S::Ok, Self::Error>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        self.0.collect_seq(items.into_iter().map(KeptItem)).map_err(KeptError)
    }

    #[inline(always)]
    fn collect_str<T: std::fmt::Display + ?Sized>(self, value: &T) -> Result<S::Ok, Self::Error> {
        self.0.collect_str(value).map_err(KeptError)
    }

    #[inline(always)]
    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

/// As [`KeptValue`], of a value that an iterator yielded.
struct KeptItem<T>(T);

impl<T: Serialize> Serialize for KeptItem<T> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        KeptValue(&self.0).serialize(inner)
    }
}

macro_rules! parts {
    ($($part:ident::$add:ident($($name:ident)?) $($skip:ident)?;)*) => {$(
        impl<S: $part> $part for Kept<S> {
            type Ok = S::Ok;
            type Error = KeptError<S::Error>;

            #[inline(always)]
            fn $add<T: Serialize + ?Sized>(
                &mut self,
                $($name: &'static str,)?
                value: &T,
            ) -> Result<(), Self::Error> {
                self.0.$add($($name,)? &KeptValue(value)).map_err(KeptError)
            }

            $(#[inline(always)]
            fn $skip(&mut self, name: &'static str) -> Result<(), Self::Error> {
                self.0.$skip(name).map_err(KeptError)
            })?

            #[inline(always)]
            fn end(self) -> Result<S::Ok, Self::Error> {
                self.0.end().map_err(KeptError)
            }
        }
    )*};
}

parts! {
    SerializeSeq::serialize_element();
    SerializeTuple::serialize_element();
    SerializeTupleStruct::serialize_field();
    SerializeTupleVariant::serialize_field();
    SerializeStruct::serialize_field(name) skip_field;
    SerializeStructVariant::serialize_field(name) skip_field;
}

impl<S: SerializeMap> SerializeMap for Kept<S> {
    type Ok = S::Ok;
    type Error = KeptError<S::Error>;

    #[inline(always)]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Self::Error> {
        self.0.serialize_key(&KeptValue(key)).map_err(KeptError)
    }

    #[inline(always)]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
        self.0.serialize_value(&KeptValue(value)).map_err(KeptError)
    }

    #[inline(always)]
    fn end(self) -> Result<S::Ok, Self::Error> {
        self.0.end().map_err(KeptError)
    }
}

//! postcard: positional, variable-length integers, made for embedded links.

use super::Postcard;
use super::guard::decode::{BoundedSeed, DecodeBudget, ElementBudget, FormatLimits, StackCosts};
use super::guard::{EncodePolicy, GuardedValue, counted};
use super::kept::{KeptValue, forget_message, take_message};
use super::positional::{PartReader, PositionalReader};
use super::{ByteSink, Codec, CodecError, codec::all_used};
use crate::slices::Tap;
use postcard::{de_flavors::Slice, ser_flavors, serialize_with_flavor};
use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, DeserializeSeed, Visitor};
use std::fmt;

impl FormatLimits for Postcard {
    const STACK: StackCosts = StackCosts { nesting: 1536, field: 256, wrapper: 1024 };
    const HIDES_LENGTHS: bool = true;
    const PLAIN: bool = cfg!(target_endian = "little");
}

struct Counting<'a, S> {
    elements: &'a ElementBudget,
    out: Tap<'a, S>,
}

impl<S> Clone for Counting<'_, S> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Counting<'_, S> {}

impl<S: ByteSink> EncodePolicy for Counting<'_, S> {
    type Of = Postcard;
    const PLAIN: bool = Postcard::PLAIN;

    #[inline(always)]
    fn put(self, bytes: &[u8]) {
        self.out.put(bytes);
    }

    #[inline(always)]
    fn announce(self, elements: usize) -> bool {
        self.elements.take(elements)
    }
}

/// What postcard writes to.
struct Output<'a, S>(Tap<'a, S>);

impl<S: ByteSink> ser_flavors::Flavor for Output<'_, S> {
    type Output = ();

    #[inline(always)]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.put(bytes);
        Ok(())
    }

    #[inline(always)]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.put(&[byte]);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// What postcard reads from.
struct Input<'de>(postcard::Deserializer<'de, Slice<'de>>);

impl<'de> Input<'de> {
    /// The bytes that are left. The crate returns them when it finishes, so this finishes and starts again.
    #[inline(always)]
    fn rest(&mut self) -> &'de [u8] {
        let source = std::mem::replace(&mut self.0, postcard::Deserializer::from_bytes(&[]));
        // A slice always has a rest, if an empty one.
        let rest = source.finalize().unwrap_or_default();
        self.0 = postcard::Deserializer::from_bytes(rest);
        rest
    }
}

/// Why a value was not read: postcard's errors have no place for a message.
#[derive(Debug)]
enum ReadError {
    Postcard(postcard::Error),
    Message(Box<str>),
}

impl From<postcard::Error> for ReadError {
    fn from(error: postcard::Error) -> Self {
        Self::Postcard(error)
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Postcard(error) => error.fmt(f),
            Self::Message(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for ReadError {}

impl serde::de::Error for ReadError {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Message(message.to_string().into())
    }
}

impl From<ReadError> for CodecError {
    #[cold]
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Postcard(error) => Self::of(error),
            ReadError::Message(message) => Self::worded(message, postcard::Error::SerdeDeCustom),
        }
    }
}

type Outcome<T> = Result<T, ReadError>;

macro_rules! leaves {
    ($($name:ident $type:ty => $visit:ident;)*) => {$(
        #[inline(always)]
        fn $name<V: Visitor<'de>>(&mut self, visitor: V) -> Outcome<V::Value> {
            visitor.$visit(<$type>::deserialize(&mut self.0)?)
        }
    )*};
}

macro_rules! unsupported {
    ($($name:ident)*) => {$(
        #[cold]
        fn $name<V: Visitor<'de>>(&mut self, _: V) -> Outcome<V::Value> {
            Err(postcard::Error::WontImplement.into())
        }
    )*};
}

impl<'de> PartReader<'de> for Input<'de> {
    type Error = ReadError;

    leaves! {
        deserialize_bool bool => visit_bool;
        deserialize_char char => visit_char;
        deserialize_i8 i8 => visit_i8;
        deserialize_i16 i16 => visit_i16;
        deserialize_i32 i32 => visit_i32;
        deserialize_i64 i64 => visit_i64;
        deserialize_i128 i128 => visit_i128;
        deserialize_u8 u8 => visit_u8;
        deserialize_u16 u16 => visit_u16;
        deserialize_u32 u32 => visit_u32;
        deserialize_u64 u64 => visit_u64;
        deserialize_u128 u128 => visit_u128;
        deserialize_f32 f32 => visit_f32;
        deserialize_f64 f64 => visit_f64;
        deserialize_str &str => visit_borrowed_str;
        deserialize_string &str => visit_borrowed_str;
        deserialize_bytes &[u8] => visit_borrowed_bytes;
        deserialize_byte_buf &[u8] => visit_borrowed_bytes;
    }

    unsupported! { deserialize_any deserialize_identifier deserialize_ignored_any }

    #[inline(always)]
    fn is_some(&mut self) -> Outcome<bool> {
        match u8::deserialize(&mut self.0)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(postcard::Error::DeserializeBadOption.into()),
        }
    }

    #[inline(always)]
    fn variant(&mut self) -> Outcome<u32> {
        Ok(u32::deserialize(&mut self.0)?)
    }

    #[inline(always)]
    fn length(&mut self) -> Outcome<usize> {
        Ok(usize::deserialize(&mut self.0)?)
    }

    #[inline(always)]
    fn take(&mut self, count: usize) -> Outcome<&'de [u8]> {
        let (taken, rest) =
            self.rest().split_at_checked(count).ok_or(postcard::Error::DeserializeUnexpectedEnd)?;
        self.0 = postcard::Deserializer::from_bytes(rest);
        Ok(taken)
    }

    /// As in the crate: a length that cannot be true is not reported.
    #[inline(always)]
    fn reports_length(&mut self, elements: usize) -> bool {
        elements <= self.rest().len()
    }
}

#[cold]
fn worded(error: postcard::Error) -> CodecError {
    match (&error, take_message()) {
        (postcard::Error::SerdeSerCustom, Some(message)) => CodecError::worded(message, error),
        _ => CodecError::of(error),
    }
}

impl Codec for Postcard {
    #[inline]
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        counted::<Self>(|elements| {
            forget_message();
            let start = out.written();
            let tap = Tap::new(out);
            let guarded = GuardedValue::new(value, Counting { elements, out: tap });
            serialize_with_flavor(&KeptValue(&guarded), Output(tap)).map_err(worded)?;
            Ok(out.written() - start)
        })
    }

    #[inline]
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
        let shared = DecodeBudget::new::<Self>(bytes.len());
        let mut input = Input(postcard::Deserializer::from_bytes(bytes));
        let read = BoundedSeed::<T, Self>::new(&shared).deserialize(PositionalReader(&mut input));
        let value = read?;
        all_used(input.rest().len())?;
        Ok(value)
    }
}

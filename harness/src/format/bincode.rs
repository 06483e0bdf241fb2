//! bincode 2.0.1, serde API: positional. In its standard configuration it is compact, and the default.
//!
//! What is generic over a [`Layout`] is for its other configurations, too.

use super::Bincode;
use super::guard::decode::{BoundedSeed, DecodeBudget, ElementBudget, FormatLimits, StackCosts};
use super::guard::{EncodePolicy, GuardedValue, counted};
use super::positional::{PartReader, PositionalReader};
use super::{ByteSink, Codec, CodecError, codec::all_used};
use crate::slices::Tap;
use bincode::config::{Config, Configuration, standard};
use bincode::de::read::{BorrowReader, Reader};
use bincode::de::{BorrowDecode, BorrowDecoder, Decode, DecoderImpl};
use bincode::enc::write::Writer;
use bincode::error::{AllowedEnumVariants, DecodeError, EncodeError};
use bincode::serde::{DecodeError as Unsupported, encode_into_writer};
use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Visitor};
use std::marker::PhantomData;

/// A configuration of bincode.
pub(super) trait Layout: FormatLimits {
    type Config: Config;
    const CONFIG: Self::Config;
}

impl Layout for Bincode {
    type Config = Configuration;
    const CONFIG: Configuration = standard();
}

impl FormatLimits for Bincode {
    const STACK: StackCosts = STACK;
    const CLAIMS_TEXT: bool = true;
    const PLAIN: bool = cfg!(target_endian = "little");
}

pub(super) const STACK: StackCosts = StackCosts { nesting: 1536, field: 320, wrapper: 1024 };

/// Counts elements, and writes lists of numbers as they are in memory.
struct Counting<'a, F, S> {
    elements: &'a ElementBudget,
    out: Tap<'a, S>,
    format: PhantomData<F>,
}

impl<F, S> Clone for Counting<'_, F, S> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<F, S> Copy for Counting<'_, F, S> {}

impl<F: FormatLimits, S: ByteSink> EncodePolicy for Counting<'_, F, S> {
    type Of = F;
    const PLAIN: bool = F::PLAIN;

    #[inline(always)]
    fn put(self, bytes: &[u8]) {
        self.out.put(bytes);
    }

    #[inline(always)]
    fn announce(self, elements: usize) -> bool {
        self.elements.take(elements)
    }
}

/// What bincode writes to.
struct Output<'a, S>(Tap<'a, S>);

impl<S: ByteSink> Writer for Output<'_, S> {
    #[inline(always)]
    fn write(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        self.0.put(bytes);
        Ok(())
    }
}

/// What bincode reads from.
struct Bytes<'de>(&'de [u8]);

impl Reader for Bytes<'_> {
    #[inline(always)]
    fn read(&mut self, bytes: &mut [u8]) -> Result<(), DecodeError> {
        bytes.copy_from_slice(self.take_bytes(bytes.len())?);
        Ok(())
    }

    #[inline(always)]
    fn peek_read(&mut self, count: usize) -> Option<&[u8]> {
        self.0.get(..count)
    }

    #[inline(always)]
    fn consume(&mut self, count: usize) {
        self.0 = self.0.get(count..).unwrap_or_default();
    }
}

impl<'de> BorrowReader<'de> for Bytes<'de> {
    #[inline(always)]
    fn take_bytes(&mut self, count: usize) -> Result<&'de [u8], DecodeError> {
        let Some((taken, rest)) = self.0.split_at_checked(count) else {
            return Err(DecodeError::UnexpectedEnd { additional: count - self.0.len() });
        };
        self.0 = rest;
        Ok(taken)
    }
}

type Input<'de, C> = DecoderImpl<Bytes<'de>, C, ()>;

macro_rules! leaves {
    ($($name:ident $visit:ident)*) => {$(
        #[inline(always)]
        fn $name<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, DecodeError> {
            visitor.$visit(BorrowDecode::borrow_decode(self)?)
        }
    )*};
}

macro_rules! unsupported {
    ($($name:ident $why:ident)*) => {$(
        #[cold]
        fn $name<V: Visitor<'de>>(&mut self, _: V) -> Result<V::Value, DecodeError> {
            Err(Unsupported::$why.into())
        }
    )*};
}

impl<'de, C: Config> PartReader<'de> for Input<'de, C> {
    type Error = DecodeError;

    leaves! {
        deserialize_bool visit_bool
        deserialize_char visit_char
        deserialize_i8 visit_i8
        deserialize_i16 visit_i16
        deserialize_i32 visit_i32
        deserialize_i64 visit_i64
        deserialize_i128 visit_i128
        deserialize_u8 visit_u8
        deserialize_u16 visit_u16
        deserialize_u32 visit_u32
        deserialize_u64 visit_u64
        deserialize_u128 visit_u128
        deserialize_f32 visit_f32
        deserialize_f64 visit_f64
        deserialize_str visit_borrowed_str
        deserialize_string visit_string
        deserialize_bytes visit_borrowed_bytes
        deserialize_byte_buf visit_byte_buf
    }

    unsupported! {
        deserialize_any AnyNotSupported
        deserialize_identifier IdentifierNotSupported
        deserialize_ignored_any IgnoredAnyNotSupported
    }

    #[inline(always)]
    fn is_some(&mut self) -> Result<bool, DecodeError> {
        match u8::decode(self)? {
            0 => Ok(false),
            1 => Ok(true),
            found => Err(DecodeError::UnexpectedVariant {
                found: found.into(),
                allowed: &AllowedEnumVariants::Range { min: 0, max: 1 },
                type_name: "Option<T>",
            }),
        }
    }

    #[inline(always)]
    fn variant(&mut self) -> Result<u32, DecodeError> {
        u32::decode(self)
    }

    #[inline(always)]
    fn length(&mut self) -> Result<usize, DecodeError> {
        usize::decode(self)
    }

    #[inline(always)]
    fn take(&mut self, count: usize) -> Result<&'de [u8], DecodeError> {
        self.borrow_reader().take_bytes(count)
    }

    #[inline(always)]
    fn reports_length(&mut self, _: usize) -> bool {
        true
    }
}

impl Codec for Bincode {
    #[inline]
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        encode::<Self, T>(value, out)
    }

    #[inline]
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
        decode::<Self, T>(bytes)
    }
}

#[inline]
pub(super) fn encode<F: Layout, T: Serialize + ?Sized>(
    value: &T,
    out: &mut impl ByteSink,
) -> Result<(), CodecError> {
    counted::<F>(|elements| {
        let start = out.written();
        let tap = Tap::new(out);
        let counting = Counting { elements, out: tap, format: PhantomData::<F> };
        let guarded = GuardedValue::new(value, counting);
        encode_into_writer(guarded, Output(tap), F::CONFIG).map_err(|error| match &error {
            // The others print as their `Debug`, which serves; this one is a message in a wrapper.
            EncodeError::OtherString(message) => CodecError::worded(message.clone(), error),
            _ => CodecError::of(error),
        })?;
        Ok(out.written() - start)
    })
}

#[inline]
pub(super) fn decode<F: Layout, T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    let shared = DecodeBudget::new::<F>(bytes.len());
    let mut input = Input::new(Bytes(bytes), F::CONFIG, ());
    let read = BoundedSeed::<T, F>::new(&shared).deserialize(PositionalReader(&mut input));
    let value = read.map_err(|error| match &error {
        DecodeError::OtherString(message) => CodecError::worded(message.clone(), error),
        DecodeError::UnexpectedEnd { additional } => {
            let words = format!("the bytes end early, at least {additional} are missing");
            CodecError::worded(words, error)
        }
        _ => CodecError::of(error),
    })?;
    all_used(input.borrow_reader().0.len())?;
    Ok(value)
}

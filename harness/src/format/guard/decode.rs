//! A guard behind a deserializer: bytes that nobody's encoder wrote are an error. They do not overflow the stack, use up the
//! memory, or take forever.
//!
//! A decoder follows a type that contains itself until the stack ends. It believes the length in front of a sequence, also where
//! an element takes no bytes and so nothing ever ends it. [`DecodeDepth`] limits the depth of a value, [`ElementBudget`] the
//! number of elements. Both accept whatever the encoder accepts.

mod access;
mod depth;
mod elements;
mod limits;
#[cfg(feature = "_lists")]
mod plain;
#[cfg(feature = "json")]
mod precise;
mod root;
mod unseeded;
mod visitor;

pub(in crate::format) use self::depth::DecodeBudget;
use self::depth::DecodeDepth;
pub(in crate::format) use self::elements::{ElementBudget, allowed};
pub(in crate::format) use self::limits::{FormatLimits, StackCosts};
#[cfg(feature = "_lists")]
pub(in crate::format) use self::plain::PLAIN;
pub(in crate::format) use self::root::BoundedSeed;
pub(in crate::format) use self::unseeded::Unseeded;
use self::visitor::Mode;
use serde::de::{Deserializer, Visitor};

/// A deserializer, a seed, an enum or its variant, with the depth at which it is read.
struct Watched<'a, X, F> {
    inner: X,
    depth: &'a DecodeDepth<'a, F>,
}

/// Numbers have no parts, so their visitors need no guard: a `u64` takes as long as in the format alone.
macro_rules! numbers {
    ($($name:ident)*) => {$(
        #[inline]
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
            self.inner.$name(visitor)
        }
    )*};
}

/// Everything else may turn out to have parts, whatever the visitor asked for.
macro_rules! watched {
    ($($name:ident($($argument:ident: $type:ty),*) $mode:ident;)*) => {$(
        #[inline]
        fn $name<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, Self::Error> {
            self.inner.$name($($argument,)* self.depth.visitor(visitor, Mode::$mode))
        }
    )*};
}

impl<'de, D: Deserializer<'de>, F: FormatLimits> Deserializer<'de> for Watched<'_, D, F> {
    type Error = D::Error;

    numbers! {
        deserialize_bool
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    watched! {
        deserialize_any() Buffered;
        deserialize_ignored_any() Counted;
        deserialize_seq() Counted;
        deserialize_map() Counted;
        deserialize_char() Typed;
        deserialize_option() Typed;
        deserialize_unit() Typed;
        deserialize_unit_struct(name: &'static str) Typed;
        deserialize_newtype_struct(name: &'static str) Typed;
        deserialize_tuple(len: usize) Typed;
        deserialize_tuple_struct(name: &'static str, len: usize) Typed;
        deserialize_struct(name: &'static str, fields: &'static [&'static str]) Typed;
        deserialize_enum(name: &'static str, variants: &'static [&'static str]) Typed;
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let visitor = self.depth.visitor(visitor, Mode::Typed);
        if F::SHORT_BORROWS {
            self.inner.deserialize_string(visitor)
        } else {
            self.inner.deserialize_str(visitor)
        }
    }

    #[inline]
    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        let visitor = self.depth.visitor(visitor, Mode::Counted);
        if F::SHORT_BORROWS {
            self.inner.deserialize_byte_buf(visitor)
        } else {
            self.inner.deserialize_bytes(visitor)
        }
    }

    #[inline]
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if F::SHORT_BORROWS {
            // A name is text or bytes, and this takes both, of any length. Short ones are still not copied.
            self.inner.deserialize_any(self.depth.visitor(visitor, Mode::Name))
        } else {
            self.inner.deserialize_identifier(self.depth.visitor(visitor, Mode::Typed))
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if F::CLAIMS_TEXT {
            self.inner.deserialize_str(self.depth.visitor(visitor, Mode::Owned))
        } else {
            self.inner.deserialize_string(self.depth.visitor(visitor, Mode::Typed))
        }
    }

    #[inline]
    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if F::CLAIMS_TEXT {
            self.inner.deserialize_bytes(self.depth.visitor(visitor, Mode::Owned))
        } else {
            self.inner.deserialize_byte_buf(self.depth.visitor(visitor, Mode::Counted))
        }
    }

    #[inline]
    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

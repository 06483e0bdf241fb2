//! The visitor that a deserializer calls with what it found.

use super::access::WatchedParts;
use super::depth::{DecodeDepth, DecodeStep};
#[cfg(feature = "_lists")]
use super::plain;
#[cfg(feature = "json")]
use super::precise;
use super::{FormatLimits, Watched};
use serde::de::{Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use std::fmt;

/// What was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// Something with as many parts as its type has.
    Typed,
    /// Something with as many elements as it says.
    Counted,
    /// As [`Counted`](Self::Counted), into serde's buffer.
    Buffered,
    /// Text or bytes, read borrowed where owned ones were asked for.
    Owned,
    /// A name, read as whatever comes next.
    Name,
}

/// A visitor whose parts are all guarded.
///
/// Its value has the type of the visitor's own value: RON recognises serde's buffer by that type.
pub(super) struct Visiting<'a, V, F> {
    pub(super) visitor: V,
    pub(super) mode: Mode,
    pub(super) depth: &'a DecodeDepth<'a, F>,
}

/// Values without parts.
macro_rules! leaves {
    ($($name:ident($($value:ident: $type:ty)?);)*) => {$(
        #[inline]
        fn $name<E: Error>(self, $($value: $type)?) -> Result<V::Value, E> {
            self.visitor.$name($($value)?)
        }
    )*};
}

/// Values without parts that are no name.
macro_rules! no_names {
    ($($name:ident($($value:ident: $type:ty)?) $found:expr;)*) => {$(
        #[inline]
        fn $name<E: Error>(self, $($value: $type)?) -> Result<V::Value, E> {
            self.not_a_name($found)?;
            self.visitor.$name($($value)?)
        }
    )*};
}

impl<'a, V, F: FormatLimits> Visiting<'a, V, F> {
    /// Refuses what was found where a name should be.
    #[inline(always)]
    fn not_a_name<E: Error>(&self, found: Unexpected<'_>) -> Result<(), E> {
        if F::SHORT_BORROWS && self.mode == Mode::Name {
            return Err(E::invalid_type(found, &"a name"));
        }
        Ok(())
    }

    /// The depth for the parts of a sequence or map that announces `len` of them.
    #[inline]
    fn open<E: Error>(&self, len: Option<usize>) -> Result<DecodeDepth<'a, F>, E> {
        let depth = self.depth.enter(DecodeStep::Nesting, self.mode)?;
        if self.counts()
            && let Some(len) = len
        {
            depth.count(len)?;
        }
        Ok(depth)
    }

    #[inline(always)]
    fn counts(&self) -> bool {
        matches!(self.mode, Mode::Counted | Mode::Buffered)
    }
}

impl<'de, V: Visitor<'de>, F: FormatLimits> Visitor<'de> for Visiting<'_, V, F> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    no_names! {
        visit_bool(value: bool) Unexpected::Bool(value);
        visit_i8(value: i8) Unexpected::Signed(value.into());
        visit_i16(value: i16) Unexpected::Signed(value.into());
        visit_i32(value: i32) Unexpected::Signed(value.into());
        visit_i64(value: i64) Unexpected::Signed(value);
        visit_i128(value: i128) Unexpected::Other("a 128-bit integer");
        visit_u8(value: u8) Unexpected::Unsigned(value.into());
        visit_u16(value: u16) Unexpected::Unsigned(value.into());
        visit_u32(value: u32) Unexpected::Unsigned(value.into());
        visit_u64(value: u64) Unexpected::Unsigned(value);
        visit_u128(value: u128) Unexpected::Other("a 128-bit integer");
        visit_f32(value: f32) Unexpected::Float(value.into());
        visit_f64(value: f64) Unexpected::Float(value);
        visit_none() Unexpected::Option;
        visit_unit() Unexpected::Unit;
    }

    leaves! {
        visit_char(value: char);
        visit_str(value: &str);
        visit_string(value: String);
        visit_bytes(value: &[u8]);
        visit_byte_buf(value: Vec<u8>);
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, value: &'de str) -> Result<V::Value, E> {
        if self.mode == Mode::Owned {
            return self.visitor.visit_string(value.to_owned());
        }
        self.visitor.visit_borrowed_str(value)
    }

    #[inline]
    fn visit_borrowed_bytes<E: Error>(self, value: &'de [u8]) -> Result<V::Value, E> {
        if self.mode == Mode::Owned {
            return self.visitor.visit_byte_buf(value.to_owned());
        }
        self.visitor.visit_borrowed_bytes(value)
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.not_a_name(Unexpected::Option)?;
        let depth = self.depth.enter(DecodeStep::Wrapper, self.mode)?;
        self.visitor.visit_some(Watched { inner, depth: &depth })
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.not_a_name(Unexpected::NewtypeStruct)?;
        let depth = self.depth.enter(DecodeStep::Wrapper, self.mode)?;
        self.visitor.visit_newtype_struct(Watched { inner, depth: &depth })
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.not_a_name(Unexpected::Seq)?;
        let len = inner.size_hint();
        let depth = self.open(len)?;
        #[cfg(feature = "_lists")]
        if F::PLAIN
            && let (Some(size), Some(len)) = (plain::size::<V>(), len)
            && let Some(bytes) = len.checked_mul(size)
        {
            return plain::read::<V, A>(inner, bytes);
        }
        let one_by_one = len.is_none() && self.counts();
        self.visitor.visit_seq(WatchedParts { inner, depth: &depth, one_by_one })
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.not_a_name(Unexpected::Map)?;
        #[cfg(feature = "json")]
        if F::NUMBERS_AS_MAPS && precise::is_number::<A>() {
            return precise::read(inner, self);
        }
        let len = inner.size_hint();
        let depth = self.open(len)?;
        let one_by_one = len.is_none() && self.counts();
        self.visitor.visit_map(WatchedParts { inner, depth: &depth, one_by_one })
    }

    #[inline]
    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.not_a_name(Unexpected::Enum)?;
        let depth = self.depth.enter(DecodeStep::Nesting, self.mode)?;
        self.visitor.visit_enum(Watched { inner, depth: &depth })
    }
}

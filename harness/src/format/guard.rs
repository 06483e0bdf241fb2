//! A guard in front of a serializer: a value that could not be read back is an error here, and not in the other process.
//!
//! Decoders stop at some depth, with an error or a stack overflow. serde_json writes NaN as `null`, which is read as an error or,
//! inside an `Option`, as `None`. A wrong count of parts makes positional formats read the wrong bytes.
//! What is checked in which format is its [`EncodePolicy`].

mod counter;
mod counting;
pub(super) mod decode;
mod parts;
mod policy;
mod stack;

use self::counter::PartCounter;
pub(super) use self::counting::counted;
use self::parts::GuardedParts;
pub(super) use self::policy::EncodePolicy;
use self::policy::{EncodeDepth, EncodeStep};
use super::Format;
use serde::ser::{Error, Serialize, SerializeSeq, Serializer};

/// The error for too many elements that take no bytes.
const TOO_MANY: &str = "more values without content than are read back, 262144 in all: send their number";

/// A value somewhere within.
struct GuardedPart<'a, T: ?Sized, P> {
    value: &'a T,
    policy: P,
    depth: EncodeDepth,
}

/// The outermost value. Its depth is a constant, so that the compiler can follow it inwards.
pub(super) struct GuardedValue<'a, T: ?Sized, P> {
    value: &'a T,
    policy: P,
}

impl<'a, T: ?Sized, P: EncodePolicy> GuardedValue<'a, T, P> {
    #[inline(always)]
    pub(super) fn new(value: &'a T, policy: P) -> Self {
        Self { value, policy }
    }
}

impl<T: Serialize + ?Sized, P: EncodePolicy> Serialize for GuardedValue<'_, T, P> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Guard { inner, policy: self.policy, depth: EncodeDepth::ZERO })
    }
}

impl<T: Serialize + ?Sized, P: EncodePolicy> Serialize for GuardedPart<'_, T, P> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Guard { inner, policy: self.policy, depth: self.depth })
    }
}

/// As [`GuardedPart`], of a value that an iterator yielded.
struct GuardedItem<T, P> {
    value: T,
    policy: P,
    depth: EncodeDepth,
}

impl<T: Serialize, P: EncodePolicy> Serialize for GuardedItem<T, P> {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, inner: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(Guard { inner, policy: self.policy, depth: self.depth })
    }
}

/// A serializer that forwards everything except what the policy refuses.
pub(super) struct Guard<S, P> {
    inner: S,
    policy: P,
    depth: EncodeDepth,
}

/// Forwards values without parts.
macro_rules! leaves {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[inline(always)]
        fn $name(self, $($argument: $type),*) -> Result<S::Ok, Self::Error> {
            self.policy.wrote();
            self.inner.$name($($argument),*)
        }
    )*};
}

macro_rules! floats {
    ($($name:ident($type:ty);)*) => {$(
        #[inline(always)]
        fn $name(self, value: $type) -> Result<S::Ok, Self::Error> {
            if P::FINITE && !value.is_finite() {
                return Err(Error::custom(format_args!(
                    "{value} has no place in this format: send it as an `Option` that you make, or in `Bincode` or `Ron`"
                )));
            }
            self.policy.wrote();
            self.inner.$name(value)
        }
    )*};
}

/// Forwards methods that begin a value with a fixed number of parts.
macro_rules! open {
    ($($name:ident($($argument:ident: $type:ty),*; $len:ident) -> $part:ident, $step:expr;)*) => {$(
        #[inline(always)]
        fn $name(self, $($argument: $type,)* $len: usize) -> Result<Self::$part, Self::Error> {
            let step = $step;
            let depth = self.depth.enter::<P, Self::Error>(step)?;
            // The number of a variant is written; a struct is nothing but its fields.
            if let EncodeStep::Variant(_) = step {
                self.policy.wrote();
            }
            let inner = self.inner.$name($($argument,)* $len)?;
            let counter = PartCounter::new(Some($len));
            Ok(GuardedParts { inner, policy: self.policy, depth, counter, asked: false })
        }
    )*};
}

impl<S: Serializer, P: EncodePolicy> Serializer for Guard<S, P> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = GuardedParts<S::SerializeSeq, P>;
    type SerializeTuple = GuardedParts<S::SerializeTuple, P>;
    type SerializeTupleStruct = GuardedParts<S::SerializeTupleStruct, P>;
    type SerializeTupleVariant = GuardedParts<S::SerializeTupleVariant, P>;
    type SerializeMap = GuardedParts<S::SerializeMap, P>;
    type SerializeStruct = GuardedParts<S::SerializeStruct, P>;
    type SerializeStructVariant = GuardedParts<S::SerializeStructVariant, P>;

    floats! {
        serialize_f32(f32);
        serialize_f64(f64);
    }

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
        serialize_char(value: char);
        serialize_str(value: &str);
        serialize_bytes(value: &[u8]);
        serialize_none();
        serialize_unit_variant(name: &'static str, index: u32, variant: &'static str);
    }

    open! {
        serialize_tuple(; len) -> SerializeTuple, EncodeStep::Nesting;
        serialize_tuple_struct(name: &'static str; len) -> SerializeTupleStruct, EncodeStep::Fields(len);
        serialize_struct(name: &'static str; len) -> SerializeStruct, EncodeStep::Fields(len);
        serialize_tuple_variant(name: &'static str, index: u32, variant: &'static str; len)
            -> SerializeTupleVariant, EncodeStep::Variant(len);
        serialize_struct_variant(name: &'static str, index: u32, variant: &'static str; len)
            -> SerializeStructVariant, EncodeStep::Variant(len);
    }

    #[inline(always)]
    fn serialize_unit(self) -> Result<S::Ok, Self::Error> {
        self.inner.serialize_unit()
    }

    #[inline(always)]
    fn serialize_unit_struct(self, name: &'static str) -> Result<S::Ok, Self::Error> {
        self.inner.serialize_unit_struct(name)
    }

    #[inline(always)]
    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, Self::Error> {
        let depth = self.depth.enter::<P, Self::Error>(EncodeStep::Nesting)?;
        announced(self.policy, len)?;
        self.policy.wrote();
        let asked = self.policy.begin(len);
        let inner = self.inner.serialize_seq(len)?;
        Ok(GuardedParts { inner, policy: self.policy, depth, counter: PartCounter::new(len), asked })
    }

    #[inline(always)]
    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, Self::Error> {
        let depth = self.depth.enter::<P, Self::Error>(EncodeStep::Nesting)?;
        announced(self.policy, len)?;
        self.policy.wrote();
        let inner = self.inner.serialize_map(len)?;
        Ok(GuardedParts { inner, policy: self.policy, depth, counter: PartCounter::new(len), asked: false })
    }

    #[inline(always)]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, Self::Error> {
        let depth = self.depth.enter::<P, Self::Error>(EncodeStep::Wrapper)?;
        self.policy.wrote();
        self.inner.serialize_some(&GuardedPart { value, policy: self.policy, depth })
    }

    #[inline(always)]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<S::Ok, Self::Error> {
        let depth = self.depth.enter::<P, Self::Error>(EncodeStep::Wrapper)?;
        self.inner.serialize_newtype_struct(name, &GuardedPart { value, policy: self.policy, depth })
    }

    #[inline(always)]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, Self::Error> {
        let depth = self.depth.enter::<P, Self::Error>(EncodeStep::Nesting)?;
        self.policy.wrote();
        let value = &GuardedPart { value, policy: self.policy, depth };
        self.inner.serialize_newtype_variant(name, index, variant, value)
    }

    /// Uses the format's own loop: through [`GuardedParts`], the elements of a long sequence take up to 1.8 times as long.
    #[inline(always)]
    fn collect_seq<I>(self, items: I) -> Result<S::Ok, Self::Error>
    where
        I: IntoIterator,
        I::Item: Serialize,
    {
        #[cfg(feature = "_lists")]
        if P::PLAIN
            && let Some((count, bytes)) = crate::slices::list_bytes(&items)
        {
            return self.plain(count, bytes);
        }
        let items = items.into_iter();
        if P::SIZED {
            let len = match items.size_hint() {
                (low, Some(high)) if low == high => Some(low),
                _ => None,
            };
            let mut parts = self.serialize_seq(len)?;
            for item in items {
                SerializeSeq::serialize_element(&mut parts, &item)?;
            }
            return SerializeSeq::end(parts);
        }
        let Self { inner, policy, depth } = self;
        let depth = depth.enter::<P, Self::Error>(EncodeStep::Nesting)?;
        let len = match items.size_hint() {
            (low, Some(high)) if low == high => Some(low),
            _ => None,
        };
        announced(policy, len)?;
        if knows_its_length::<I>() {
            let items = items.map(|value| GuardedItem { value, policy, depth });
            return inner.collect_seq(items);
        }
        let mut counter = PartCounter::new(len);
        let items = items.map(|value| {
            counter.add();
            GuardedItem { value, policy, depth }
        });
        let written = inner.collect_seq(items)?;
        counter.finish()?;
        Ok(written)
    }

    #[inline(always)]
    fn collect_str<T: std::fmt::Display + ?Sized>(self, value: &T) -> Result<S::Ok, Self::Error> {
        self.policy.wrote();
        self.inner.collect_str(value)
    }

    #[inline(always)]
    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

/// Whether this is a slice or a container of the standard library, whose iterators are right about their lengths.
///
/// By its name, as it may be of any type. In an optimised build this is a constant.
#[inline(always)]
fn knows_its_length<I>() -> bool {
    let name = std::any::type_name::<I>();
    ["&[", "&alloc::vec::Vec<", "&alloc::collections::", "&std::collections::"]
        .into_iter()
        .any(|known| name.starts_with(known))
}

#[cfg(feature = "_lists")]
impl<S: Serializer, P: EncodePolicy> Guard<S, P> {
    /// This many numbers, whose bytes these are.
    #[inline]
    fn plain(self, count: usize, bytes: &[u8]) -> Result<S::Ok, S::Error> {
        self.depth.enter::<P, S::Error>(EncodeStep::Nesting)?;
        announced(self.policy, Some(count))?;
        let list = self.inner.serialize_seq(Some(count))?;
        self.policy.put(bytes);
        list.end()
    }
}

/// Checks the length of a sequence or map: bitcode panics without one, and decoders refuse more elements than bytes can hold.
#[inline(always)]
fn announced<P: EncodePolicy, E: Error>(policy: P, len: Option<usize>) -> Result<(), E> {
    match len {
        None if P::SIZED => Err(E::custom(format_args!(
            "{} needs the length of a sequence or map before its parts, and `flatten` or an iterator does not know it: collect \
             it into a `Vec` first, or send it in `Ron` or `Json`",
            P::Of::NAME
        ))),
        Some(len) if !policy.announce(len) => Err(E::custom(TOO_MANY)),
        _ => Ok(()),
    }
}

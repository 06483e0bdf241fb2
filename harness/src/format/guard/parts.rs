//! The parts of a value that is being written: elements, fields, entries.

use super::GuardedPart;
use super::counter::PartCounter;
use super::policy::{EncodeDepth, EncodePolicy};
use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

/// A value that is being written. Its parts are guarded and counted.
pub(in crate::format) struct GuardedParts<S, P> {
    pub(super) inner: S,
    pub(super) policy: P,
    pub(super) depth: EncodeDepth,
    pub(super) counter: PartCounter,
    /// Whether the policy is asked at the end.
    pub(super) asked: bool,
}

impl<S, P: EncodePolicy> GuardedParts<S, P> {
    #[inline(always)]
    fn part<'a, T: ?Sized>(&self, value: &'a T) -> GuardedPart<'a, T, P> {
        GuardedPart { value, policy: self.policy, depth: self.depth }
    }

    #[inline(always)]
    fn finish<E: Error>(&self) -> Result<(), E> {
        self.counter.finish()?;
        if self.asked { self.policy.end().map_err(E::custom) } else { Ok(()) }
    }
}

/// GuardedParts without names.
macro_rules! elements {
    ($($part:ident::$add:ident;)*) => {$(
        impl<S: $part, P: EncodePolicy> $part for GuardedParts<S, P> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline(always)]
            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
                self.counter.count::<P, Self::Error>()?;
                let part = self.part(value);
                self.inner.$add(&part)
            }

            #[inline(always)]
            fn end(self) -> Result<S::Ok, Self::Error> {
                self.finish()?;
                self.inner.end()
            }
        }
    )*};
}

elements! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

/// GuardedParts with names.
macro_rules! fields {
    ($($part:ident;)*) => {$(
        impl<S: $part, P: EncodePolicy> $part for GuardedParts<S, P> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline(always)]
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Self::Error> {
                self.counter.count::<P, Self::Error>()?;
                let part = self.part(value);
                self.inner.serialize_field(name, &part)
            }

            #[inline(always)]
            fn skip_field(&mut self, name: &'static str) -> Result<(), Self::Error> {
                self.inner.skip_field(name)
            }

            #[inline(always)]
            fn end(self) -> Result<S::Ok, Self::Error> {
                self.finish()?;
                self.inner.end()
            }
        }
    )*};
}

fields! {
    SerializeStruct;
    SerializeStructVariant;
}

impl<S: SerializeMap, P: EncodePolicy> SerializeMap for GuardedParts<S, P> {
    type Ok = S::Ok;
    type Error = S::Error;

    #[inline(always)]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
        self.counter.key::<P, Self::Error>()?;
        let part = self.part(value);
        self.inner.serialize_key(&part)
    }

    #[inline(always)]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Self::Error> {
        self.counter.value::<Self::Error>()?;
        let part = self.part(value);
        self.inner.serialize_value(&part)
    }

    #[inline(always)]
    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), Self::Error> {
        self.counter.key::<P, Self::Error>()?;
        self.counter.value::<Self::Error>()?;
        let (key, value) = (self.part(key), self.part(value));
        self.inner.serialize_entry(&key, &value)
    }

    #[inline(always)]
    fn end(self) -> Result<S::Ok, Self::Error> {
        self.finish()?;
        self.inner.end()
    }
}

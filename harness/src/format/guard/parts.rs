//! The parts of a value that is being written: elements, fields, entries.

use super::GuardedPart;
use super::counter::PartCounter;
use super::policy::{EncodeDepth, EncodePolicy, refusal};
use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

/// A value that is being written. Its parts are guarded, and counted where the policy asks for it.
pub(in crate::format) struct GuardedParts<S, P: EncodePolicy> {
    pub(super) inner: S,
    pub(super) policy: P,
    pub(super) depth: EncodeDepth,
    pub(super) counter: P::PartCounter,
}

impl<S, P: EncodePolicy> GuardedParts<S, P> {
    /// One more part. With more parts than announced, a codec would write bytes that mean something else, or panic.
    #[inline(always)]
    fn count<E: Error>(&mut self) -> Result<(), E> {
        if self.counter.count() { Ok(()) } else { Err(miscounted(self.policy, self.counter)) }
    }

    #[inline(always)]
    fn finish<E: Error>(&self) -> Result<(), E> {
        if !self.counter.complete() {
            return Err(miscounted(self.policy, self.counter));
        }
        if self.counter.asked() { self.policy.end().map_err(|why| refusal(self.policy, why)) } else { Ok(()) }
    }
}

#[cold]
fn miscounted<P: EncodePolicy, E: Error>(policy: P, counter: P::PartCounter) -> E {
    let (announced, written) = counter.counts();
    refusal(
        policy,
        format_args!(
            "its `Serialize` announced {announced} parts and wrote {written}: announce as many as are written"
        ),
    )
}

/// GuardedParts without names.
macro_rules! elements {
    ($($part:ident::$add:ident;)*) => {$(
        impl<S: $part, P: EncodePolicy> $part for GuardedParts<S, P> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline(always)]
            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                self.count()?;
                self.inner.$add(&GuardedPart { value, policy: self.policy, depth: self.depth })
            }

            #[inline(always)]
            fn end(self) -> Result<S::Ok, S::Error> {
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
            ) -> Result<(), S::Error> {
                self.count()?;
                self.inner.serialize_field(name, &GuardedPart { value, policy: self.policy, depth: self.depth })
            }

            #[inline(always)]
            fn skip_field(&mut self, name: &'static str) -> Result<(), S::Error> {
                self.inner.skip_field(name)
            }

            #[inline(always)]
            fn end(self) -> Result<S::Ok, S::Error> {
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
    fn serialize_key<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.count()?;
        self.inner.serialize_key(&GuardedPart { value, policy: self.policy, depth: self.depth })
    }

    #[inline(always)]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.inner.serialize_value(&GuardedPart { value, policy: self.policy, depth: self.depth })
    }

    #[inline(always)]
    fn end(self) -> Result<S::Ok, S::Error> {
        self.finish()?;
        self.inner.end()
    }
}

//! The parts of what is open: elements, fields, entries.

use super::Guarded;
use super::policy::{Depth, Policy, refusal};
use super::tally::Tally;
use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant,
};

/// What is open: its parts are guarded, and, where the policy counts, as many as were announced.
pub(in crate::format) struct Parts<S, P: Policy> {
    pub(super) inner: S,
    pub(super) policy: P,
    pub(super) depth: Depth,
    pub(super) tally: P::Tally,
}

impl<S, P: Policy> Parts<S, P> {
    /// One part more. A codec told of fewer would write bytes that mean something else, or panic.
    #[inline(always)]
    fn count<E: Error>(&mut self) -> Result<(), E> {
        if self.tally.count() { Ok(()) } else { Err(miscounted(self.policy, self.tally)) }
    }

    #[inline(always)]
    fn finish<E: Error>(&self) -> Result<(), E> {
        if !self.tally.complete() {
            return Err(miscounted(self.policy, self.tally));
        }
        if self.tally.asked() { self.policy.end().map_err(|why| refusal(self.policy, why)) } else { Ok(()) }
    }
}

#[cold]
fn miscounted<P: Policy, E: Error>(policy: P, tally: P::Tally) -> E {
    let (announced, written) = tally.counts();
    refusal(
        policy,
        format_args!(
            "its `Serialize` announced {announced} parts and wrote {written}: announce as many as are written"
        ),
    )
}

/// Parts without names.
macro_rules! elements {
    ($($part:ident::$add:ident;)*) => {$(
        impl<S: $part, P: Policy> $part for Parts<S, P> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline(always)]
            fn $add<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
                self.count()?;
                self.inner.$add(&Guarded { value, policy: self.policy, depth: self.depth })
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

/// Parts with names.
macro_rules! fields {
    ($($part:ident;)*) => {$(
        impl<S: $part, P: Policy> $part for Parts<S, P> {
            type Ok = S::Ok;
            type Error = S::Error;

            #[inline(always)]
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), S::Error> {
                self.count()?;
                self.inner.serialize_field(name, &Guarded { value, policy: self.policy, depth: self.depth })
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

impl<S: SerializeMap, P: Policy> SerializeMap for Parts<S, P> {
    type Ok = S::Ok;
    type Error = S::Error;

    #[inline(always)]
    fn serialize_key<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.count()?;
        self.inner.serialize_key(&Guarded { value, policy: self.policy, depth: self.depth })
    }

    #[inline(always)]
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), S::Error> {
        self.inner.serialize_value(&Guarded { value, policy: self.policy, depth: self.depth })
    }

    #[inline(always)]
    fn end(self) -> Result<S::Ok, S::Error> {
        self.finish()?;
        self.inner.end()
    }
}

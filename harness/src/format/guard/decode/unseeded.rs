//! Where reading begins, for crates that take a type and no seed.

use super::{BoundedSeed, DecodeBudget, FormatLimits};
use serde::de::{Deserialize, DeserializeSeed, Deserializer};
use std::cell::Cell;
use std::marker::PhantomData;

/// A type that is read as [`BoundedSeed`] reads it.
pub(in crate::format) struct Unseeded<T, F>(T, PhantomData<fn() -> F>);

thread_local! {
    /// How many bytes the value has: a type has no other way to know. It is read first, so that a value may read others within.
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

impl<T, F> Unseeded<T, F> {
    /// Reads a value of this many bytes.
    #[inline]
    pub(in crate::format) fn read<E>(bytes: usize, decode: impl FnOnce() -> Result<Self, E>) -> Result<T, E> {
        BYTES.set(bytes);
        decode().map(|read| read.0)
    }
}

impl<'de, T: Deserialize<'de>, F: FormatLimits> Deserialize<'de> for Unseeded<T, F> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(inner: D) -> Result<Self, D::Error> {
        let shared = DecodeBudget::new::<F>(BYTES.get());
        BoundedSeed::<T, F>::new(&shared).deserialize(inner).map(|value| Self(value, PhantomData))
    }
}

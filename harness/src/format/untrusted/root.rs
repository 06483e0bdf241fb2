//! Where reading begins.

use super::place::{Place, Shared};
use super::{Source, Watched};
use serde::de::{Deserialize, DeserializeSeed, Deserializer};
use std::marker::PhantomData;

/// Reads the outermost value. Its place is a constant, so that the compiler can follow it inwards.
pub(in crate::format) struct Root<'a, T, F> {
    shared: &'a Shared,
    read: PhantomData<fn() -> (T, F)>,
}

impl<'a, T, F> Root<'a, T, F> {
    #[inline(always)]
    pub(in crate::format) fn new(shared: &'a Shared) -> Self {
        Self { shared, read: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>, F: Source> DeserializeSeed<'de> for Root<'_, T, F> {
    type Value = T;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<T, D::Error> {
        T::deserialize(Watched { inner, place: &Place::<F>::outside(self.shared) })
    }
}

/// As [`Root`], for a crate that takes types and no seeds.
#[cfg(any(feature = "bitcode", feature = "cbor"))]
pub(in crate::format) struct Unseeded<T, F>(T, PhantomData<fn() -> F>);

#[cfg(any(feature = "bitcode", feature = "cbor"))]
thread_local! {
    /// How many bytes the value has; a type cannot be told otherwise. Read at once, so a value may read others within.
    static BYTES: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(any(feature = "bitcode", feature = "cbor"))]
impl<T, F> Unseeded<T, F> {
    /// Reads a value of so many bytes.
    #[inline]
    pub(in crate::format) fn read<E>(bytes: usize, decode: impl FnOnce() -> Result<Self, E>) -> Result<T, E> {
        BYTES.set(bytes);
        decode().map(|read| read.0)
    }
}

#[cfg(any(feature = "bitcode", feature = "cbor"))]
impl<'de, T: Deserialize<'de>, F: Source> Deserialize<'de> for Unseeded<T, F> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(inner: D) -> Result<Self, D::Error> {
        let shared = Shared::new::<F>(BYTES.get());
        Root::<T, F>::new(&shared).deserialize(inner).map(|value| Self(value, PhantomData))
    }
}

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

//! Where reading begins.

use super::depth::{DecodeBudget, DecodeDepth};
use super::{FormatLimits, Watched};
use serde::de::{Deserialize, DeserializeSeed, Deserializer};
use std::marker::PhantomData;

/// Reads the outermost value. Its depth is a constant, so that the compiler can follow it inwards.
pub(in crate::format) struct BoundedSeed<'a, T, F> {
    shared: &'a DecodeBudget,
    read: PhantomData<fn() -> (T, F)>,
}

impl<'a, T, F> BoundedSeed<'a, T, F> {
    #[inline(always)]
    pub(in crate::format) fn new(shared: &'a DecodeBudget) -> Self {
        Self { shared, read: PhantomData }
    }
}

impl<'de, T: Deserialize<'de>, F: FormatLimits> DeserializeSeed<'de> for BoundedSeed<'_, T, F> {
    type Value = T;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<T, D::Error> {
        T::deserialize(Watched { inner, depth: &DecodeDepth::<F>::outside(self.shared) })
    }
}

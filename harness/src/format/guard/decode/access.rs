//! The parts of a value that is being read: elements, entries, variants.

use super::depth::DecodeDepth;
use super::visitor::Mode;
use super::{FormatLimits, Watched};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

/// The elements of a sequence or the entries of a map.
pub(super) struct WatchedParts<'a, A, F> {
    pub(super) inner: A,
    pub(super) depth: &'a DecodeDepth<'a, F>,
    /// Their number is not known before, so each is counted as it is read.
    pub(super) one_by_one: bool,
}

impl<'de, S: DeserializeSeed<'de>, F: FormatLimits> DeserializeSeed<'de> for Watched<'_, S, F> {
    type Value = S::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Watched { inner, depth: self.depth })
    }
}

impl<'de, A: SeqAccess<'de>, F: FormatLimits> SeqAccess<'de> for WatchedParts<'_, A, F> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Self::Error> {
        if F::HIDES_LENGTHS && self.one_by_one {
            self.depth.count(1)?;
        }
        self.inner.next_element_seed(Watched { inner: seed, depth: self.depth })
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>, F: FormatLimits> MapAccess<'de> for WatchedParts<'_, A, F> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Self::Error> {
        if F::HIDES_LENGTHS && self.one_by_one {
            self.depth.count(1)?;
        }
        self.inner.next_key_seed(Watched { inner: seed, depth: self.depth })
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Self::Error> {
        self.inner.next_value_seed(Watched { inner: seed, depth: self.depth })
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'a, 'de, A: EnumAccess<'de>, F: FormatLimits> EnumAccess<'de> for Watched<'a, A, F> {
    type Error = A::Error;
    type Variant = Watched<'a, A::Variant, F>;

    #[inline]
    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), Self::Error> {
        let depth = self.depth;
        let (value, inner) = self.inner.variant_seed(Watched { inner: seed, depth })?;
        Ok((value, Watched { inner, depth }))
    }
}

impl<'de, A: VariantAccess<'de>, F: FormatLimits> VariantAccess<'de> for Watched<'_, A, F> {
    type Error = A::Error;

    #[inline]
    fn unit_variant(self) -> Result<(), Self::Error> {
        self.inner.unit_variant()
    }

    #[inline]
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Self::Error> {
        self.inner.newtype_variant_seed(Watched { inner: seed, depth: self.depth })
    }

    #[inline]
    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Self::Error> {
        self.inner.tuple_variant(len, self.depth.visitor(visitor, Mode::Typed))
    }

    #[inline]
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.inner.struct_variant(fields, self.depth.visitor(visitor, Mode::Typed))
    }
}

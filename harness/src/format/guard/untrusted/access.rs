//! The parts of what is open: elements, entries, variants.

use super::place::Place;
use super::visitor::Mode;
use super::{Source, Watched};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

/// The elements of a sequence or the entries of a map.
pub(super) struct Parts<'a, A, F> {
    pub(super) inner: A,
    pub(super) place: &'a Place<'a, F>,
    /// They did not say how many they are, so each is counted when it comes.
    pub(super) one_by_one: bool,
}

impl<'de, S: DeserializeSeed<'de>, F: Source> DeserializeSeed<'de> for Watched<'_, S, F> {
    type Value = S::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Watched { inner, place: self.place })
    }
}

impl<'de, A: SeqAccess<'de>, F: Source> SeqAccess<'de> for Parts<'_, A, F> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        if F::HIDES_LENGTHS && self.one_by_one {
            self.place.count(1)?;
        }
        self.inner.next_element_seed(Watched { inner: seed, place: self.place })
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'de, A: MapAccess<'de>, F: Source> MapAccess<'de> for Parts<'_, A, F> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        if F::HIDES_LENGTHS && self.one_by_one {
            self.place.count(1)?;
        }
        self.inner.next_key_seed(Watched { inner: seed, place: self.place })
    }

    #[inline]
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.next_value_seed(Watched { inner: seed, place: self.place })
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<'a, 'de, A: EnumAccess<'de>, F: Source> EnumAccess<'de> for Watched<'a, A, F> {
    type Error = A::Error;
    type Variant = Watched<'a, A::Variant, F>;

    #[inline]
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        let place = self.place;
        let (value, inner) = self.inner.variant_seed(Watched { inner: seed, place })?;
        Ok((value, Watched { inner, place }))
    }
}

impl<'de, A: VariantAccess<'de>, F: Source> VariantAccess<'de> for Watched<'_, A, F> {
    type Error = A::Error;

    #[inline]
    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    #[inline]
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.newtype_variant_seed(Watched { inner: seed, place: self.place })
    }

    #[inline]
    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.inner.tuple_variant(len, self.place.visitor(visitor, Mode::Typed))
    }

    #[inline]
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.inner.struct_variant(fields, self.place.visitor(visitor, Mode::Typed))
    }
}

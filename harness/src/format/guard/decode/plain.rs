//! Finds out whether a visitor is serde's own for a vector of numbers: those are copied from memory.
//!
//! Another visitor with the same value may look at each number, or stop early, so it must not be passed over.

use crate::slices::{Number, is_vec, list_from_bytes};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::any::TypeId;
use std::fmt;
use std::marker::PhantomData;

/// A tuple struct of this name stands for that many bytes, borrowed as they are: this is how the guard asks for them. No type
/// has such a name.
pub(in crate::format) const PLAIN: &str = "as it is in memory";

/// Reads the vector of numbers that this visitor takes, which is this many bytes.
///
/// They are asked for as one element of the sequence, so that they are there before memory is allocated for them.
#[inline]
pub(super) fn read<'de, V: Visitor<'de>, A: SeqAccess<'de>>(
    mut inner: A,
    bytes: usize,
) -> Result<V::Value, A::Error> {
    if bytes == 0 {
        return list(&[]);
    }
    let numbers = inner.next_element_seed(Numbers { bytes, list: PhantomData })?;
    numbers.ok_or_else(|| A::Error::custom("fewer numbers than were announced"))
}

fn list<L, E: Error>(bytes: &[u8]) -> Result<L, E> {
    list_from_bytes(bytes).ok_or_else(|| E::custom("not a list of numbers"))
}

/// A list of numbers of this many bytes.
struct Numbers<L> {
    bytes: usize,
    list: PhantomData<fn() -> L>,
}

impl<'de, L> DeserializeSeed<'de> for Numbers<L> {
    type Value = L;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<L, D::Error> {
        deserializer.deserialize_tuple_struct(PLAIN, self.bytes, self)
    }
}

impl<'de, L> Visitor<'de> for Numbers<L> {
    type Value = L;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes of numbers", self.bytes)
    }

    #[inline]
    fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<L, E> {
        list(bytes)
    }
}

/// The size of the numbers that this visitor takes.
#[inline]
pub(super) fn size<'de, V: Visitor<'de>>() -> Option<usize> {
    #[inline]
    fn of<'de, V: Visitor<'de>, T: Number + Deserialize<'static>>() -> Option<usize> {
        (is_vec::<V::Value, T>() && typeid::of::<V>() == own_visitor::<T>()?).then_some(size_of::<T>())
    }
    of::<V, u8>().or_else(of::<V, i8>).or_else(of::<V, f32>).or_else(of::<V, f64>)
}

/// The visitor of `Vec<T>`. It has no public name, but shows itself when a vector is read. All this becomes a constant.
#[inline]
fn own_visitor<T: Deserialize<'static>>() -> Option<TypeId> {
    match Vec::<T>::deserialize(Ask) {
        Err(Seen::Visitor(visitor)) => Some(visitor),
        _ => None,
    }
}

/// A deserializer without a value, which notes the visitor that asks for a sequence.
struct Ask;

#[derive(Debug)]
enum Seen {
    Visitor(TypeId),
    Nothing,
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("there is nothing to read")
    }
}
impl std::error::Error for Seen {}
impl Error for Seen {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::Nothing
    }
}

impl<'de> Deserializer<'de> for Ask {
    type Error = Seen;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Seen> {
        Err(Seen::Nothing)
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Seen> {
        Err(Seen::Visitor(typeid::of::<V>()))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct tuple tuple_struct map struct enum identifier ignored_any
    }
}

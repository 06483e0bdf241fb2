//! Lists of numbers as their bytes, without a loop over the numbers.
//!
//! Serde does not know "a list of `f64`": code that is generic over the type of a list has to find out which type it is.
#![allow(unsafe_code, reason = "each block states the guarantee it rests on")]

use crate::format::ByteSink;
use std::any::TypeId;
use std::cell::Cell;
use std::mem::{ManuallyDrop, transmute_copy};

/// Numbers that some formats write as they are in memory. Wider integers are not: their length varies in these formats.
///
/// Implemented only here. The unsafe code below relies on it that these types have no lifetimes and no invalid bytes.
pub(crate) trait Number: bytemuck::Pod {
    /// The numbers with these bytes.
    fn all(bytes: &[u8]) -> Vec<Self>;
}

macro_rules! numbers {
    ($($number:ident)*) => {$(
        impl Number for $number {
            #[inline]
            fn all(bytes: &[u8]) -> Vec<Self> {
                let count = bytes.len() / size_of::<Self>();
                if bytes.len() >= LONG {
                    // New pages are zero anyway.
                    let mut list: Vec<Self> = vec![bytemuck::Zeroable::zeroed(); count];
                    fill(bytemuck::cast_slice_mut(&mut list), bytes);
                    return list;
                }
                let mut list = Vec::with_capacity(count);
                match bytemuck::try_cast_slice(bytes) {
                    Ok(numbers) => list.extend_from_slice(numbers),
                    // Not at an address for such numbers. This ends up as one copy as well.
                    Err(_) => list.extend(bytes.as_chunks().0.iter().map(|bytes| Self::from_ne_bytes(*bytes))),
                }
                list
            }
        }
    )*};
}
numbers! { u8 i8 f32 f64 }

/// From this length on it pays to choose how they are copied.
const LONG: usize = 64 << 10;

fn fill(to: &mut [u8], from: &[u8]) {
    // Without the bytes of an incomplete number at the end.
    let from = from.get(..to.len()).unwrap_or_default();
    #[cfg(processes)]
    crate::sys::copy_to_new(to, from);
    #[cfg(not(processes))]
    to.copy_from_slice(from);
}

/// Lists of them: vectors and slices.
trait List {
    fn bytes(&self) -> &[u8];
}
impl<T: Number> List for Vec<T> {
    #[inline]
    fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }
}
impl<T: Number> List for [T] {
    #[inline]
    fn bytes(&self) -> &[u8] {
        bytemuck::cast_slice(self)
    }
}

/// If this is a reference to a list of numbers: how many there are, and their bytes.
#[inline]
pub(crate) fn list_bytes<I>(list: &I) -> Option<(usize, &[u8])> {
    #[inline]
    fn of<T: Number, I>(list: &I) -> Option<(usize, &[u8])> {
        let bytes = borrowed::<I, Vec<T>>(list).or_else(|| borrowed::<I, [T]>(list))?;
        Some((bytes.len() / size_of::<T>(), bytes))
    }
    of::<u8, I>(list)
        .or_else(|| of::<i8, I>(list))
        .or_else(|| of::<f32, I>(list))
        .or_else(|| of::<f64, I>(list))
}

#[inline]
fn borrowed<I, L: List + ?Sized + 'static>(list: &I) -> Option<&[u8]> {
    if typeid::of::<I>() != TypeId::of::<&'static L>() {
        return None;
    }
    // SAFETY: `I` is a reference to an `L`: its type is `&'static L` up to the lifetime of the reference, as the lists of
    // numbers, the only `List`s, contain no lifetimes. That reference outlives the borrow of it which is `list`.
    let list: &L = unsafe { *std::ptr::from_ref(list).cast() };
    Some(list.bytes())
}

/// Whether `L` is a vector of `T`.
#[inline]
pub(crate) fn is_vec<L, T: Number>() -> bool {
    typeid::of::<L>() == TypeId::of::<Vec<T>>()
}

/// If `L` is a vector of numbers: the vector with these bytes.
#[inline]
pub(crate) fn list_from_bytes<L>(bytes: &[u8]) -> Option<L> {
    #[inline]
    fn of<T: Number, L>(bytes: &[u8]) -> Option<L> {
        if !is_vec::<L, T>() {
            return None;
        }
        let list = ManuallyDrop::new(T::all(bytes));
        // SAFETY: `L` is `Vec<T>`, which has no lifetimes that could differ; the original is not dropped.
        Some(unsafe { transmute_copy::<ManuallyDrop<Vec<T>>, L>(&list) })
    }
    of::<u8, L>(bytes)
        .or_else(|| of::<i8, L>(bytes))
        .or_else(|| of::<f32, L>(bytes))
        .or_else(|| of::<f64, L>(bytes))
}

/// A sink with two writers: the serializer of the format, and code that writes past it.
pub(crate) struct Tap<'a, S>(&'a Cell<S>);

impl<S> Clone for Tap<'_, S> {
    #[inline(always)]
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Tap<'_, S> {}

impl<'a, S: ByteSink> Tap<'a, S> {
    #[inline]
    pub(crate) fn new(sink: &'a mut S) -> Self {
        Self(Cell::from_mut(sink))
    }

    /// Appends these bytes.
    #[inline(always)]
    pub(crate) fn put(self, bytes: &[u8]) {
        // SAFETY: a tap is used by one thread and gives no reference to the sink away. What is called here is of this crate, as
        // `ByteSink` is sealed, and knows of no tap. So this reference, which ends with this call, is the only one.
        let sink = unsafe { &mut *self.0.as_ptr() };
        sink.extend_from_slice(bytes);
    }
}

#[cfg(test)]
#[path = "slices_tests.rs"]
mod tests;

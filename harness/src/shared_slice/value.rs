//! [`Shared`]: an owned slice in shared memory.

use super::{Plain, Region};
use crate::error::Error;
use crate::sys::SealedView;
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::{Bound, Deref, RangeBounds};

/// Plain values that are made once and passed to any number of tasks without a copy.
///
/// They are in memory that nobody can write to any more. A task gets the memory itself, of whatever size: it is mapped into
/// the worker's process once. Results may be `Shared` too. Clones refer to the same memory, which is freed when no process
/// uses it any more.
///
/// ```no_run
/// use wirecheck::{Error, Pool, Shared, closure};
///
/// # #[wirecheck::main]
/// # fn main() -> Result<(), Error> {
/// let pool = Pool::new()?;
/// let samples = Shared::copy_of(&[1.0, 2.0, 3.0])?;
/// let twice = pool.map(closure!(|at: usize| samples[at] * 2.0), 0..3)?; // takes `samples`; a clone is the same memory
/// assert_eq!(twice, [2.0, 4.0, 6.0]);
///
/// // Made in a task, read here.
/// let squares: Shared<[u64]> = pool
///     .submit(wirecheck::closure!(|len: usize| Shared::build(len, |values| (0..).zip(values).for_each(|(n, to)| *to = n * n))), 1000)?
///     .join()??;
/// assert_eq!(squares[30], 900);
/// # Ok(())
/// # }
/// ```
///
/// The values are [`Plain`]: numbers, arrays of numbers, structs that derive bytemuck's `Pod`. On [`Thread`](crate::Thread)
/// and [`Inline`](crate::Inline) it is moved or cloned like any value. Serializing it for anything but a worker, such as a
/// file, is an error.
///
/// A `Shared` of 1 MiB or more uses one file descriptor. Smaller ones are put together in blocks of 4 MiB with one descriptor
/// each; a block is freed when none of its values is used any more.
pub struct Shared<T: ?Sized> {
    pub(super) view: SealedView<T, Region>,
}

impl<T> Shared<[T]> {
    /// Copies these values into shared memory. No further copy is made.
    ///
    /// ```
    /// use wirecheck::{Error, Shared};
    ///
    /// let shared = Shared::copy_of(&[1_u32, 2, 3])?;
    /// assert_eq!(shared[1..], [2, 3]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// As of [`build`](Self::build).
    pub fn copy_of(values: &[T]) -> Result<Self, Error>
    where
        T: Plain,
    {
        Self::build(values.len(), |to| to.copy_from_slice(values))
    }

    /// Makes `len` values in shared memory. `fill` writes them in place; they are zero before.
    ///
    /// ```
    /// use wirecheck::{Error, Shared};
    ///
    /// let halves = Shared::build(4, |values| {
    ///     for (n, value) in values.iter_mut().enumerate() {
    ///         *value = n as f32 / 2.0;
    ///     }
    /// })?;
    /// assert_eq!(*halves, [0.0, 0.5, 1.0, 1.5]);
    /// # Ok::<(), Error>(())
    /// ```
    ///
    /// # Errors
    /// When there is not enough memory, when no file descriptor is left, or when the type is aligned to more than a page of
    /// 4096 bytes.
    pub fn build(len: usize, fill: impl FnOnce(&mut [T])) -> Result<Self, Error>
    where
        T: Plain,
    {
        Ok(Self { view: super::make::view(len, fill)? })
    }

    /// A part of the values, in the same memory; `None` if the range is out of bounds.
    ///
    /// ```
    /// use wirecheck::{Error, Shared};
    ///
    /// let shared = Shared::copy_of(&[1_u8, 2, 3])?;
    /// let end = shared.slice(1..).unwrap();
    /// assert_eq!(*end, [2, 3]);
    /// assert_eq!(end.as_ptr(), &shared[1]);
    /// assert!(shared.slice(2..4).is_none());
    /// # Ok::<(), Error>(())
    /// ```
    pub fn slice(&self, range: impl RangeBounds<usize>) -> Option<Self>
    where
        T: Plain,
    {
        let start = match range.start_bound() {
            Bound::Included(start) => *start,
            Bound::Excluded(before) => before.checked_add(1)?,
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(last) => last.checked_add(1)?,
            Bound::Excluded(end) => *end,
            Bound::Unbounded => self.len(),
        };
        Some(Self { view: self.view.part(start..end)? })
    }
}

impl<T: Plain> TryFrom<Vec<T>> for Shared<[T]> {
    type Error = Error;

    /// As [`copy_of`](Self::copy_of).
    fn try_from(values: Vec<T>) -> Result<Self, Error> {
        Self::copy_of(&values)
    }
}

/// Empty.
impl<T: Plain> Default for Shared<[T]> {
    fn default() -> Self {
        Self { view: SealedView::default() }
    }
}

impl<T: ?Sized> Deref for Shared<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.view
    }
}

impl<T: ?Sized> AsRef<T> for Shared<T> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: ?Sized> Borrow<T> for Shared<T> {
    fn borrow(&self) -> &T {
        self
    }
}

impl<'a, T> IntoIterator for &'a Shared<[T]> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Refers to the same memory.
impl<T: ?Sized> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self { view: self.view.clone() }
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: ?Sized + PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: ?Sized + Eq> Eq for Shared<T> {}

impl<T: ?Sized + PartialOrd> PartialOrd for Shared<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        (**self).partial_cmp(&**other)
    }
}

impl<T: ?Sized + Ord> Ord for Shared<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl<T: ?Sized + Hash> Hash for Shared<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

#[cfg(all(test, processes))]
#[path = "value_tests.rs"]
mod tests;

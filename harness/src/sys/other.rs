//! The operating system's side where worker processes are not supported: next to nothing.
#![allow(unsafe_code, reason = "each block states the guarantee it rests on")]

use std::any::Any;
use std::marker::PhantomData;
use std::ops::{Deref, Range};
use std::ptr::NonNull;
use std::sync::Arc;
use std::time::Duration;

/// Does nothing: this program has no workers that could serve before `main`.
pub fn before_main<Program>() {}

/// Where a process stands among nested pools.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Nest {
    /// Cores it may use.
    pub(crate) cores: usize,
}

/// No process is within a pool.
pub(crate) fn nest() -> Nest {
    Nest { cores: usize::MAX }
}

/// No limit on the memory of a process is known here.
pub(crate) fn is_memory_limited() -> bool {
    false
}

pub(crate) fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

/// Values that are shared by the threads of this process, and what keeps them. `K` is what keeps them elsewhere.
pub(crate) struct SealedView<T: ?Sized, K> {
    at: NonNull<T>,
    keeper: Arc<dyn Any + Send + Sync>,
    marker: PhantomData<fn() -> K>,
}

// SAFETY: it is a shared reference to `T` and an `Arc` that may be shared. That `T` may be shared is asked.
unsafe impl<T: ?Sized + Sync, K> Send for SealedView<T, K> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Sync, K> Sync for SealedView<T, K> {}

impl<T: Send + Sync + 'static, K> SealedView<[T], K> {
    pub(crate) fn of(values: Box<[T]>) -> Self {
        let values = Arc::new(values);
        Self { at: NonNull::from(&**values), keeper: values, marker: PhantomData }
    }

    /// Some of the values.
    pub(crate) fn part(&self, range: Range<usize>) -> Option<Self> {
        let at = NonNull::from(self.get(range)?);
        Some(Self { at, keeper: Arc::clone(&self.keeper), marker: PhantomData })
    }
}

impl<T: Send + Sync + 'static, K> Default for SealedView<[T], K> {
    fn default() -> Self {
        Self::of(Box::default())
    }
}

impl<T: ?Sized, K> Deref for SealedView<T, K> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: `at` was made from a borrow of what is in the box of `keeper`, which lives as long as `self`, does not move,
        // and is borrowed mutably by nobody.
        unsafe { self.at.as_ref() }
    }
}

impl<T: ?Sized, K> Clone for SealedView<T, K> {
    fn clone(&self) -> Self {
        Self { at: self.at, keeper: Arc::clone(&self.keeper), marker: PhantomData }
    }
}

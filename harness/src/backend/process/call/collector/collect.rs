//! The trait of collectors.

use crate::error::Error;
use crate::transfer::BufferLease;

/// A result that is decoded when it is fetched. Until then it takes no memory here, and its decoding may reuse the memory of
/// the one before.
pub(crate) struct Deferred<R> {
    pub(crate) index: u64,
    pub(crate) lease: BufferLease,
    /// The name of its task.
    pub(crate) name: &'static str,
    pub(crate) read: fn(&BufferLease) -> Result<R, Error>,
}

impl<R> Deferred<R> {
    fn read(&self) -> Result<R, Error> {
        (self.read)(&self.lease).map_err(|error| error.at(self.name, self.index))
    }
}

/// A result that waits to be fetched.
pub(super) enum Waiting<R> {
    Here(Result<R, Error>),
    Deferred(Deferred<R>),
}

impl<R> Waiting<R> {
    #[inline]
    pub(super) fn read(self) -> Result<R, Error> {
        match self {
            Self::Here(result) => result,
            Self::Deferred(later) => later.read(),
        }
    }
}

/// Collects results by the index of their input.
pub(crate) trait ResultCollector<R> {
    /// Whether results may be put as [`Deferred`].
    const READS_LATER: bool = false;

    /// As [`put`](Self::put), for a result that is not decoded yet.
    fn put_later(&mut self, later: Deferred<R>) {
        let bytes = later.lease.bytes().len();
        self.put(later.index, later.read(), bytes);
    }

    /// This number of further inputs was taken. Indices count up from 0.
    fn take(&mut self, inputs: usize);

    /// Puts the result of an input. `bytes` is its encoded size.
    fn put(&mut self, index: u64, result: Result<R, Error>, bytes: usize);

    /// As [`put`](Self::put), for a success.
    #[inline]
    fn put_good(&mut self, index: u64, value: R, bytes: usize) {
        self.put(index, Ok(value), bytes);
    }

    /// Number of inputs taken whose results the caller does not have yet.
    fn held(&self) -> usize;

    /// Whether no more inputs may be taken before results are fetched.
    fn is_full(&self) -> bool {
        false
    }

    /// Whether a failure has ended the call.
    fn has_failed(&self) -> bool {
        false
    }

    /// Puts an error in place of each result that is missing.
    fn fill_missing(&mut self, error: impl Fn(u64) -> Error);
}

//! Where results are collected.

use crate::error::Error;
use crate::transfer::BufferLease;

/// A result that is read when it is fetched: until then it takes nothing here, and then memory that the one before just left.
pub(crate) struct Deferred<R> {
    pub(crate) index: u64,
    pub(crate) lease: BufferLease,
    /// Of its task.
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

/// Results by the index of their input.
pub(crate) trait ResultCollector<R> {
    /// Whether results may be put as [`Deferred`].
    const READS_LATER: bool = false;

    /// As [`put`](Self::put), of one that is not read yet.
    fn put_later(&mut self, later: Deferred<R>) {
        let bytes = later.lease.bytes().len();
        self.put(later.index, later.read(), bytes);
    }

    /// So many more inputs were taken; indices count up from 0.
    fn take(&mut self, inputs: usize);

    /// Its result, which had so many bytes.
    fn put(&mut self, index: u64, result: Result<R, Error>, bytes: usize);

    /// As [`put`](Self::put), of a good one.
    #[inline]
    fn put_good(&mut self, index: u64, value: R, bytes: usize) {
        self.put(index, Ok(value), bytes);
    }

    /// How many inputs were taken whose results nobody has yet.
    fn held(&self) -> usize;

    /// Whether no more is to be taken before some of it is fetched.
    fn is_full(&self) -> bool {
        false
    }

    /// Whether a failure has ended the call.
    fn has_failed(&self) -> bool {
        false
    }

    /// Puts an error in the place of each result that is missing.
    fn fill(&mut self, error: impl Fn(u64) -> Error);
}

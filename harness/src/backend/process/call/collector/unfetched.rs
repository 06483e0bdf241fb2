//! Collectors of iterators: results wait until the caller fetches them.

use super::collect::{Deferred, ResultCollector, Waiting};
use crate::error::Error;
use std::collections::VecDeque;

/// The most bytes of encoded results that may wait to be fetched.
const MOST_BYTES: usize = 64 << 20;

/// Results that were not fetched yet, in the order of their inputs.
pub(crate) struct Ordered<R> {
    waiting: VecDeque<Option<(Waiting<R>, usize)>>,
    /// The index of the first.
    first: u64,
    bytes: usize,
}

impl<R> Default for Ordered<R> {
    fn default() -> Self {
        Self { waiting: VecDeque::new(), first: 0, bytes: 0 }
    }
}

impl<R> Ordered<R> {
    pub(crate) fn is_ready(&self) -> bool {
        matches!(self.waiting.front(), Some(Some(_)))
    }

    #[inline]
    pub(crate) fn fetch(&mut self) -> Option<Result<R, Error>> {
        let (result, bytes) = self.waiting.front_mut()?.take()?;
        self.waiting.pop_front();
        self.first += 1;
        self.bytes -= bytes;
        Some(result.read())
    }
}

impl<R> Ordered<R> {
    #[inline]
    fn wait(&mut self, index: u64, result: Waiting<R>, bytes: usize) {
        let at = index.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        if let Some(slot) = at.and_then(|at| self.waiting.get_mut(at)) {
            self.bytes += bytes;
            *slot = Some((result, bytes));
        }
    }
}

impl<R> ResultCollector<R> for Ordered<R> {
    const READS_LATER: bool = true;

    fn take(&mut self, inputs: usize) {
        self.waiting.resize_with(self.waiting.len() + inputs, || None);
    }

    #[inline]
    fn put(&mut self, index: u64, result: Result<R, Error>, bytes: usize) {
        self.wait(index, Waiting::Here(result), bytes);
    }

    fn put_later(&mut self, later: Deferred<R>) {
        let bytes = later.lease.bytes().len();
        self.wait(later.index, Waiting::Deferred(later), bytes);
    }

    #[inline]
    fn held(&self) -> usize {
        self.waiting.len()
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.bytes > MOST_BYTES
    }

    fn fill_missing(&mut self, error: impl Fn(u64) -> Error) {
        for (index, slot) in (self.first..).zip(&mut self.waiting) {
            slot.get_or_insert_with(|| (Waiting::Here(Err(error(index))), 0));
        }
    }
}

/// Results that were not fetched yet, in the order in which they arrive.
pub(crate) struct AsCompleted<R> {
    arrived: VecDeque<(u64, Waiting<R>, usize)>,
    /// Which inputs have no result yet, from `first` on.
    missing: VecDeque<bool>,
    first: u64,
    under_way: usize,
    bytes: usize,
}

impl<R> Default for AsCompleted<R> {
    fn default() -> Self {
        Self { arrived: VecDeque::new(), missing: VecDeque::new(), first: 0, under_way: 0, bytes: 0 }
    }
}

impl<R> AsCompleted<R> {
    pub(crate) fn is_ready(&self) -> bool {
        !self.arrived.is_empty()
    }

    #[inline]
    pub(crate) fn fetch(&mut self) -> Option<(u64, Result<R, Error>)> {
        let (index, result, bytes) = self.arrived.pop_front()?;
        self.bytes -= bytes;
        Some((index, result.read()))
    }
}

impl<R> AsCompleted<R> {
    #[inline]
    fn arrive(&mut self, index: u64, result: Waiting<R>, bytes: usize) {
        let at = index.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        if let Some(slot) = at.and_then(|at| self.missing.get_mut(at)).filter(|slot| **slot) {
            *slot = false;
            self.under_way -= 1;
            self.bytes += bytes;
            self.arrived.push_back((index, result, bytes));
        }
        while self.missing.front() == Some(&false) {
            self.missing.pop_front();
            self.first += 1;
        }
    }
}

impl<R> ResultCollector<R> for AsCompleted<R> {
    const READS_LATER: bool = true;

    fn take(&mut self, inputs: usize) {
        self.missing.resize(self.missing.len() + inputs, true);
        self.under_way += inputs;
    }

    #[inline]
    fn put(&mut self, index: u64, result: Result<R, Error>, bytes: usize) {
        self.arrive(index, Waiting::Here(result), bytes);
    }

    fn put_later(&mut self, later: Deferred<R>) {
        let bytes = later.lease.bytes().len();
        self.arrive(later.index, Waiting::Deferred(later), bytes);
    }

    #[inline]
    fn held(&self) -> usize {
        self.under_way + self.arrived.len()
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.bytes > MOST_BYTES
    }

    fn fill_missing(&mut self, error: impl Fn(u64) -> Error) {
        for (index, missing) in (self.first..).zip(&mut self.missing) {
            if std::mem::take(missing) {
                self.arrived.push_back((index, Waiting::Here(Err(error(index))), 0));
            }
        }
        self.under_way = 0;
    }
}

//! Where the results of a `map` are collected, and how many of them wait there.

use crate::error::Error;
use std::collections::VecDeque;

/// Results by the index of their input.
pub(crate) trait Sink<R> {
    /// An input was taken; indices count up from 0.
    fn taken(&mut self);

    /// Its result, which had so many bytes.
    fn put(&mut self, index: u64, result: Result<R, Error>, bytes: usize);

    /// How many inputs were taken whose results nobody has yet.
    fn held(&self) -> usize;

    /// Whether no more is to be taken before some of it is fetched.
    fn is_full(&self) -> bool {
        false
    }

    /// Puts an error in the place of each result that is missing.
    fn fill(&mut self, error: impl Fn(u64) -> Error);
}

/// All of them, in the order of their inputs.
pub(crate) struct All<R> {
    results: Vec<Option<Result<R, Error>>>,
    missing: usize,
}

impl<R> All<R> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { results: Vec::with_capacity(capacity), missing: 0 }
    }

    pub(crate) fn into_results(self) -> impl ExactSizeIterator<Item = Option<Result<R, Error>>> {
        self.results.into_iter()
    }
}

impl<R> Sink<R> for All<R> {
    #[inline]
    fn taken(&mut self) {
        self.results.push(None);
        self.missing += 1;
    }

    #[inline]
    fn put(&mut self, index: u64, result: Result<R, Error>, _: usize) {
        if let Some(slot) = usize::try_from(index).ok().and_then(|at| self.results.get_mut(at)) {
            *slot = Some(result);
            self.missing -= 1;
        }
    }

    #[inline]
    fn held(&self) -> usize {
        self.missing
    }

    fn fill(&mut self, error: impl Fn(u64) -> Error) {
        for (index, slot) in (0..).zip(&mut self.results) {
            slot.get_or_insert_with(|| Err(error(index)));
        }
        self.missing = 0;
    }
}

/// Encoded bytes of results that may wait to be fetched, whatever their number.
const MOST_BYTES: usize = 64 << 20;

/// Those that were not fetched yet, in the order of their inputs.
pub(crate) struct Ordered<R> {
    waiting: VecDeque<Option<(Result<R, Error>, usize)>>,
    /// The index of the first one.
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
        Some(result)
    }
}

impl<R> Sink<R> for Ordered<R> {
    #[inline]
    fn taken(&mut self) {
        self.waiting.push_back(None);
    }

    #[inline]
    fn put(&mut self, index: u64, result: Result<R, Error>, bytes: usize) {
        let at = index.checked_sub(self.first).and_then(|at| usize::try_from(at).ok());
        if let Some(slot) = at.and_then(|at| self.waiting.get_mut(at)) {
            self.bytes += bytes;
            *slot = Some((result, bytes));
        }
    }

    #[inline]
    fn held(&self) -> usize {
        self.waiting.len()
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.bytes > MOST_BYTES
    }

    fn fill(&mut self, error: impl Fn(u64) -> Error) {
        for (index, slot) in (self.first..).zip(&mut self.waiting) {
            slot.get_or_insert_with(|| (Err(error(index)), 0));
        }
    }
}

/// Those that were not fetched yet, as they arrive.
pub(crate) struct AsCompleted<R> {
    arrived: VecDeque<(u64, Result<R, Error>, usize)>,
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
        Some((index, result))
    }
}

impl<R> Sink<R> for AsCompleted<R> {
    #[inline]
    fn taken(&mut self) {
        self.missing.push_back(true);
        self.under_way += 1;
    }

    #[inline]
    fn put(&mut self, index: u64, result: Result<R, Error>, bytes: usize) {
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

    #[inline]
    fn held(&self) -> usize {
        self.under_way + self.arrived.len()
    }

    #[inline]
    fn is_full(&self) -> bool {
        self.bytes > MOST_BYTES
    }

    fn fill(&mut self, error: impl Fn(u64) -> Error) {
        for (index, missing) in (self.first..).zip(&mut self.missing) {
            if std::mem::take(missing) {
                self.arrived.push_back((index, Err(error(index)), 0));
            }
        }
        self.under_way = 0;
    }
}

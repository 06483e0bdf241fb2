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

    /// Whether a failure has ended the call.
    fn has_failed(&self) -> bool {
        false
    }

    /// Puts an error in the place of each result that is missing.
    fn fill(&mut self, error: impl Fn(u64) -> Error);
}

/// Values in the order of their inputs. Those up to the first that is missing are where they will stay.
struct InOrder<T> {
    done: Vec<T>,
    /// From there on, as far as they are here.
    waiting: VecDeque<Option<T>>,
    /// How many inputs were taken.
    taken: usize,
    missing: usize,
}

impl<T> InOrder<T> {
    fn with_capacity(capacity: usize) -> Self {
        Self { done: Vec::with_capacity(capacity), waiting: VecDeque::new(), taken: 0, missing: 0 }
    }

    #[inline]
    fn take(&mut self) {
        self.taken += 1;
        self.missing += 1;
    }

    #[inline]
    fn put(&mut self, index: u64, value: T) {
        match usize::try_from(index).ok().and_then(|at| at.checked_sub(self.done.len())) {
            Some(0) => {
                self.done.push(value);
                if !self.waiting.is_empty() {
                    self.join_up();
                }
            }
            Some(at) => {
                if at >= self.waiting.len() {
                    self.waiting.resize_with(at + 1, || None);
                }
                self.waiting[at] = Some(value);
            }
            None => return,
        }
        self.missing -= 1;
    }

    /// The first that was missing is here: it, and those that follow it without a gap, are in their place.
    #[inline]
    fn join_up(&mut self) {
        self.waiting.pop_front();
        while let Some(next) = self.waiting.front_mut().and_then(Option::take) {
            self.done.push(next);
            self.waiting.pop_front();
        }
    }

    /// Puts a value in each place that is empty.
    fn fill(&mut self, value: impl Fn(u64) -> T) {
        let mut waiting = std::mem::take(&mut self.waiting).into_iter();
        while self.done.len() < self.taken {
            let index = self.done.len() as u64;
            self.done.push(waiting.next().flatten().unwrap_or_else(|| value(index)));
        }
        self.missing = 0;
    }
}

/// All of them.
pub(crate) struct All<R>(InOrder<Result<R, Error>>);

impl<R> All<R> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(InOrder::with_capacity(capacity))
    }

    /// The results; what is missing gets the error.
    pub(crate) fn into_results(mut self, error: impl Fn(u64) -> Error) -> Vec<Result<R, Error>> {
        self.0.fill(|index| Err(error(index)));
        self.0.done
    }
}

impl<R> Sink<R> for All<R> {
    #[inline]
    fn taken(&mut self) {
        self.0.take();
    }

    #[inline]
    fn put(&mut self, index: u64, result: Result<R, Error>, _: usize) {
        self.0.put(index, result);
    }

    #[inline]
    fn held(&self) -> usize {
        self.0.missing
    }

    fn fill(&mut self, error: impl Fn(u64) -> Error) {
        self.0.fill(|index| Err(error(index)));
    }
}

/// All of them, for a call that ends with the first failure.
pub(crate) struct AllGood<R> {
    results: InOrder<R>,
    /// Of the failures, the one that a plain loop would have met first.
    failed: Option<Error>,
}

impl<R> AllGood<R> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { results: InOrder::with_capacity(capacity), failed: None }
    }

    pub(crate) fn into_results(self, missing: impl Fn(u64) -> Error) -> Result<Vec<R>, Error> {
        match self.failed {
            Some(error) => Err(error),
            None if self.results.missing > 0 => Err(missing(self.results.done.len() as u64)),
            None => Ok(self.results.done),
        }
    }
}

impl<R> Sink<R> for AllGood<R> {
    #[inline]
    fn taken(&mut self) {
        self.results.take();
    }

    #[inline]
    fn put(&mut self, index: u64, result: Result<R, Error>, _: usize) {
        match result {
            Ok(value) => self.results.put(index, value),
            Err(error) => {
                if self.failed.as_ref().is_none_or(|known| known.index() > Some(index)) {
                    self.failed = Some(error);
                }
            }
        }
    }

    #[inline]
    fn held(&self) -> usize {
        self.results.missing
    }

    #[inline]
    fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    fn fill(&mut self, error: impl Fn(u64) -> Error) {
        let index = self.results.done.len() as u64;
        self.failed.get_or_insert_with(|| error(index));
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

//! Where the results of a `map` are collected, and how many of them wait there.

use crate::error::Error;
use crate::transfer::BufferLease;
use std::collections::{BTreeMap, VecDeque};

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
enum Waiting<R> {
    Here(Result<R, Error>),
    Deferred(Deferred<R>),
}

impl<R> Waiting<R> {
    #[inline]
    fn read(self) -> Result<R, Error> {
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

/// Values in the order of their inputs. Those up to the first that is missing are where they will stay; what comes early
/// comes in runs, since each worker answers in order.
struct InOrder<T> {
    done: Vec<T>,
    /// The run that was added to last, and the index of its first value.
    run: Vec<T>,
    run_start: usize,
    /// The others, by the index of their first value.
    runs: BTreeMap<usize, Vec<T>>,
    /// How many inputs were taken.
    taken: usize,
    /// How many values are in runs.
    early: usize,
    /// The index of the first of them; there is none with the highest number.
    first_early: usize,
}

impl<T> InOrder<T> {
    fn with_capacity(capacity: usize) -> Self {
        Self {
            done: Vec::with_capacity(capacity),
            run: Vec::new(),
            run_start: 0,
            runs: BTreeMap::new(),
            taken: 0,
            early: 0,
            first_early: usize::MAX,
        }
    }

    fn missing(&self) -> usize {
        self.taken - self.done.len() - self.early
    }

    #[inline]
    fn put(&mut self, index: u64, value: T) {
        // Within what was taken, so it fits.
        let index = index as usize;
        if index == self.done.len() {
            self.done.push(value);
            if self.done.len() == self.first_early {
                self.join_up();
            }
        } else {
            if index != self.run_start + self.run.len() {
                self.change_run(index);
            }
            self.run.push(value);
            self.early += 1;
        }
    }

    /// Makes the run that ends before `index` the one that is added to.
    #[inline(never)]
    fn change_run(&mut self, index: usize) {
        self.put_run_away();
        let before = self.runs.range(..index).next_back().map(|(start, run)| (*start, run.len()));
        if let Some((start, length)) = before
            && start + length == index
            && let Some(run) = self.runs.remove(&start)
        {
            (self.run, self.run_start) = (run, start);
        } else {
            self.run_start = index;
            self.first_early = self.first_early.min(index);
        }
    }

    fn put_run_away(&mut self) {
        let run = std::mem::take(&mut self.run);
        if !run.is_empty() {
            self.runs.insert(self.run_start, run);
        }
        self.run_start = usize::MAX;
    }

    /// Runs that begin where the values that are in their place end, are in their place too.
    #[inline(never)]
    fn join_up(&mut self) {
        loop {
            // The run that is added to may come before, between and after the others.
            let mut run = if self.run_start == self.done.len() {
                self.run_start = usize::MAX;
                std::mem::take(&mut self.run)
            } else if let Some(run) = self.runs.remove(&self.done.len()) {
                run
            } else {
                break;
            };
            self.early -= run.len();
            self.done.append(&mut run);
        }
        let first = self.runs.first_key_value().map_or(usize::MAX, |(start, _)| *start);
        self.first_early = first.min(self.run_start);
    }

    /// Puts a value in each place that is empty.
    fn fill(&mut self, value: impl Fn(u64) -> T) {
        self.put_run_away();
        for (start, mut run) in std::mem::take(&mut self.runs) {
            while self.done.len() < start {
                self.done.push(value(self.done.len() as u64));
            }
            self.done.append(&mut run);
        }
        while self.done.len() < self.taken {
            self.done.push(value(self.done.len() as u64));
        }
        self.early = 0;
        self.first_early = usize::MAX;
    }
}

/// All of them.
pub(crate) struct CollectAll<R>(InOrder<Result<R, Error>>);

impl<R> CollectAll<R> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(InOrder::with_capacity(capacity))
    }

    /// The results; what is missing gets the error.
    pub(crate) fn into_results(mut self, error: impl Fn(u64) -> Error) -> Vec<Result<R, Error>> {
        self.0.fill(|index| Err(error(index)));
        self.0.done
    }
}

impl<R> ResultCollector<R> for CollectAll<R> {
    fn take(&mut self, inputs: usize) {
        self.0.taken += inputs;
    }

    #[inline]
    fn put(&mut self, index: u64, result: Result<R, Error>, _: usize) {
        self.0.put(index, result);
    }

    #[inline]
    fn held(&self) -> usize {
        self.0.missing()
    }

    fn fill(&mut self, error: impl Fn(u64) -> Error) {
        self.0.fill(|index| Err(error(index)));
    }
}

/// All of them, for a call that ends with the first failure.
pub(crate) struct FailFast<R> {
    results: InOrder<R>,
    /// Of the failures, the one that a plain loop would have met first.
    failed: Option<Error>,
}

impl<R> FailFast<R> {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { results: InOrder::with_capacity(capacity), failed: None }
    }

    pub(crate) fn into_results(self, missing: impl Fn(u64) -> Error) -> Result<Vec<R>, Error> {
        match self.failed {
            Some(error) => Err(error),
            None if self.results.missing() > 0 => Err(missing(self.results.done.len() as u64)),
            None => Ok(self.results.done),
        }
    }
}

impl<R> ResultCollector<R> for FailFast<R> {
    fn take(&mut self, inputs: usize) {
        self.results.taken += inputs;
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
    fn put_good(&mut self, index: u64, value: R, _: usize) {
        self.results.put(index, value);
    }

    #[inline]
    fn held(&self) -> usize {
        self.results.missing()
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
    waiting: VecDeque<Option<(Waiting<R>, usize)>>,
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

    fn fill(&mut self, error: impl Fn(u64) -> Error) {
        for (index, slot) in (self.first..).zip(&mut self.waiting) {
            slot.get_or_insert_with(|| (Waiting::Here(Err(error(index))), 0));
        }
    }
}

/// Those that were not fetched yet, as they arrive.
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

    fn fill(&mut self, error: impl Fn(u64) -> Error) {
        for (index, missing) in (self.first..).zip(&mut self.missing) {
            if std::mem::take(missing) {
                self.arrived.push_back((index, Waiting::Here(Err(error(index))), 0));
            }
        }
        self.under_way = 0;
    }
}

#[cfg(test)]
#[path = "collector_tests.rs"]
mod tests;

//! Values put in order.

use std::collections::BTreeMap;

/// Values in the order of their inputs. Values before the first gap are in their final place. Values after it are kept in
/// runs, because each worker answers in order.
pub(super) struct InOrder<T> {
    pub(super) done: Vec<T>,
    /// The run that got the last value, and the index of its first value.
    run: Vec<T>,
    run_start: usize,
    /// The other runs, by the index of their first value.
    runs: BTreeMap<usize, Vec<T>>,
    /// Number of inputs taken.
    pub(super) taken: usize,
    /// Number of values in runs.
    early: usize,
    /// The index of the first of them; `usize::MAX` if there is none.
    first_early: usize,
}

impl<T> InOrder<T> {
    pub(super) fn with_capacity(capacity: usize) -> Self {
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

    pub(super) fn missing(&self) -> usize {
        self.taken - self.done.len() - self.early
    }

    #[inline]
    pub(super) fn put(&mut self, index: u64, value: T) {
        // An index of an input that was taken, so it fits.
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

    /// Makes the run that ends before `index` the current one.
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

    /// Appends the runs that begin where the values in their final place end.
    #[inline(never)]
    fn join_up(&mut self) {
        loop {
            // The current run may come before, between or after the others.
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

    /// Puts a value in each gap.
    pub(super) fn fill_missing(&mut self, value: impl Fn(u64) -> T) {
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

//! What earlier tries of a call have left, and how often each input may still run.
//!
//! An input may run once and `retries` times more. A try whose deputy is gone may have begun any input that has no result, so it
//! counts once for each of those. A worker that died counts when its error is kept, which is before the input runs again.

use super::records::{Record, What};
use std::collections::HashMap;

#[derive(Debug)]
pub(super) struct History {
    retries: u32,
    /// Tries before this one.
    earlier: u32,
    has_result: Vec<bool>,
    /// Errors of runs that were made again, of each input.
    errors: HashMap<u64, Vec<Vec<u8>>>,
}

/// What is left to do.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Left {
    /// Inputs that may run.
    pub(super) runs: Vec<u64>,
    /// Inputs that may have run too often, and have no result.
    pub(super) lost: Vec<u64>,
}

impl History {
    pub(super) fn new(total: usize, retries: u32, earlier: u32) -> Self {
        Self { retries, earlier, has_result: vec![false; total], errors: HashMap::new() }
    }

    /// Takes what an earlier try has kept.
    pub(super) fn take(&mut self, record: Record) {
        match record.what {
            What::Result | What::Error => self.settle(record.index),
            What::Again => self.fail(record.index, record.content),
            What::Task | What::Input => {}
        }
    }

    /// The input has a result.
    pub(super) fn settle(&mut self, index: u64) {
        if let Some(has) = usize::try_from(index).ok().and_then(|index| self.has_result.get_mut(index)) {
            *has = true;
        }
    }

    /// The input has lost its worker, and is to run again.
    pub(super) fn fail(&mut self, index: u64, error: Vec<u8>) {
        self.errors.entry(index).or_default().push(error);
    }

    /// Errors of the input that are no result.
    pub(super) fn errors(&self, index: u64) -> &[Vec<u8>] {
        self.errors.get(&index).map_or(&[], Vec::as_slice)
    }

    /// How often the input may run from now on.
    pub(super) fn runs_left(&self, index: u64) -> u32 {
        let ran = u32::try_from(self.errors(index).len()).unwrap_or(u32::MAX).saturating_add(self.earlier);
        self.retries.saturating_add(1).saturating_sub(ran)
    }

    /// How many inputs have a result.
    pub(super) fn done(&self) -> u64 {
        self.has_result.iter().filter(|has| **has).count() as u64
    }

    /// What is to be done at the start of a try.
    pub(super) fn left(&self) -> Left {
        let mut left = Left::default();
        for (index, has_result) in (0..).zip(&self.has_result) {
            if !has_result {
                let of = if self.runs_left(index) > 0 { &mut left.runs } else { &mut left.lost };
                of.push(index);
            }
        }
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(what: What, index: u64) -> Record {
        Record { what, index, content: vec![7] }
    }

    #[test]
    fn the_first_try_runs_everything() {
        let history = History::new(3, 0, 0);
        assert_eq!(history.left(), Left { runs: vec![0, 1, 2], lost: vec![] });
        assert_eq!(history.runs_left(1), 1);
    }

    #[test]
    fn no_input_runs_more_often_than_it_may() {
        let mut history = History::new(6, 2, 1);
        history.take(record(What::Result, 0));
        history.take(record(What::Error, 1));
        history.take(record(What::Again, 2));
        history.take(record(What::Again, 3));
        history.take(record(What::Again, 3));
        history.take(record(What::Result, 99));
        assert_eq!(history.left(), Left { runs: vec![2, 4, 5], lost: vec![3] });
        assert_eq!([2, 3, 4].map(|index| history.runs_left(index)), [1, 0, 2]);
        assert_eq!(history.done(), 2);
        // In this try.
        history.fail(4, vec![8]);
        assert_eq!(history.runs_left(4), 1);
        history.fail(4, vec![9]);
        assert_eq!((history.runs_left(4), history.errors(4)), (0, &[vec![8], vec![9]][..]));
        history.settle(4);
        assert_eq!(history.done(), 3);
    }

    #[test]
    fn a_second_try_without_retries_runs_nothing() {
        let mut history = History::new(2, 0, 1);
        history.take(record(What::Result, 1));
        assert_eq!(history.left(), Left { runs: vec![], lost: vec![0] });
    }
}

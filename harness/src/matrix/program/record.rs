//! What has run, for the files that are written when all is over.

use super::types::TypeCell;
use crate::matrix::{CellReport, Expected, Outcome};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Everything that the trials of a run have found so far.
#[derive(Debug, Default)]
pub(super) struct Record(Mutex<Found>);

#[derive(Clone, Debug, Default)]
#[cfg_attr(not(feature = "report"), allow(dead_code, reason = "only reports are made of it"))]
pub(super) struct Found {
    pub(super) trials: Vec<Ran>,
    pub(super) types: Vec<TypeFound>,
    pub(super) tasks: Vec<CellReport>,
}

/// A trial that ran.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "junit"), allow(dead_code, reason = "only JUnit's file is made of it"))]
pub(super) struct Ran {
    pub(super) name: String,
    pub(super) time: Duration,
    pub(super) result: Result<(), String>,
}

/// A type that was tried.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "report"), allow(dead_code, reason = "only reports are made of it"))]
pub(super) struct TypeFound {
    pub(super) name: &'static str,
    pub(super) format: &'static str,
    pub(super) accepted: bool,
    pub(super) expected: Expected,
    pub(super) outcome: Outcome,
    pub(super) samples: usize,
}

impl Record {
    fn change(&self, change: impl FnOnce(&mut Found)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }

    pub(super) fn add_type(&self, cell: &TypeCell, expected: Expected, outcome: &Outcome, samples: usize) {
        let TypeCell { name, format, accepted, .. } = *cell;
        let found = TypeFound { name, format, accepted, expected, outcome: outcome.clone(), samples };
        self.change(|all| all.types.push(found));
    }

    pub(super) fn add_task(&self, report: &CellReport) {
        self.change(|all| all.tasks.push(report.clone()));
    }

    /// Runs a trial; its panic is its failure.
    pub(super) fn watch(&self, name: String, run: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
        let clock = Instant::now();
        let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
        let result = run.unwrap_or_else(|payload| Err(words_of(&*payload)));
        let ran = Ran { name, time: clock.elapsed(), result: result.clone() };
        self.change(|all| all.trials.push(ran));
        result
    }

    #[cfg(any(feature = "junit", feature = "report"))]
    pub(super) fn found(&self) -> Found {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn words_of(payload: &(dyn std::any::Any + Send)) -> String {
    let text =
        payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", text.unwrap_or("without a message"))
}

//! What has run so far, for the files that are written at the end.

use super::types::TypeCell;
use crate::matrix::{Cell, CellReport, Expected, Outcome};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Everything that the trials of a run have found so far.
#[derive(Debug, Default)]
pub(super) struct Record(Mutex<TestRun>);

/// A run of a crate's own matrix: what there is, and what was found. A report is made from it.
#[derive(Clone, Debug, Default)]
#[cfg_attr(not(feature = "report"), allow(dead_code, reason = "only reports are made from it"))]
pub(crate) struct TestRun {
    /// The command that repeats it.
    pub(crate) command: String,
    /// Names and formats of all types, run or not, in their order.
    pub(crate) all_types: Vec<(&'static str, &'static str)>,
    /// All tasks, run or not, in their order.
    pub(crate) all_tasks: Vec<Cell>,
    pub(crate) trials: Vec<Ran>,
    pub(crate) types: Vec<TypeFound>,
    pub(crate) tasks: Vec<CellReport>,
}

/// A trial that ran.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "junit"), allow(dead_code, reason = "only JUnit's file is made from it"))]
pub(crate) struct Ran {
    pub(crate) name: String,
    pub(crate) time: Duration,
    pub(crate) result: Result<(), String>,
}

/// A type that was tried.
#[derive(Clone, Debug)]
#[cfg_attr(not(feature = "report"), allow(dead_code, reason = "only reports are made from it"))]
pub(crate) struct TypeFound {
    pub(crate) name: &'static str,
    pub(crate) format: &'static str,
    pub(crate) accepted: bool,
    pub(crate) expected: Expected,
    pub(crate) outcome: Outcome,
    pub(crate) samples: usize,
}

impl Record {
    fn change(&self, change: impl FnOnce(&mut TestRun)) {
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
    pub(super) fn run_trial(
        &self,
        name: String,
        run: impl FnOnce() -> Result<(), String>,
    ) -> Result<(), String> {
        let clock = Instant::now();
        let run = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run));
        let result = run.unwrap_or_else(|payload| Err(message_of(&*payload)));
        let ran = Ran { name, time: clock.elapsed(), result: result.clone() };
        self.change(|all| all.trials.push(ran));
        result
    }

    /// What was found so far.
    pub(super) fn found(&self) -> TestRun {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn message_of(payload: &(dyn std::any::Any + Send)) -> String {
    let text =
        payload.downcast_ref::<&str>().copied().or(payload.downcast_ref::<String>().map(String::as_str));
    format!("it panicked: {}", text.unwrap_or("without a message"))
}

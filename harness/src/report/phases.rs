//! [`PhaseRow`]: where the time of a cell went. Times are seconds.

use super::units::digits;
use crate::matrix::CellReport;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Where the time of a cell went, summed over all of its tasks.
///
/// The time of the workers is `wall` multiplied by their number; `queue` is the part that they did not spend on tasks. The time
/// that this process spent on encoding inputs and decoding results is added to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PhaseRow {
    /// Encoding inputs and results.
    pub encode: f64,
    /// System calls that move bytes, on both sides.
    pub transfer: f64,
    /// Waiting of the workers: for a task, for a process to start, for a core.
    pub queue: f64,
    /// The task itself, measured where it runs.
    pub compute: f64,
    /// Decoding inputs and results.
    pub decode: f64,
}

impl PhaseRow {
    /// The phases with their names, in the order in which a task goes through them.
    ///
    /// ```
    /// use wirecheck::report::PhaseRow;
    ///
    /// let row = PhaseRow { compute: 2.0, ..PhaseRow::default() };
    /// assert_eq!(row.named()[3], ("compute", 2.0));
    /// ```
    pub fn named(&self) -> [(&'static str, f64); 5] {
        [
            ("encode", self.encode),
            ("transfer", self.transfer),
            ("queue", self.queue),
            ("compute", self.compute),
            ("decode", self.decode),
        ]
    }

    pub(crate) fn of(report: &CellReport) -> Option<Self> {
        let (phases, queue) = (report.phases?, report.waited()?);
        let moving = phases.moving();
        let [encode, transfer, queue, compute, decode] =
            [moving.encode, moving.transfer, queue, phases.compute, moving.decode].map(seconds);
        Some(Self { encode, transfer, queue, compute, decode })
    }

    /// All of them together.
    pub fn sum(&self) -> f64 {
        self.named().into_iter().map(|(_, time)| time).sum()
    }
}

fn seconds(time: Duration) -> f64 {
    digits(time.as_secs_f64())
}

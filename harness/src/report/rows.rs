//! What stands in a timing report beside its cells. Times are seconds.

use super::timing::digits;
use crate::matrix::{BackendKind, BreakEven, CellReport, Scaling, amdahl};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Where the time of a cell went, summed over all of its tasks.
///
/// What the workers had of it is all of theirs: `wall` times their number, of which `queue` is what they spent on no task.
/// What this process did for them (writing inputs, reading results) comes on top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PhaseRow {
    /// Writing inputs and results.
    pub encode: f64,
    /// System calls that move bytes, on both sides.
    pub transfer: f64,
    /// Workers that waited: for a task, for a process to start, for a core.
    pub queue: f64,
    /// The task itself, measured where it runs.
    pub compute: f64,
    /// Reading inputs and results.
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

    pub(super) fn of(report: &CellReport) -> Option<Self> {
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

/// A workload on 1, 2, .. workers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScalingRow {
    /// The workload's name.
    pub workload: String,
    /// Where it ran.
    pub backend: BackendKind,
    /// The wire format's name, or `memory`.
    pub format: String,
    /// A point a number of workers, the fewest first.
    pub points: Vec<ScalingPoint>,
    /// The share that does not get faster with more workers, after Karp and Flatt (1990), at the most workers.
    pub serial: Option<f64>,
    /// The speed-up that no number of workers exceeds if that share stays: Amdahl's bound (1967).
    pub bound: Option<f64>,
}

/// How long a workload took on so many workers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScalingPoint {
    /// How many.
    pub workers: usize,
    /// The median of the runs.
    pub wall: f64,
    /// The fastest run.
    pub low: f64,
    /// The slowest.
    pub high: f64,
}

/// From which size of a task on a backend is worth it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BreakEvenRow {
    /// Which backend.
    pub backend: BackendKind,
    /// The wire format's name, or `memory`.
    pub format: String,
    /// How many workers it had.
    pub workers: usize,
    /// What was measured, the shortest task first.
    pub points: Vec<BreakEvenPoint>,
    /// The seconds of a task from which on it is faster than a plain loop: 0 where it always is, `None` where it never is.
    pub over_inline: Option<f64>,
    /// The same beside threads. `None` for threads.
    pub over_thread: Option<f64>,
    /// In a sentence.
    pub advice: String,
}

/// Tasks of one size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct BreakEvenPoint {
    /// Seconds that a task takes in a plain loop.
    pub task: f64,
    /// Seconds a task takes on the backend: wall time over the number of tasks.
    pub here: f64,
}

fn seconds(time: Duration) -> f64 {
    digits(time.as_secs_f64())
}

impl ScalingRow {
    pub(super) fn of(scaling: &Scaling) -> Self {
        let point = |(workers, walls): &(usize, Vec<Duration>)| {
            let at = |at: usize| walls.get(at).copied().map_or(0.0, seconds);
            let (wall, low, high) = (at(walls.len() / 2), at(0), at(walls.len().saturating_sub(1)));
            ScalingPoint { workers: *workers, wall, low, high }
        };
        let serial = scaling.serial();
        Self {
            workload: scaling.workload.to_owned(),
            backend: scaling.backend,
            format: scaling.format.to_owned(),
            points: scaling.points.iter().map(point).collect(),
            serial: serial.map(digits),
            // Without a serial share there is none.
            bound: serial.map(|serial| amdahl(serial, None)).filter(|bound| bound.is_finite()).map(digits),
        }
    }
}

impl BreakEvenRow {
    pub(super) fn of(one: &BreakEven, all: &[BreakEven]) -> Self {
        let thread = all.iter().find(|other| other.backend == BackendKind::Thread);
        let point = |point: &crate::matrix::BreakEvenPoint| BreakEvenPoint {
            task: seconds(point.task),
            here: seconds(point.here),
        };
        Self {
            backend: one.backend,
            format: one.format.to_owned(),
            workers: one.workers,
            points: one.points.iter().map(point).collect(),
            over_inline: one.over_inline().map(seconds),
            over_thread: thread
                .filter(|_| one.backend.encodes())
                .and_then(|thread| one.over(thread))
                .map(seconds),
            advice: one.advice(thread),
        }
    }
}

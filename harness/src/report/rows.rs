//! What stands in a timing report beside its cells. Times are seconds.

use crate::matrix::BackendKind;
use serde::{Deserialize, Serialize};

/// Where the time of a cell went, summed over all of its tasks.
///
/// A task is written (`encode`), waits for its turn (`queue`), is moved and comes back (`transfer`), is read (`decode`) and
/// worked on (`compute`). Tasks that run at once are each counted, so the sum may be more than the cell took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PhaseRow {
    /// Writing inputs and results.
    pub encode: f64,
    /// System calls that move bytes, on both sides.
    pub transfer: f64,
    /// Between being handed out and being answered, what is none of the others.
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

/// The same workload in another library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeerRow {
    /// The workload's name.
    pub workload: String,
    /// The library and what of it.
    pub peer: String,
    /// How many workers.
    pub workers: usize,
    /// The median of the runs; `None` where it was not run.
    pub wall: Option<f64>,
    /// The fastest run.
    pub low: Option<f64>,
    /// The slowest.
    pub high: Option<f64>,
    /// Why it was not run.
    pub skipped: Option<String>,
}

/// Waits and sums together, done one way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MixRow {
    /// What there is to do.
    pub mix: String,
    /// Where it is done.
    pub way: String,
    /// The median of the runs.
    pub wall: f64,
    /// The fastest run.
    pub low: f64,
    /// The slowest.
    pub high: f64,
}

//! What a suite is run beside: the same work in other libraries, and waits and sums together.

use super::Scale;
use serde::{Deserialize, Serialize};

/// What a run asks of measurements that are not cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtraMeasurements {
    /// How much work.
    pub scale: Scale,
    /// How many workers, where the workload does not say itself.
    pub workers: usize,
    /// How often each is run after one run to warm up.
    pub runs: usize,
    /// The workloads of the run.
    pub workloads: Vec<&'static str>,
}

/// The same workload in another library. Times are seconds.
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

/// Waits and sums together, done one way. Times are seconds.
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

/// Runs the workloads in other libraries; told is what it is at.
pub type Peers = fn(&ExtraMeasurements, &dyn Fn(&str)) -> Vec<PeerRow>;

/// Runs waits and sums together; told is what it is at. An error is a sentence.
pub type Mix = fn(&ExtraMeasurements, &dyn Fn(&str)) -> Result<Vec<MixRow>, String>;

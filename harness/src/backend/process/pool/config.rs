//! The settings of a process backend.

use crate::backend::process::worker::{Initializer, LineHub, StartLimits};
use crate::backend::{Batch, Fault, Launch, Stopwatch, TransferSettings};
use std::sync::Arc;
use std::time::Duration;

/// How a process backend treats its workers.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// What the backend is called.
    pub(crate) name: &'static str,
    /// The most workers at once, at first.
    pub(crate) workers: usize,
    /// Number of tasks that a worker runs before it ends; 0 is no limit.
    pub(crate) tasks: u64,
    pub(crate) batch: Batch,
    /// Number of inputs that may be read whose results are not there or not fetched yet.
    pub(crate) window: Option<usize>,
    /// How long a new worker may take until it is ready.
    pub(crate) start_limits: StartLimits,
    pub(crate) task_timeout: Option<Duration>,
    pub(crate) call_timeout: Option<Duration>,
    /// How often a task is run again when its worker dies.
    pub(crate) retries: u32,
    /// Resident bytes above which a worker is replaced.
    pub(crate) recycle: Option<u64>,
    /// How long a worker may be idle before it ends.
    pub(crate) idle: Option<Duration>,
    pub(crate) initializer: Option<Initializer>,
    pub(crate) launch: Launch,
    /// What takes labelled lines, if there are some.
    pub(crate) lines: Option<Arc<LineHub>>,
    pub(crate) transfer: TransferSettings,
    /// How deep pools may be nested.
    pub(crate) depth: u32,
    pub(crate) stopwatch: Stopwatch,
    /// The fault to inject, and the input at which.
    pub(crate) fault: Option<(Fault, u64)>,
}

#[cfg(test)]
impl Default for Config {
    /// One worker and no limits, for tests.
    fn default() -> Self {
        Self {
            name: "pool",
            workers: 1,
            tasks: 0,
            batch: Batch::Auto,
            window: None,
            start_limits: StartLimits {
                greeting: Duration::from_secs(10),
                initializer: Duration::from_secs(300),
            },
            task_timeout: None,
            call_timeout: None,
            retries: 0,
            recycle: None,
            idle: None,
            initializer: None,
            launch: Launch::default(),
            lines: None,
            transfer: TransferSettings::default(),
            depth: 1,
            stopwatch: Stopwatch::default(),
            fault: None,
        }
    }
}

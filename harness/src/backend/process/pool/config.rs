//! What a process backend is told once.

use crate::backend::process::worker::Batch;
use crate::backend::process::worker::Initializer;
use crate::backend::process::worker::Launch;
use crate::backend::{Fault, Stopwatch, TransferSettings};
use std::time::Duration;

/// How a process backend treats its workers.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// The most processes at once, at first.
    pub(crate) workers: usize,
    /// Tasks a worker runs before it ends; 0 is no limit.
    pub(crate) tasks: u64,
    pub(crate) batch: Batch,
    /// How far ahead of the answers the input is read.
    pub(crate) window: Option<usize>,
    /// How long a new worker may take to greet.
    pub(crate) handshake_timeout: Duration,
    pub(crate) task_timeout: Option<Duration>,
    pub(crate) call_timeout: Option<Duration>,
    /// How often a task whose worker died is run again.
    pub(crate) retries: u32,
    /// Resident bytes beyond which a worker is replaced.
    pub(crate) recycle: Option<u64>,
    /// How long a worker may be idle before it ends.
    pub(crate) idle: Option<Duration>,
    pub(crate) initializer: Option<Initializer>,
    pub(crate) launch: Launch,
    pub(crate) transfer: TransferSettings,
    /// How deep pools may be nested.
    pub(crate) depth: u32,
    pub(crate) stopwatch: Stopwatch,
    /// What is to go wrong, at which input.
    pub(crate) fault: Option<(Fault, u64)>,
}

#[cfg(test)]
impl Default for Config {
    /// One worker and no limits, for tests.
    fn default() -> Self {
        Self {
            workers: 1,
            tasks: 0,
            batch: Batch::Auto,
            window: None,
            handshake_timeout: Duration::from_secs(10),
            task_timeout: None,
            call_timeout: None,
            retries: 0,
            recycle: None,
            idle: None,
            initializer: None,
            launch: Launch::default(),
            transfer: TransferSettings::default(),
            depth: 1,
            stopwatch: Stopwatch::default(),
            fault: None,
        }
    }
}

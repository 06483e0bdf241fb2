//! What a process backend is told once.

use crate::backend::process::worker::Initializer;
use crate::backend::{Batch, Fault, Launch, Stopwatch, TransferSettings};
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

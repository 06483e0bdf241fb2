//! What a pool has done so far.

use super::state::PoolState;
use crate::backend::Phases;
use crate::backend::process::worker::Worker;
use std::sync::atomic::{AtomicU64, Ordering};

/// Running totals, for reports.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) tasks: AtomicU64,
    pub(crate) sent: AtomicU64,
    pub(crate) received: AtomicU64,
    pub(crate) started: AtomicU64,
    pub(crate) crashed: AtomicU64,
    pub(crate) stopped: AtomicU64,
    pub(crate) retried: AtomicU64,
    pub(crate) out_of_band: AtomicU64,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64, n: u64) {
        counter.fetch_add(n, Ordering::Relaxed);
    }
}

/// Gives its running totals.
pub(crate) trait Counts {
    /// Tasks, bytes sent, bytes received, workers started, crashed, stopped on purpose, tasks retried, bytes that went
    /// through shared memory or a file.
    fn counts(&self) -> [u64; 8];

    fn phases(&self) -> Phases;
}

impl<W: Worker> Counts for PoolState<W> {
    fn counts(&self) -> [u64; 8] {
        let Counters { tasks, sent, received, started, crashed, stopped, retried, out_of_band } =
            &self.counters;
        [tasks, sent, received, started, crashed, stopped, retried, out_of_band]
            .map(|counter| counter.load(Ordering::Relaxed))
    }

    fn phases(&self) -> Phases {
        self.config.stopwatch.phases()
    }
}

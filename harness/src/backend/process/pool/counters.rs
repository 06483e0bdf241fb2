//! What a pool has done so far.

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

//! Places that become free in the background.

use crate::clock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar};

/// Places of workers that ended in the background.
#[derive(Debug, Default)]
pub(super) struct Vacated {
    count: AtomicUsize,
    /// Notified of each.
    pub(super) freed: Arc<Condvar>,
}

impl Vacated {
    pub(super) fn add(&self, places: usize) {
        self.count.fetch_add(places, Ordering::Release);
        // A call that misses this looks again soon.
        clock::notify_all(&self.freed);
    }

    /// Their number since the last time.
    pub(super) fn take(&self) -> usize {
        self.count.swap(0, Ordering::Acquire)
    }
}

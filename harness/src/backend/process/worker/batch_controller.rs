//! How many tasks may wait at one worker.
//!
//! A batch is not a message of its own here: every task has its frame, and the batch size is the number
//! of frames a worker may have unanswered. Many for tiny tasks, so that nobody waits for a round trip;
//! one for long tasks, so that none waits behind another while a worker is free.

use crate::backend::Batch;
use crate::clock;
use std::time::{Duration, Instant};

/// Work to keep queued at a worker.
const QUEUED: Duration = Duration::from_millis(2);
/// A round trip does not matter for a task of this length: nothing is queued behind it.
const LONG: Duration = Duration::from_millis(20);
const MOST: usize = 4096;
/// Bytes of large results to have at a worker: what is made too early is out of the caches, or waits for memory.
const AHEAD: u64 = 2 << 20;
/// What taking over a large result costs this side, at most: while it does, its worker shall have work.
const BYTES_PER_MICROSECOND: u64 = 2000;
/// A share of a task's time that is worth that.
const NOTABLE: u32 = 8;

#[derive(Debug)]
pub(crate) struct BatchController {
    limit: usize,
    since: Instant,
}

impl Default for BatchController {
    fn default() -> Self {
        Self { limit: 1, since: clock::now() }
    }
}

impl BatchController {
    pub(crate) fn limit(&self, batch: Batch) -> usize {
        match batch {
            Batch::Auto => self.limit,
            Batch::Fixed(size) => size.max(1),
        }
    }

    /// An idle worker got a task.
    pub(crate) fn busy(&mut self) {
        self.since = clock::now();
    }

    /// `answers` arrived from a worker that had work since the last time, with `large` bytes of results that were not in their frames.
    pub(crate) fn answered(&mut self, answers: usize, large: u64) {
        let now = clock::now();
        let took = now.duration_since(self.since);
        self.since = now;
        let Ok(count) = u32::try_from(answers.max(1)) else { return };
        self.adapt(took / count, large / u64::from(count));
    }

    fn adapt(&mut self, each: Duration, large: u64) {
        let fit = QUEUED.as_nanos() / each.as_nanos().max(1);
        let taking = Duration::from_micros(large / BYTES_PER_MICROSECOND);
        let least = if each < LONG || taking > each / NOTABLE { 2 } else { 1 };
        let most = AHEAD.checked_div(large).map_or(MOST, |fit| usize::try_from(fit).unwrap_or(MOST));
        let fit = usize::try_from(fit).unwrap_or(MOST).min(most).clamp(least, MOST);
        // Doubling at most: one lucky reading must not queue thousands of long tasks.
        self.limit = fit.min(self.limit * 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_for_tiny_tasks_and_falls_at_once_for_long_ones() {
        let mut batch_controller = BatchController::default();
        let mut seen = vec![batch_controller.limit];
        for _ in 0..14 {
            batch_controller.adapt(Duration::from_nanos(100), 0);
            seen.push(batch_controller.limit);
        }
        assert_eq!(&seen[..4], [1, 2, 4, 8]);
        assert_eq!(batch_controller.limit, MOST);
        batch_controller.adapt(Duration::from_millis(1), 0);
        assert_eq!(batch_controller.limit, 2);
        batch_controller.adapt(Duration::from_millis(50), 0);
        assert_eq!(batch_controller.limit, 1);
    }

    #[test]
    fn large_results_are_few_and_leave_no_worker_without_work() {
        let mut batch_controller = BatchController { limit: 64, since: clock::now() };
        batch_controller.adapt(Duration::from_micros(30), 64 << 10);
        assert_eq!(batch_controller.limit, 32, "2 MiB of them");
        batch_controller.adapt(Duration::from_micros(100), 1 << 20);
        assert_eq!(batch_controller.limit, 2);
        batch_controller.adapt(Duration::from_millis(70), 64 << 20);
        assert_eq!(batch_controller.limit, 2, "this side takes a good part of a task's time to read one");
        batch_controller.adapt(Duration::from_secs(10), 64 << 20);
        assert_eq!(batch_controller.limit, 1, "it does not matter for such a task");
    }
}

//! How many tasks may wait at one worker.
//!
//! A batch is not a message of its own here: every task has its frame, and the batch size is the number
//! of frames a worker may have unanswered. Many for tiny tasks, so that nobody waits for a round trip;
//! one for long tasks, so that none waits behind another while a worker is free.

use std::time::{Duration, Instant};

/// How many tasks are handed to a worker ahead of its answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Batch {
    /// As many as keep the worker busy for about two milliseconds, measured while it works.
    #[default]
    Auto,
    /// This many. `Fixed(1)` gives a worker a task only when it has answered the one before.
    Fixed(usize),
}

/// Work to keep queued at a worker.
const QUEUED: Duration = Duration::from_millis(2);
/// A round trip is nothing beside a task of this length: nothing is queued behind it.
const LONG: Duration = Duration::from_millis(20);
const MOST: usize = 4096;

#[derive(Debug)]
pub(crate) struct Pace {
    limit: usize,
    since: Instant,
}

impl Default for Pace {
    fn default() -> Self {
        Self { limit: 1, since: Instant::now() }
    }
}

impl Pace {
    pub(crate) fn limit(&self, batch: Batch) -> usize {
        match batch {
            Batch::Auto => self.limit,
            Batch::Fixed(size) => size.max(1),
        }
    }

    /// An idle worker got a task.
    pub(crate) fn busy(&mut self) {
        self.since = Instant::now();
    }

    /// `answers` arrived from a worker that had work since the last time.
    pub(crate) fn answered(&mut self, answers: usize) {
        let now = Instant::now();
        let took = now.duration_since(self.since);
        self.since = now;
        let Ok(count) = u32::try_from(answers.max(1)) else { return };
        self.adapt(took / count);
    }

    fn adapt(&mut self, each: Duration) {
        let fit = QUEUED.as_nanos() / each.as_nanos().max(1);
        let least = if each < LONG { 2 } else { 1 };
        let fit = usize::try_from(fit).unwrap_or(MOST).clamp(least, MOST);
        // Doubling at most: one lucky reading must not queue thousands of long tasks.
        self.limit = fit.min(self.limit * 2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_for_tiny_tasks_and_falls_at_once_for_long_ones() {
        let mut pace = Pace::default();
        let mut seen = vec![pace.limit];
        for _ in 0..14 {
            pace.adapt(Duration::from_nanos(100));
            seen.push(pace.limit);
        }
        assert_eq!(&seen[..4], [1, 2, 4, 8]);
        assert_eq!(pace.limit, MOST);
        pace.adapt(Duration::from_millis(1));
        assert_eq!(pace.limit, 2);
        pace.adapt(Duration::from_millis(50));
        assert_eq!(pace.limit, 1);
    }
}

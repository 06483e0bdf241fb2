//! Answers that wait in a worker behind a slow task.

use crate::clock;
use std::time::{Duration, Instant};

/// When to look for answers that wait in workers behind the task that runs: soon at first, and less often while there are none.
#[derive(Debug)]
pub(super) struct WaitingAnswers {
    looked: Instant,
    interval: Duration,
}

impl WaitingAnswers {
    const SHORTEST: Duration = Duration::from_millis(4);
    /// An answer waits no longer than twice this.
    const LONGEST: Duration = Duration::from_millis(50);

    /// How long to sleep until then, at most.
    pub(super) fn interval(&self) -> Duration {
        self.interval
    }

    pub(super) fn is_due(&self) -> bool {
        clock::since(self.looked) >= self.interval
    }

    pub(super) fn looked(&mut self, found: bool) {
        self.looked = clock::now();
        self.interval = if found { Self::SHORTEST } else { (self.interval * 2).min(Self::LONGEST) };
    }
}

impl Default for WaitingAnswers {
    fn default() -> Self {
        Self { looked: clock::now(), interval: Self::SHORTEST }
    }
}

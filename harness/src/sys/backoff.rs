//! Trying again what the kernel refuses at the moment.

use crate::clock;
use rustix::io::Errno;
use std::time::{Duration, Instant};

/// The pause after the first failure; each one is twice as long as the one before.
const FIRST: Duration = Duration::from_micros(250);
const LONGEST: Duration = Duration::from_millis(8);
/// How long something may fail in this way.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether an operation that failed in this way usually succeeds a moment later: the kernel had no memory, or too many
/// descriptors are on their way. `poll` knows nothing of these.
pub(crate) fn is_passing(errno: Errno) -> bool {
    matches!(errno, Errno::NOBUFS | Errno::NOMEM | Errno::TOOMANYREFS)
}

/// The pauses between the tries of one operation.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    failing_since: Option<Instant>,
    pause: Duration,
}

impl Backoff {
    /// The operation failed: sleeps a few milliseconds at most. Returns whether to try again; no longer after a second of
    /// failures.
    pub(crate) fn try_again(&mut self) -> bool {
        let since = *self.failing_since.get_or_insert_with(clock::now);
        if clock::since(since) >= PATIENCE {
            return false;
        }
        self.pause = (self.pause * 2).clamp(FIRST, LONGEST);
        clock::sleep(self.pause);
        true
    }

    /// The operation succeeded.
    #[inline]
    pub(crate) fn succeeded(&mut self) {
        if self.failing_since.is_some() {
            *self = Self::default();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_of_failures_is_enough_and_takes_few_tries() {
        let (mut backoff, mut tries) = (Backoff::default(), 0);
        let start = Instant::now();
        while backoff.try_again() {
            tries += 1;
        }
        assert!(start.elapsed() >= PATIENCE);
        assert!((2..200).contains(&tries), "{tries} tries");
        assert!(!backoff.try_again(), "it stays so");
    }

    #[test]
    fn a_success_begins_anew() {
        let mut backoff = Backoff::default();
        for _ in 0..10 {
            assert!(backoff.try_again());
        }
        assert_eq!(backoff.pause, LONGEST);
        backoff.succeeded();
        assert!(backoff.try_again());
        assert_eq!(backoff.pause, FIRST);
    }
}

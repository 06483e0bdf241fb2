//! Waiting on a thread that belongs to rayon, without keeping it from the work that is waited for.

use rayon::Yield;
use std::time::Duration;

/// How long such a thread sleeps when there is no work for it, before it looks again.
const IDLE: Duration = Duration::from_millis(1);

/// Waits once: `wait(None)` on a thread of its own, as long as it takes. A thread of a rayon pool runs another of
/// the pool's jobs instead; if there is none, it waits a moment.
///
/// The task that is waited for may be in that pool's queue, and no other thread may be free to run it.
pub(in crate::backend) fn wait_or_help(wait: impl FnOnce(Option<Duration>)) {
    match rayon::yield_now() {
        Some(Yield::Executed) => {}
        Some(Yield::Idle) => wait(Some(IDLE)),
        None => wait(None),
    }
}

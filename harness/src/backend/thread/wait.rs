//! Waiting on a thread that belongs to rayon, without keeping it from the work that is waited for.

use rayon::Yield;
use std::time::Duration;

/// How long such a thread sleeps when there is no work for it, before it looks again.
const IDLE: Duration = Duration::from_millis(1);

/// Waits for a task. A thread of a rayon pool runs another job of that pool instead, because the task may be in the pool's
/// queue with no other thread free to run it. If there is no job, it calls `wait` for a moment. Any other thread calls
/// `wait(None)`, which waits as long as it takes.
///
/// Returns after one step: the caller looks whether the task is done.
pub(in crate::backend) fn wait_or_help(wait: impl FnOnce(Option<Duration>)) {
    match rayon::yield_now() {
        Some(Yield::Executed) => {}
        Some(Yield::Idle) => wait(Some(IDLE)),
        None => wait(None),
    }
}

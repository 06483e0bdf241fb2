//! [`task_token`]: what a task is called in each of its attempts.

use std::fmt;
#[cfg(processes)]
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// Names a task, wherever and however often it is run. See [`task_token`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskToken {
    pool: u64,
    call: u32,
    index: u64,
}

/// 40 hexadecimal digits.
impl fmt::Display for TaskToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}{:08x}{:016x}", self.pool, self.call, self.index)
    }
}

/// Names the task that this worker process runs. The name is the same in every attempt, on any worker and any node, and no other
/// task of any program has it.
///
/// A task may run again when its worker dies ([`retries`](crate::Builder::retries)). One that changes something outside, such as a
/// file or a database, can store the token with it and see that the change was made already.
///
/// Any thread of the task gets it. `None` where no worker process runs: on [`Inline`](crate::Inline) and
/// [`Thread`](crate::Thread) a task runs once.
///
/// ```
/// fn pay(amount: u64) -> u64 {
///     if let Some(token) = wirecheck::task_token() {
///         // insert into payments (token, amount) .. on conflict do nothing
///         assert_eq!(token.to_string().len(), 40);
///     }
///     amount
/// }
/// assert_eq!(wirecheck::Inline::new().map(pay, [5])?, [5]);
/// # Ok::<(), wirecheck::Error>(())
/// ```
pub fn task_token() -> Option<TaskToken> {
    #[cfg(processes)]
    return CURRENT.token();
    #[cfg(not(processes))]
    None
}

/// The pool that this worker belongs to, and the task that it runs.
#[cfg(processes)]
pub(super) static CURRENT: Current = Current::new();

#[cfg(processes)]
pub(super) struct Current {
    /// 0 in a process that is no worker.
    pool: AtomicU64,
    call: AtomicU32,
    index: AtomicU64,
}

#[cfg(processes)]
impl Current {
    const fn new() -> Self {
        Self { pool: AtomicU64::new(0), call: AtomicU32::new(0), index: AtomicU64::new(0) }
    }

    /// The number of the pool, which its worker gets with the greeting.
    pub(super) fn enter(&self, pool: u64) {
        self.pool.store(pool, Ordering::Relaxed);
    }

    /// The task that starts.
    #[inline]
    pub(super) fn start(&self, call: u32, index: u64) {
        self.call.store(call, Ordering::Relaxed);
        // A thread that the task starts sees both.
        self.index.store(index, Ordering::Relaxed);
    }

    fn token(&self) -> Option<TaskToken> {
        let pool = self.pool.load(Ordering::Relaxed);
        let (call, index) = (self.call.load(Ordering::Relaxed), self.index.load(Ordering::Relaxed));
        (pool != 0).then_some(TaskToken { pool, call, index })
    }
}

#[cfg(all(test, processes))]
mod tests {
    use super::*;

    #[test]
    fn a_token_names_pool_call_and_input() {
        let current = Current::new();
        assert_eq!(current.token(), None);
        current.enter(0xab);
        let mut tokens = Vec::new();
        for (call, index) in [(1, 0), (1, 1), (2, 0), (u32::MAX, u64::MAX)] {
            current.start(call, index);
            tokens.push(current.token().expect("in a worker").to_string());
        }
        assert_eq!(tokens[1], "00000000000000ab000000010000000000000001");
        assert_eq!(tokens[3], "00000000000000abffffffffffffffffffffffff");
        tokens.sort_unstable();
        tokens.dedup();
        assert_eq!(tokens.len(), 4);
    }
}

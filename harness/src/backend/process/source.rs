//! Where an event loop gets its tasks and puts its answers.

use super::member::Verdict;
use crate::error::Error;
use std::os::fd::BorrowedFd;
use std::time::Instant;

/// Tasks in, answers out; the event loop knows nothing of types.
pub(crate) trait Source {
    /// Whether a task is ready to be written now.
    fn ready(&mut self) -> bool;

    /// How many tasks are left to be written at most.
    fn left(&self) -> usize;

    /// Call and index of the task that [`ready`](Self::ready) announced.
    fn upcoming(&self) -> (u32, u64);

    /// The wire format of a call, for errors.
    fn format(&self, call: u32) -> &'static str;

    /// The body of the `LOAD` frame of the call that [`upcoming`](Self::upcoming) named.
    fn load(&mut self) -> Vec<u8>;

    /// Appends the input of that task; `false` when it could not be encoded, which the source has noted, and what was
    /// appended is to be taken back.
    fn write(&mut self, out: &mut Vec<u8>) -> bool;

    /// A task's encoded result.
    fn done(&mut self, task: Task, result: &[u8]) -> Settled;

    /// A task failed.
    fn failed(&mut self, task: Task, error: Error) -> Settled;

    /// Whether the rest is not wanted any more.
    fn is_over(&self) -> bool {
        false
    }

    /// Becomes readable when a task is ready again.
    fn wake(&self) -> Option<BorrowedFd<'_>> {
        None
    }

    /// It became readable: forget that until the next time.
    fn woken(&mut self) {}

    /// When the first call that may take only so long will have taken it.
    fn deadline(&self) -> Option<Instant> {
        None
    }

    /// Settles the calls that have taken too long or are not wanted any more. What runs of them is to be ended.
    fn expire(&mut self) -> Vec<Expired> {
        Vec::new()
    }
}

/// A call and an index of its input.
pub(crate) type Task = (u32, u64);

/// A call that is over before its tasks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expired {
    pub(crate) call: u32,
    pub(crate) verdict: Verdict,
    /// Tasks that were sent and have no answer.
    pub(crate) pending: usize,
}

/// What an answer meant to a [`Source`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settled {
    /// It was waited for.
    One,
    /// It was waited for, and its call will have no more tasks.
    Last,
    /// It belongs to a call that is over.
    Stale,
}

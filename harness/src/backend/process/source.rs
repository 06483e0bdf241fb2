//! Where an event loop gets its tasks and puts its answers.

use crate::error::Error;
use std::os::fd::BorrowedFd;

/// Tasks in, answers out; the event loop knows nothing of types.
pub(crate) trait Source {
    /// Whether a task is ready to be written now.
    fn ready(&mut self) -> Ready;

    /// The call of the task that [`ready`](Self::ready) announced.
    fn call(&self) -> u32;

    /// The wire format of a call, for errors.
    fn format(&self, call: u32) -> &'static str;

    /// Appends the `LOAD` frame of that call.
    fn load(&mut self, out: &mut Vec<u8>);

    /// Appends the `RUN` frame of that task; `false` when it could not be encoded, which the source has
    /// noted, and nothing was appended.
    fn next(&mut self, out: &mut Vec<u8>) -> bool;

    /// A task's encoded result.
    fn done(&mut self, call: u32, index: u64, result: &[u8]) -> Settled;

    /// A task failed.
    fn failed(&mut self, call: u32, index: u64, error: Error) -> Settled;

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
}

/// What a [`Source`] has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ready {
    Task,
    /// No more after those on their way.
    No,
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

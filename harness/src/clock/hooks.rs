//! Where nothing is simulated: each hook is nothing.

#[cfg(processes)]
use rustix::event::PollFd;
use std::time::{Duration, Instant};

/// A place in a worker at which a simulation may end it, or let others run.
#[inline(always)]
pub(crate) fn step() {}

#[inline(always)]
pub(super) fn is_simulated() -> bool {
    false
}

/// The virtual time.
#[inline(always)]
pub(super) fn now() -> Option<Instant> {
    None
}

#[cfg(processes)]
#[inline(always)]
pub(super) fn nanos() -> Option<u64> {
    None
}

#[cfg(processes)]
#[inline(always)]
pub(super) fn poll(_: &mut [PollFd<'_>], _: Option<Duration>) -> Option<rustix::io::Result<usize>> {
    None
}

/// Lets others run until something may have changed, or until the timeout.
#[inline(always)]
pub(super) fn wait(_: Option<Duration>) {}

/// Somebody may go on.
#[inline(always)]
pub(super) fn note_change() {}

/// A thread of a simulation, of which there are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Thread {
    /// All of the threads that are not simulated.
    Real,
}

/// Which of the simulated threads this is.
#[inline(always)]
pub(crate) fn thread() -> Thread {
    Thread::Real
}

pub(super) fn spawn(_: &str, _: impl FnOnce() + Send + 'static) -> Thread {
    Thread::Real
}

pub(super) fn join(_: Thread) {}

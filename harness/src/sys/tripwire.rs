//! Ends a worker in the moment in which it loses its descriptors.
//!
//! A task may close descriptors that are not its own: a library that makes daemons closes all of them, and so does a program
//! that takes the place of this one (`exec`). What the worker would write next could go into a file of that task, and its
//! task would look like one that ended well. The worker holds the only read end of the [lifeline](super::lifeline). Where that
//! is closed, the kernel sends the signal that the parent asked for, before the closing call returns to the task.

use super::lifeline::{F_SETSIG, set};
use rustix::process::Pid;
use std::os::fd::{AsRawFd, OwnedFd};

/// The signal of a worker that has lost its descriptors. Its default action is to end the process, and hardly anything else
/// ends one by it.
pub(crate) const TRIPPED: i32 = libc::SIGIO;

/// Arms it. Best effort: without it, the worker finds out at its next write, and ends then.
pub(crate) fn arm(lifeline: &OwnedFd, worker: Pid) {
    let fd = lifeline.as_raw_fd();
    let _ = set(fd, libc::F_SETOWN, worker.as_raw_nonzero().get())
        .and_then(|()| set(fd, F_SETSIG, TRIPPED))
        .and_then(|()| set(fd, libc::F_SETFL, libc::O_ASYNC));
}

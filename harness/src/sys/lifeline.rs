//! Ends a worker, however busy, when its parent is gone. No thread has to watch for that: the kernel sends the signal, in two
//! ways, since each misses something.
//!
//! The parent holds the write end of a pipe and never writes. When it ends, for whatever reason, the kernel closes that end
//! and sends the worker the signal it asked for. But a process that the parent has forked, without `exec`, holds that end too.
//!
//! And the worker asks for a signal at the death of its parent. That is the death of the thread that started it, which is why
//! all workers of a pool are started by one thread, which lives as long as they do. A worker that changes its user loses this
//! one, and a parent that has changed its own may not send it.
//!
//! A nested pool gives its workers a lifeline too, so they end with their parent.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, set_parent_process_death_signal};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};

/// Not in `libc`; the number is that of the generic ABI, which both supported architectures use.
pub(super) const F_SETSIG: i32 = 10;

/// Asks for the signal at the end of the thread that started this process. Best effort.
pub(super) fn die_with_parent() {
    let _ = set_parent_process_death_signal(Some(Signal::KILL));
}

/// Asks for the signal, which comes for as long as the descriptor is open.
pub(super) fn hold(lifeline: &OwnedFd) -> io::Result<()> {
    let fd = lifeline.as_raw_fd();
    let pid = rustix::process::getpid().as_raw_nonzero().get();
    set(fd, libc::F_SETOWN, pid)?;
    // A task can neither block nor handle this signal.
    set(fd, F_SETSIG, libc::SIGKILL)?;
    set(fd, libc::F_SETFL, libc::O_ASYNC)?;
    // The parent may have ended before that.
    if is_cut(lifeline.as_fd()) { Err(io::Error::other("the parent is gone")) } else { Ok(()) }
}

/// Whether nobody holds the other end any more.
pub(super) fn is_cut(lifeline: BorrowedFd<'_>) -> bool {
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    !matches!(poll(&mut [PollFd::from_borrowed_fd(lifeline, PollFlags::IN)], Some(&now)), Ok(0))
}

pub(super) fn set(fd: i32, command: i32, value: i32) -> io::Result<()> {
    // SAFETY: the three commands take an integer and touch no memory. An `fd` that is not open makes the call fail.
    let status = unsafe { libc::fcntl(fd, command, value) };
    if status == -1 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

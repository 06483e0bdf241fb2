//! Ends a worker, however busy, when its parent is gone.
//!
//! The parent holds the write end of a pipe and never writes. When it ends, whatever ended it, the kernel
//! closes that end and sends the worker the signal it asked for. No thread has to watch for it, and the
//! parent's threads may come and go, which `PR_SET_PDEATHSIG` would take for its death. What a worker
//! started with a lifeline of its own, as a nested pool does, ends with it.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};

/// Not in `libc`; the number is that of the generic ABI, which both supported architectures use.
const F_SETSIG: i32 = 10;

/// Asks for the signal. The descriptor must stay open.
pub(super) fn hold(lifeline: &OwnedFd) -> io::Result<()> {
    let fd = lifeline.as_raw_fd();
    let pid = rustix::process::getpid().as_raw_nonzero().get();
    set(fd, libc::F_SETOWN, pid)?;
    // Nothing a task does can block or handle this one.
    set(fd, F_SETSIG, libc::SIGKILL)?;
    set(fd, libc::F_SETFL, libc::O_ASYNC)?;
    // The parent may have been gone before.
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    match poll(&mut [PollFd::new(lifeline, PollFlags::IN)], Some(&now)) {
        Ok(0) => Ok(()),
        _ => Err(io::Error::other("the parent is gone")),
    }
}

fn set(fd: i32, command: i32, value: i32) -> io::Result<()> {
    // SAFETY: the three commands take an integer and touch no memory; the descriptor is open for as long
    // as the caller's borrow.
    let status = unsafe { libc::fcntl(fd, command, value) };
    if status == -1 { Err(io::Error::last_os_error()) } else { Ok(()) }
}

//! What a worker inherits: a mark in its environment and four descriptors.

use super::spawn::{CONTROL_BLOCK_FD, FD_CHANNEL_FD, LIFELINE_FD, SOCKET_FD};
use super::{FdChannel, WorkerControl, lifeline};
use rustix::io::{FdFlags, fcntl_setfd};
use std::io;
use std::os::fd::{BorrowedFd, FromRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};

/// Set in the environment of a worker until it has started to serve.
pub(crate) const WORKER_VARIABLE: &str = "WIRECHECK_WORKER";

/// Whether this process was started as a worker and has not begun to serve.
pub(crate) fn is_worker() -> bool {
    std::env::var_os(WORKER_VARIABLE).is_some()
}

/// A worker's ends of the channel.
pub(crate) struct Inherited {
    pub(crate) socket: OwnedFd,
    pub(crate) control: WorkerControl,
    pub(crate) handles: FdChannel,
    /// Open for as long as the worker lives; see [`lifeline`].
    pub(crate) lifeline: OwnedFd,
}

/// Takes over what the parent handed down; `None` in a process that is no worker.
pub(crate) fn inherited() -> Option<io::Result<Inherited>> {
    if !is_worker() {
        return None;
    }
    // SAFETY: `init` is the first thing a program does, or runs before `main`: there is no other thread
    // that could read the environment at the same time. Removed, so that processes which this one starts
    // are not taken for workers.
    unsafe { std::env::remove_var(WORKER_VARIABLE) };
    Some(take(SOCKET_FD).and_then(|socket| {
        let block = take(CONTROL_BLOCK_FD)?;
        let lifeline = take(LIFELINE_FD)?;
        lifeline::hold(&lifeline)?;
        let handles = FdChannel::new(take(FD_CHANNEL_FD)?);
        Ok(Inherited { socket, control: WorkerControl::open(&block)?, handles, lifeline })
    }))
}

fn take(number: i32) -> io::Result<OwnedFd> {
    // SAFETY: the borrow lasts for one call; a number that is not open makes that call fail with EBADF.
    let borrowed = unsafe { BorrowedFd::borrow_raw(number) };
    // Also keeps the descriptor out of processes that a task starts: they would hold the channel open.
    fcntl_setfd(borrowed, FdFlags::CLOEXEC)?;
    // SAFETY: the descriptor is open (the call above succeeded). The mark in the environment says that
    // the parent put it there for this process to own, and the mark is gone, so it is taken once.
    Ok(unsafe { OwnedFd::from_raw_fd(number) })
}

/// Closes standard output, as a fault that a parent wants to see; once, since the number may be another file's then.
pub(crate) fn close_stdout() {
    static IS_CLOSED: AtomicBool = AtomicBool::new(false);
    if IS_CLOSED.swap(true, Ordering::Relaxed) {
        return;
    }
    // SAFETY: nobody in this process owns the descriptor: the library of the language uses the number, and takes one that is
    // closed for a place where nothing is written.
    unsafe { libc::close(1) };
}

/// Makes a write beyond the limit for files an error in place of a signal.
pub(crate) fn ignore_file_limit() {
    // SAFETY: to ignore a signal runs no code, and nothing else in this process sets this one.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
}

//! What a worker inherits: a [mark](super::mark) in its environment and four descriptors.

use super::mark::{CHANNEL, Mark, Parent, WORKER_VARIABLE};
use super::{FdChannel, WorkerControl, lifeline};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::{FdFlags, fcntl_setfd};
use std::ffi::OsString;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, FromRawFd, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};

/// Set once a thread of this process serves, or is about to.
static SERVES: AtomicBool = AtomicBool::new(false);

/// Whether this process was started as a worker and has not begun to serve.
pub(crate) fn is_worker() -> bool {
    let mark = || Mark::read(&std::env::var_os(WORKER_VARIABLE)?).ok().flatten();
    !SERVES.load(Ordering::Relaxed)
        && mark().is_some_and(|mark| match mark.parent() {
            Parent::Is => true,
            Parent::IsNot => false,
            Parent::Unknown => mark.check_channel().is_ok(),
        })
}

/// A worker's ends of the channel.
pub(crate) struct Channel {
    pub(crate) socket: OwnedFd,
    pub(crate) control: WorkerControl,
    pub(crate) handles: FdChannel,
    /// Open for as long as the worker lives; see [`lifeline`].
    pub(crate) lifeline: OwnedFd,
    /// The build that it is to greet with, if its parent has named one.
    pub(crate) build: Option<u64>,
}

/// As what this process was started.
pub(crate) enum Start {
    /// As an ordinary program; or a thread of it is a worker already.
    Program,
    /// As a worker of a parent that lives.
    Worker(Channel),
    /// As a worker, and its parent is gone.
    Orphan,
    /// With a mark that does not hold, and why.
    Refused(String),
}

/// Finds out as what this process was started, and takes the channel over, once, if it is a worker.
///
/// Nothing is changed before it is certain that all four descriptors are those that the parent made.
pub(crate) fn start() -> Start {
    if SERVES.load(Ordering::Relaxed) {
        return Start::Program;
    }
    let Some(text) = std::env::var_os(WORKER_VARIABLE) else { return Start::Program };
    let Ok(mark) = Mark::read(&text) else { return Start::Refused(not_a_mark(text)) };
    let Some(mark) = mark else { return Start::Program };
    let checked = mark.check_channel();
    match (mark.parent(), checked) {
        (Parent::Is | Parent::Unknown, Ok(())) => {
            // Of several threads that come here the first one serves.
            if SERVES.swap(true, Ordering::Relaxed) {
                return Start::Program;
            }
            match take_over(mark.build()) {
                Ok(Some(_)) if mark.parent() == Parent::IsNot => Start::Orphan,
                Ok(Some(channel)) => Start::Worker(channel),
                Ok(None) => Start::Orphan,
                Err(error) => Start::Refused(format!("its channel cannot be used: {error}")),
            }
        }
        (Parent::Is, Err(wrong)) => Start::Refused(format!(
            "the environment variable `{WORKER_VARIABLE}` says that it is a worker of the process that started it, and \
             {wrong}: remove the variable; in a real worker, let nothing close descriptors 3 to 6 before \
             `wirecheck::init()`"
        )),
        // A process without a parent is adopted by another one.
        (Parent::IsNot, Ok(())) if mark.parent_is_gone() => Start::Orphan,
        // Started by a worker, or by what a worker started.
        (Parent::IsNot | Parent::Unknown, _) => Start::Program,
    }
}

fn not_a_mark(text: OsString) -> String {
    format!(
        "the environment variable `{WORKER_VARIABLE}` is `{}`, which no pool of this program wrote: remove it, pools set it \
         for the workers that they start",
        text.to_string_lossy().escape_debug()
    )
}

/// Takes the descriptors over. All of them were checked. `None` when the parent has ended meanwhile.
fn take_over(build: Option<u64>) -> io::Result<Option<Channel>> {
    // Before the parent is looked for: from now on its end is noticed.
    lifeline::die_with_parent();
    let [socket, block, lifeline, handles] = CHANNEL.map(take);
    let (socket, block, lifeline, handles) = (socket?, block?, lifeline?, handles?);
    if let Err(error) = lifeline::hold(&lifeline) {
        return if lifeline::is_cut(lifeline.as_fd()) { Ok(None) } else { Err(error) };
    }
    Ok(Some(Channel {
        socket,
        control: WorkerControl::open(&block)?,
        handles: FdChannel::new(handles),
        lifeline,
        build,
    }))
}

fn take(number: i32) -> io::Result<OwnedFd> {
    // SAFETY: it is open: it was looked at just now, and nobody else in this process owns it.
    let borrowed = unsafe { BorrowedFd::borrow_raw(number) };
    // Also keeps the descriptor out of processes that a task starts: they would hold the channel open.
    fcntl_setfd(borrowed, FdFlags::CLOEXEC)?;
    // SAFETY: the descriptor is open. The parent put it there for this process to own (its mark names this very file),
    // and `SERVES` lets one thread come here, once.
    Ok(unsafe { OwnedFd::from_raw_fd(number) })
}

/// Makes standard output a place where every write fails as on a closed descriptor, as a fault that a parent wants to
/// see. The number stays in use, so that no other file can get it.
pub(crate) fn close_stdout() {
    // A write to what was opened for reading is the same error, `EBADF`.
    if let Ok(null) = open(c"/dev/null", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()) {
        let _ = rustix::stdio::dup2_stdout(&null);
    }
}

/// Makes a write beyond the limit for files an error in place of a signal.
pub(crate) fn ignore_file_limit() {
    // SAFETY: to ignore a signal runs no code, and nothing else in this process sets this one.
    unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
}

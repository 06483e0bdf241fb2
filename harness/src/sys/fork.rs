//! Tells a process from its forks.
//!
//! A fork has a copy of everything: of handles of processes that are not its children, and of sockets whose other end answers
//! to its parent. So whoever holds such things notes the [`Generation`] in which they were made, and does nothing in another.
//!
//! One page says which generation this is. The kernel wipes it in every fork (`MADV_WIPEONFORK`), however the fork was made, so
//! a look costs one read. Handlers of `pthread_atfork` would miss forks that do not go through the C library.

use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous};
use std::ptr::NonNull;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// A process, as told from those that it was forked from. Each fork has a higher one than all before it in its line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Generation(u64);

/// The highest generation in the line of this process. Ordinary memory: a fork starts with its parent's.
static HIGHEST: AtomicU64 = AtomicU64::new(0);

impl Generation {
    /// That of this process.
    #[inline]
    pub(crate) fn current() -> Self {
        let number = number();
        match number.load(Ordering::Relaxed) {
            0 => Self::begin(number),
            known => Self(known),
        }
    }

    /// Whether this process is the one that it was noted in.
    #[inline]
    pub(crate) fn is_current(self) -> bool {
        Self::current() == self
    }

    /// The first look in a process.
    #[cold]
    fn begin(number: &AtomicU64) -> Self {
        let fresh = HIGHEST.fetch_add(1, Ordering::Relaxed) + 1;
        // Another thread may have been first.
        match number.compare_exchange(0, fresh, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => Self(fresh),
            Err(known) => Self(known),
        }
    }
}

/// Where the number of this process is; 0 in a fork that has not looked yet.
#[inline]
fn number() -> &'static AtomicU64 {
    static PAGE: OnceLock<Option<&'static AtomicU64>> = OnceLock::new();
    PAGE.get_or_init(wiped_on_fork).unwrap_or_else(|| by_process_id())
}

/// A page that forks find wiped; never unmapped. `None` before Linux 4.14, and where there is no memory for it.
fn wiped_on_fork() -> Option<&'static AtomicU64> {
    // The kernel makes a page of it in both calls. (To ask rustix for the size of one ends the program under valgrind.)
    let len = size_of::<AtomicU64>();
    let protection = ProtFlags::READ | ProtFlags::WRITE;
    // SAFETY: no address is asked for, so no existing mapping is replaced.
    let page = unsafe { mmap_anonymous(std::ptr::null_mut(), len, protection, MapFlags::PRIVATE) }.ok()?;
    // SAFETY: the range is the whole mapping, a page, which was made above. The advice changes nothing in this process.
    unsafe { madvise(page, len, Advice::LinuxWipeOnFork) }.ok()?;
    let page = NonNull::new(page.cast::<AtomicU64>())?;
    // SAFETY: the mapping is page-aligned, readable, writable, longer than the number, and never unmapped. Zeros are a valid
    // number. Nothing else knows the address, and the kernel wipes only the copy of a process that does not run yet.
    Some(unsafe { page.as_ref() })
}

/// The same without such a page, by the process id.
#[cold]
fn by_process_id() -> &'static AtomicU64 {
    static PROCESS: AtomicU64 = AtomicU64::new(0);
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let id = u64::from(std::process::id());
    if PROCESS.swap(id, Ordering::Relaxed) != id {
        NUMBER.store(0, Ordering::Relaxed);
    }
    &NUMBER
}

/// The number of the process that serves tasks; 0 before one does.
static SERVES: AtomicU64 = AtomicU64::new(0);

/// The exit code of a fork of a worker that came back from its task.
const EXIT_FORK: i32 = 122;

/// Notes that this process serves tasks: its forks are not to.
pub(crate) fn serve_here() {
    SERVES.store(Generation::current().0, Ordering::Relaxed);
}

/// Ends this process if it is a fork of a worker: a task has forked, and the fork has come back from it too. Two processes
/// would answer on one socket.
#[inline]
pub(crate) fn end_fork_of_worker() {
    let serves = SERVES.load(Ordering::Relaxed);
    if serves != 0 && number().load(Ordering::Relaxed) != serves {
        came_back();
    }
}

#[cold]
fn came_back() -> ! {
    // Not through std: another thread may have held its lock when this process was forked.
    let _ = rustix::io::write(
        rustix::stdio::stderr(),
        b"wirecheck: a process that a task has forked came back from the task, where only the worker may answer: it ends here; \
          end it within the task, with `_exit`\n",
    );
    end_fork(EXIT_FORK)
}

/// Ends this process at once, without destructors and exit handlers: they belong to the process that it was forked from.
fn end_fork(code: i32) -> ! {
    // SAFETY: it takes a number, touches no memory of this process and does not return.
    unsafe { libc::_exit(code) }
}

#[cfg(test)]
#[path = "fork_tests.rs"]
mod tests;

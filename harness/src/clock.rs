//! The clock, and every place where a pool or a worker waits.
//!
//! Code that waits asks here and not std. So the tests can run a pool and its workers on one thread and in virtual time (see
//! `simulation`). In a program each of these functions is the call that it is named after, and nothing else.

#[cfg(processes)]
use rustix::event::{PollFd, Timespec};
use std::io;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

#[cfg(all(test, processes, feature = "bincode"))]
use crate::simulation::hooks;
#[cfg(not(all(test, processes, feature = "bincode")))]
mod hooks;

pub(crate) use hooks::{Thread as SimulatedThread, step, thread};

/// The time of the monotonic clock.
#[inline(always)]
pub(crate) fn now() -> Instant {
    hooks::now().unwrap_or_else(Instant::now)
}

/// The time since then.
#[inline(always)]
pub(crate) fn since(start: Instant) -> Duration {
    now().duration_since(start)
}

/// The virtual time in nanoseconds, where time is simulated.
#[cfg(processes)]
#[inline(always)]
pub(crate) fn simulated_nanos() -> Option<u64> {
    hooks::nanos()
}

/// Waits until one of the descriptors is ready, or for as long as `timeout`; `None` is without end.
#[cfg(processes)]
#[inline(always)]
pub(crate) fn poll(fds: &mut [PollFd<'_>], timeout: Option<Duration>) -> rustix::io::Result<usize> {
    if let Some(ready) = hooks::poll(fds, timeout) {
        return ready;
    }
    let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
    rustix::event::poll(fds, timeout.as_ref())
}

/// Waits until `condvar` is notified, or for as long as `timeout`; `None` is without end. It may return earlier.
#[inline(always)]
pub(crate) fn wait<'a, T>(
    condvar: &Condvar,
    mutex: &'a Mutex<T>,
    guard: MutexGuard<'a, T>,
    timeout: Option<Duration>,
) -> MutexGuard<'a, T> {
    if hooks::is_simulated() {
        drop(guard);
        hooks::wait(timeout);
        return mutex.lock().unwrap_or_else(PoisonError::into_inner);
    }
    match timeout {
        None => condvar.wait(guard).unwrap_or_else(PoisonError::into_inner),
        Some(timeout) => condvar.wait_timeout(guard, timeout).unwrap_or_else(PoisonError::into_inner).0,
    }
}

/// Sleeps.
pub(crate) fn sleep(time: Duration) {
    if hooks::is_simulated() {
        hooks::wait(Some(time));
    } else {
        std::thread::sleep(time);
    }
}

/// Wakes whoever waits.
#[inline(always)]
pub(crate) fn notify_all(condvar: &Condvar) {
    hooks::note_change();
    condvar.notify_all();
}

/// A thread of the program.
#[derive(Debug)]
pub(crate) enum Thread {
    Os(JoinHandle<()>),
    Simulated(hooks::Thread),
}

/// Starts a thread.
pub(crate) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> io::Result<Thread> {
    if hooks::is_simulated() {
        return Ok(Thread::Simulated(hooks::spawn(name, body)));
    }
    std::thread::Builder::new().name(name.to_owned()).spawn(body).map(Thread::Os)
}

impl Thread {
    /// Whether it is the current thread.
    pub(crate) fn is_current(&self) -> bool {
        match self {
            Self::Os(thread) => thread.thread().id() == std::thread::current().id(),
            Self::Simulated(thread) => hooks::thread() == *thread,
        }
    }

    /// Waits for its end, whether it panicked or not.
    pub(crate) fn join(self) {
        match self {
            Self::Os(thread) => drop(thread.join()),
            Self::Simulated(thread) => hooks::join(thread),
        }
    }
}

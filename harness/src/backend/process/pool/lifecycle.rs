//! Closing and terminating a pool, and waiting for its calls.

use super::state::{CLOSED, OPEN, PoolState, TERMINATED};
use crate::backend::Stopwatch;
use crate::backend::process::task::{Admission, Preparing};
use crate::backend::process::worker::Worker;
use crate::clock;
use crate::error::{Error, Exit};
use std::fmt;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Number of workers that may die in a row in their initializer before the pool stops.
const MOST_FAILED_STARTS: u32 = 3;
/// Number of workers that may end in a row before they greet, in a pool of which no worker has greeted yet. A program that does
/// not serve ends every time.
const MOST_LOST_AT_FIRST: u32 = 2;
/// The same where a worker has greeted, and so the program serves, or where the end came from outside: what then ends some of
/// the new workers, such as a limit of the machine or a fault of a library, may pass. Even if half of all starts are lost, this
/// many in a row are not.
const MOST_LOST_STARTS: u32 = 24;

impl<W: Worker> PoolState<W> {
    /// Takes no more calls.
    pub(crate) fn close(&self) {
        let _ = self.phase.compare_exchange(OPEN, CLOSED, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Ends everything at once.
    pub(crate) fn terminate(&self) {
        if !self.is_of_this_process() {
            // A fork takes no more calls in any case.
            return;
        }
        self.phase.store(TERMINATED, Ordering::Relaxed);
        let _ = rustix::io::write(&self.stop, &1_u64.to_ne_bytes());
        clock::notify_all(&self.freed);
        for worker in &self.lock().unattended {
            W::kill_by(worker);
        }
        self.kill_idle();
    }

    pub(crate) fn is_terminated(&self) -> bool {
        self.phase.load(Ordering::Relaxed) == TERMINATED
    }

    /// Readable once the backend is terminated.
    pub(crate) fn stop_signal(&self) -> BorrowedFd<'_> {
        self.stop.as_fd()
    }

    /// Whether a new call is taken.
    pub(crate) fn admit(&self) -> Result<(), Error> {
        self.check_process()?;
        if self.phase.load(Ordering::Relaxed) == OPEN {
            return self.check_broken();
        }
        Err(Error::refused("this backend is closed and takes no more tasks: build another one"))
    }

    /// What a task for a call is prepared with, if the pool takes calls.
    pub(crate) fn admit_call(&self) -> Result<Admission<'_>, Error> {
        let stopwatch = Some(&self.config.stopwatch);
        self.admit_for(Preparing::Call, stopwatch)
    }

    /// As [`admit_call`](Self::admit_call), for a job.
    pub(crate) fn admit_job(&self) -> Result<Admission<'_>, Error> {
        self.admit_for(Preparing::Job, None)
    }

    fn admit_for<'a>(
        &'a self,
        of: Preparing,
        stopwatch: Option<&'a Stopwatch>,
    ) -> Result<Admission<'a>, Error> {
        self.admit().map(|()| Admission { store: &self.store, stopwatch, of, backend: self.config.name })
    }

    pub(super) fn check_broken(&self) -> Result<(), Error> {
        self.lock().broken.as_ref().map_or(Ok(()), |message| Err(Error::refused(message.clone())))
    }

    /// Counts a call that begins, for [`wait_for_calls`](Self::wait_for_calls).
    pub(crate) fn call_begins(&self) {
        if self.is_of_this_process() {
            self.lock().calls += 1;
        }
    }

    pub(crate) fn call_ends(&self) {
        if self.is_of_this_process() {
            self.lock().calls -= 1;
            clock::notify_all(&self.freed);
        }
    }

    /// Waits until no call is under way but paused ones, whose reader may be the thread that waits.
    pub(crate) fn wait_for_calls(&self) {
        self.joining.fetch_add(1, Ordering::SeqCst);
        let mut state = self.lock();
        while state.calls > self.paused.load(Ordering::SeqCst) {
            state = clock::wait(&self.freed, &self.state, state, None);
        }
        drop(state);
        self.joining.fetch_sub(1, Ordering::SeqCst);
    }

    /// The initializer failed: no worker can be used any more.
    pub(crate) fn stop_for(&self, error: &Error) {
        let message = format!("this backend is stopped: {error}");
        self.lock().broken.get_or_insert(message);
        clock::notify_all(&self.freed);
    }

    /// Counts a worker that died in its initializer; returns whether another one may be tried.
    pub(crate) fn note_failed_start(&self) -> bool {
        self.failed_starts.fetch_add(1, Ordering::Relaxed) + 1 < MOST_FAILED_STARTS
    }

    /// Counts a worker that ended before it greeted; returns whether another one may be tried.
    pub(crate) fn forgives_lost_start(&self, exit: Exit) -> bool {
        let lost = self.lost_starts.fetch_add(1, Ordering::Relaxed) + 1;
        let may_pass = self.has_served() || exit.is_from_outside();
        lost < if may_pass { MOST_LOST_STARTS } else { MOST_LOST_AT_FIRST }
    }

    /// Whether a worker has ever greeted: the program serves, and its options can be met.
    pub(super) fn has_served(&self) -> bool {
        self.has_served.load(Ordering::Relaxed)
    }

    /// A worker has greeted.
    pub(super) fn note_greeting(&self) {
        self.has_served.store(true, Ordering::Relaxed);
        self.lost_starts.store(0, Ordering::Relaxed);
    }

    pub(crate) fn note_good_start(&self) {
        self.failed_starts.store(0, Ordering::Relaxed);
    }
}

/// Counts a call for `join`, as long as it lives.
#[derive(Debug)]
pub(crate) struct CallGuard(Arc<dyn CountCalls>);

/// A pool, whatever its workers are.
trait CountCalls: fmt::Debug + Send + Sync {
    fn call_ends(&self);
}

impl<W: Worker> CountCalls for PoolState<W> {
    fn call_ends(&self) {
        Self::call_ends(self);
    }
}

impl CallGuard {
    /// Counts a call from now on.
    pub(crate) fn new<W: Worker>(pool: Arc<PoolState<W>>) -> Self {
        pool.call_begins();
        Self(pool)
    }
}

impl Drop for CallGuard {
    fn drop(&mut self) {
        self.0.call_ends();
    }
}

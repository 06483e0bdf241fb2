//! The queue of jobs between those who submit and the thread that runs the event loop.

use crate::backend::process::pool::CallGuard;
use crate::backend::slot::Slot;
use crate::clock;
use crate::error::{Error, Kind as ErrorKind};
use crate::id_map::IdSet;
use crate::trace::CallSpan;
use crate::transfer::{EncodedValue, ReceivedValue};
use rustix::event::{EventfdFlags, eventfd};
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One task on its way to a worker.
#[derive(Debug)]
pub(super) struct Queued {
    pub(super) call: u32,
    pub(super) format: &'static str,
    pub(super) name: &'static str,
    pub(super) load: EncodedValue,
    pub(super) input: EncodedValue,
    /// Its deadline, and the limit that it comes from.
    pub(super) deadline: Option<(Instant, Duration)>,
    pub(super) finish: Finish,
    /// Ends once it is settled.
    pub(super) span: CallSpan,
    /// Dropped once it is settled.
    pub(super) _guard: CallGuard,
}

/// Where a result goes.
pub(super) enum Finish {
    Slot(Arc<Slot<ReceivedValue>>),
    Callback(Box<dyn FnOnce(Result<ReceivedValue, Error>) + Send>),
}

impl fmt::Debug for Finish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Self::Slot(_)) { "Slot" } else { "Callback" })
    }
}

impl Queued {
    fn settle(self, result: Result<ReceivedValue, Error>) {
        let result = result.map_err(|error| error.at(self.name, 0));
        // Before anybody gets the result.
        self.span.end();
        match self.finish {
            Finish::Slot(slot) => slot.set(result),
            Finish::Callback(callback) => callback(result),
        }
    }
}

#[derive(Debug)]
pub(super) struct Queue {
    state: Mutex<State>,
    filled: Condvar,
    /// Becomes readable when a job is pushed or to be stopped.
    pub(super) wake: OwnedFd,
}

#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) jobs: VecDeque<Queued>,
    /// Jobs that were submitted and are not settled.
    pub(super) open: IdSet<u32>,
    /// Jobs that are to be stopped.
    pub(super) cancelled: Vec<u32>,
    /// Deadlines of jobs, with the limit that they come from.
    pub(super) deadlines: BTreeMap<(Instant, u32), Duration>,
    pub(super) closed: bool,
}

impl Queue {
    pub(super) fn new() -> Result<Self, Error> {
        let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)
            .map_err(|errno| Error::start_io("the dispatcher's wake-up could not be made", errno))?;
        Ok(Self { state: Mutex::default(), filled: Condvar::new(), wake })
    }

    pub(super) fn push(&self, job: Queued) {
        let mut state = self.lock();
        state.open.insert(job.call);
        if let Some((deadline, limit)) = job.deadline {
            state.deadlines.insert((deadline, job.call), limit);
        }
        state.jobs.push_back(job);
        drop(state);
        self.notify();
    }

    /// Asks for a job to be stopped; returns `false` if it is settled.
    pub(super) fn cancel(&self, call: u32) -> bool {
        let mut state = self.lock();
        if !state.open.remove(&call) {
            return false;
        }
        state.cancelled.push(call);
        drop(state);
        self.notify();
        true
    }

    pub(super) fn close(&self) {
        self.lock().closed = true;
        self.notify();
    }

    fn notify(&self) {
        clock::notify_all(&self.filled);
        // If the counter is full, the descriptor is readable already.
        let _ = rustix::io::write(&self.wake, &1_u64.to_ne_bytes());
    }

    /// Waits for a job; returns `false` once the queue is closed and empty.
    pub(super) fn wait(&self) -> bool {
        let mut state = self.lock();
        while state.jobs.is_empty() && !state.closed {
            state = clock::wait(&self.filled, &self.state, state, None);
        }
        !state.jobs.is_empty()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Settles all jobs that were not begun.
    pub(super) fn give_up(&self, why: Option<&Error>) {
        let jobs = std::mem::take(&mut self.lock().jobs);
        for job in jobs {
            self.settle(job, Err(ended(why)));
        }
    }

    /// Without the lock, since settling may run code of others.
    pub(super) fn settle(&self, job: Queued, result: Result<ReceivedValue, Error>) {
        let mut state = self.lock();
        let was_cancelled = !state.open.remove(&job.call);
        if let Some((deadline, _)) = job.deadline {
            state.deadlines.remove(&(deadline, job.call));
        }
        drop(state);
        // `cancel` has returned that the job is stopped, so it must not get a result.
        job.settle(if was_cancelled { Err(Error::new(ErrorKind::Cancelled)) } else { result });
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn ended(why: Option<&Error>) -> Error {
    match why {
        Some(error) if !error.is_cancelled() => error.repeated(),
        _ => Error::new(ErrorKind::Cancelled),
    }
}

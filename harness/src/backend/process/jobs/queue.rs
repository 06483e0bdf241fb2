//! Jobs on their way: the queue between those who submit and the thread that runs the event loop, and what the loop
//! sees of it.

use super::processes::CallGuard;
use crate::backend::process::engine::{Budget, Disposition, Expired, Results, Sent, Source, Task};
use crate::backend::process::worker::Connection;
use crate::backend::process::worker::StopReason;
use crate::backend::slot::Slot;
use crate::error::{Error, Kind as ErrorKind};
use crate::transfer::{EncodedValue, Received};
use rustix::event::{EventfdFlags, eventfd};
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
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
    /// When it will have taken too long, and how long that is.
    pub(super) deadline: Option<(Instant, Duration)>,
    pub(super) finish: Finish,
    /// Dropped once it is settled.
    pub(super) _counted: CallGuard,
}

/// Where a result goes.
pub(super) enum Finish {
    Slot(Arc<Slot<Received>>),
    Callback(Box<dyn FnOnce(Result<Received, Error>) + Send>),
}

impl fmt::Debug for Finish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if matches!(self, Self::Slot(_)) { "Slot" } else { "Callback" })
    }
}

impl Queued {
    fn settle(self, result: Result<Received, Error>) {
        let result = result.map_err(|error| error.at(self.name, 0));
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
    wake: OwnedFd,
}

#[derive(Debug, Default)]
struct State {
    jobs: VecDeque<Queued>,
    /// Calls that were submitted and are not settled.
    open: HashSet<u32>,
    /// Those of them that are to be stopped.
    cancelled: Vec<u32>,
    /// Those of them that may take only so long.
    deadlines: BTreeMap<(Instant, u32), Duration>,
    closed: bool,
}

impl Queue {
    pub(super) fn new() -> Result<Self, Error> {
        let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)
            .map_err(|errno| Error::io("the dispatcher's wake-up could not be made", errno))?;
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

    /// Has a job stopped; `false` when it is settled.
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
        self.filled.notify_one();
        // A full counter is readable as well, which is all that is wanted.
        let _ = rustix::io::write(&self.wake, &1_u64.to_ne_bytes());
    }

    /// Waits for a job; `false` once the queue is closed and empty.
    pub(super) fn wait(&self) -> bool {
        let mut state = self.lock();
        while state.jobs.is_empty() && !state.closed {
            state = self.filled.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        !state.jobs.is_empty()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Settles all that were not begun.
    pub(super) fn give_up(&self, why: Option<&Error>) {
        let jobs = std::mem::take(&mut self.lock().jobs);
        for job in jobs {
            self.settle(job, Err(ended(why)));
        }
    }

    /// Not under the lock: a result that arrives may wake anybody.
    fn settle(&self, job: Queued, result: Result<Received, Error>) {
        let mut state = self.lock();
        let was_cancelled = !state.open.remove(&job.call);
        if let Some((deadline, _)) = job.deadline {
            state.deadlines.remove(&(deadline, job.call));
        }
        drop(state);
        // Whoever was told that it is stopped is not to get a result after all.
        job.settle(if was_cancelled { Err(Error::new(ErrorKind::Cancelled)) } else { result });
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn ended(why: Option<&Error>) -> Error {
    match why {
        Some(error) if !error.is_cancelled() => Error::refused(error.to_string()),
        _ => Error::new(ErrorKind::Cancelled),
    }
}

/// Jobs as a source of tasks: each is a call of its own with one input.
pub(super) struct JobSource<'a> {
    queue: &'a Queue,
    active: HashMap<u32, Queued>,
}

impl<'a> JobSource<'a> {
    pub(super) fn new(queue: &'a Queue) -> Self {
        Self { queue, active: HashMap::new() }
    }

    /// Settles what was begun and will not end.
    pub(super) fn give_up(mut self, why: Option<&Error>) {
        self.end_all(why);
    }

    fn end_all(&mut self, why: Option<&Error>) {
        for (_, job) in self.active.drain() {
            self.queue.settle(job, Err(ended(why)));
        }
    }

    fn settle(&mut self, call: u32, result: Result<Received, Error>) -> Disposition {
        match self.active.remove(&call) {
            Some(job) => {
                self.queue.settle(job, result);
                Disposition::Last
            }
            None => Disposition::Stale,
        }
    }

    /// Settles a job wherever it is.
    fn stop(&mut self, call: u32, stop_reason: StopReason) -> Option<Expired> {
        if let Some(job) = self.active.remove(&call) {
            self.queue.settle(job, Err(stop_reason.error()));
            return Some(Expired { call, stop_reason, pending: 1 });
        }
        let mut state = self.queue.lock();
        let at = state.jobs.iter().position(|job| job.call == call);
        let job = at.and_then(|at| state.jobs.remove(at));
        drop(state);
        if let Some(job) = job {
            self.queue.settle(job, Err(stop_reason.error()));
        }
        None
    }
}

impl Drop for JobSource<'_> {
    /// When a defect unwinds through the loop, too.
    fn drop(&mut self) {
        self.end_all(None);
    }
}

impl Source for JobSource<'_> {
    fn ready(&mut self) -> bool {
        !self.queue.lock().jobs.is_empty()
    }

    fn left(&self) -> usize {
        self.queue.lock().jobs.len()
    }

    fn upcoming(&self) -> Task {
        (self.queue.lock().jobs.front().map_or(0, |job| job.call), 0)
    }

    fn format(&self, call: u32) -> &'static str {
        self.active.get(&call).map_or("", |job| job.format)
    }

    fn load(&mut self) -> EncodedValue {
        self.queue.lock().jobs.front_mut().map(|job| std::mem::take(&mut job.load)).unwrap_or_default()
    }

    fn load_failed(&mut self, error: Error) -> Option<Error> {
        let job = self.queue.lock().jobs.pop_front();
        if let Some(job) = job {
            self.queue.settle(job, Err(error));
        }
        None
    }

    fn feed(&mut self, connection: &mut Connection, _: Budget) -> Sent {
        let Some(mut job) = self.queue.lock().jobs.pop_front() else { return Sent::default() };
        let input = std::mem::take(&mut job.input);
        match connection.task(job.call, 0, &input) {
            Ok(()) => {
                self.active.insert(job.call, job);
                Sent { taken: 1, sent: 1 }
            }
            Err(unsent) => {
                self.queue.settle(job, Err(unsent.into_error("input")));
                Sent { taken: 1, sent: 0 }
            }
        }
    }

    fn done(&mut self, results: &mut Results<'_>) {
        loop {
            let settled = self.settle(results.task().0, Ok(results.take()));
            results.note(settled);
            if results.advance().is_break() {
                return;
            }
        }
    }

    fn failed(&mut self, (call, _): Task, error: Error) -> Disposition {
        self.settle(call, Err(error))
    }

    fn is_over(&self) -> bool {
        self.queue.is_closed()
    }

    fn wake(&self) -> Option<BorrowedFd<'_>> {
        Some(self.queue.wake.as_fd())
    }

    fn clear_wake(&mut self) {
        // The queue is looked at after this, so a job pushed in between is seen or wakes again.
        let _ = rustix::io::read(&self.queue.wake, &mut [0_u8; 8]);
    }

    fn deadline(&self) -> Option<Instant> {
        self.queue.lock().deadlines.first_key_value().map(|((deadline, _), _)| *deadline)
    }

    fn expire(&mut self) -> Vec<Expired> {
        let mut state = self.queue.lock();
        let mut stops: Vec<(u32, StopReason)> =
            state.cancelled.drain(..).map(|call| (call, StopReason::Cancelled)).collect();
        let now = Instant::now();
        let late = state.deadlines.iter().take_while(|((deadline, _), _)| *deadline <= now);
        stops.extend(late.map(|((_, call), limit)| (*call, StopReason::CallTimeout(*limit))));
        drop(state);
        stops.into_iter().filter_map(|(call, stop_reason)| self.stop(call, stop_reason)).collect()
    }
}

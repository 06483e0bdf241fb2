//! Jobs as the event loop sees them.

use super::queue::{Queue, Queued, ended};
use crate::backend::process::engine::{Budget, Disposition, Expired, Results, Sent, Source};
use crate::backend::process::worker::{Connection, StopReason, TaskId};
use crate::clock;
use crate::error::Error;
use crate::id_map::IdMap;
use crate::transfer::{EncodedValue, ReceivedValue};
use std::os::fd::{AsFd, BorrowedFd};
use std::time::Instant;

/// Jobs as a source of tasks: each is a separate call with one input.
pub(super) struct JobSource<'a> {
    queue: &'a Queue,
    active: IdMap<u32, Queued>,
}

impl<'a> JobSource<'a> {
    pub(super) fn new(queue: &'a Queue) -> Self {
        Self { queue, active: IdMap::default() }
    }

    /// Settles jobs that were begun and will not end.
    pub(super) fn give_up(mut self, why: Option<&Error>) {
        self.end_all(why);
    }

    fn end_all(&mut self, why: Option<&Error>) {
        for (_, job) in self.active.drain() {
            self.queue.settle(job, Err(ended(why)));
        }
    }

    fn settle(&mut self, call: u32, result: Result<ReceivedValue, Error>) -> Disposition {
        match self.active.remove(&call) {
            Some(job) => {
                self.queue.settle(job, result);
                Disposition::Last
            }
            None => Disposition::Stale,
        }
    }

    /// Settles a job that is to be stopped, whether it was begun or not.
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
    /// Also when a panic unwinds through the event loop.
    fn drop(&mut self) {
        self.end_all(None);
    }
}

impl Source for JobSource<'_> {
    fn has_task(&mut self) -> bool {
        !self.queue.lock().jobs.is_empty()
    }

    fn left(&self) -> usize {
        self.queue.lock().jobs.len()
    }

    fn next_task(&self) -> TaskId {
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

    fn failed(&mut self, (call, _): TaskId, error: Error) -> Disposition {
        self.settle(call, Err(error))
    }

    fn is_over(&self) -> bool {
        self.queue.is_closed()
    }

    fn wake(&self) -> Option<BorrowedFd<'_>> {
        Some(self.queue.wake.as_fd())
    }

    fn clear_wake(&mut self) {
        // The queue is read after this, so a job pushed in between is seen or wakes the loop again.
        let _ = rustix::io::read(&self.queue.wake, &mut [0_u8; 8]);
    }

    fn deadline(&self) -> Option<Instant> {
        self.queue.lock().deadlines.first_key_value().map(|((deadline, _), _)| *deadline)
    }

    fn expire(&mut self) -> Vec<Expired> {
        let mut state = self.queue.lock();
        let mut stops: Vec<(u32, StopReason)> =
            state.cancelled.drain(..).map(|call| (call, StopReason::Cancelled)).collect();
        let now = clock::now();
        let late = state.deadlines.iter().take_while(|((deadline, _), _)| *deadline <= now);
        stops.extend(late.map(|((_, call), limit)| (*call, StopReason::CallTimeout(*limit))));
        drop(state);
        stops.into_iter().filter_map(|(call, stop_reason)| self.stop(call, stop_reason)).collect()
    }
}

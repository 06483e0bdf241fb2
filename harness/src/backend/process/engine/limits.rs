//! What no event tells: tasks and calls that take too long, workers that never greet or that grow.

use super::event_loop::{CHECK_INTERVAL, Engine, SLICE};
use super::source::{Expired, Source};
use crate::backend::process::pool::{Counters, FINISHING_CHECK};
use crate::backend::process::worker::INITIALIZER;
use crate::backend::process::worker::handshake;
use crate::backend::process::worker::{StopReason, WorkerHandle};
use crate::error::Error;
use std::time::{Duration, Instant};

/// How often workers are looked at whose task is to be ended once it runs.
const EXPIRED_CHECK: Duration = Duration::from_millis(2);
/// How often the memory of a worker is looked at, at most.
const MEMORY_CHECK: Duration = Duration::from_millis(5);

impl<S: Source> Engine<'_, S> {
    /// How long the loop may sleep.
    pub(super) fn patience(&self) -> Duration {
        let mut patience = if self.pool.has_waiters() { SLICE } else { CHECK_INTERVAL };
        if self.pool.is_finishing() {
            patience = patience.min(FINISHING_CHECK);
        }
        if !self.expired_calls.is_empty() {
            patience = patience.min(EXPIRED_CHECK);
        }
        if let Some(limit) = self.pool.config.task_timeout {
            // Of each worker, the time its task has left; of one whose task is about to start, all of it.
            let left = |worker: &WorkerHandle| limit.saturating_sub(running_for(worker).unwrap_or_default());
            let busy = self.workers.handles.iter().filter(|worker| worker.outstanding() > 0);
            patience = busy.map(left).min().map_or(patience, |left| left.min(patience));
        }
        if let Some(deadline) = self.source.deadline() {
            patience = patience.min(deadline.saturating_duration_since(Instant::now()));
        }
        // Never zero: a limit that is just reached must not make the loop spin.
        patience.max(Duration::from_micros(200))
    }

    pub(super) fn watch(&mut self) -> Result<(), Error> {
        for expired in self.source.expire() {
            self.pending -= expired.pending;
            self.requeued.retain(|task| task.call != expired.call);
            for worker in self.workers.handles.iter().filter(|worker| worker.knows(expired.call)) {
                worker.control_block().cancel_call(expired.call);
            }
            self.expired_calls.push(expired);
        }
        if self.source.is_over() && !self.expired_calls.is_empty() {
            // Nothing of this loop is wanted any more: the workers are not given back while they run something.
            self.workers.abandon();
            return Ok(());
        }
        self.stop_expired();
        if let Some(limit) = self.pool.config.task_timeout {
            for worker in self.workers.handles.iter_mut().filter(|worker| worker.outstanding() > 0) {
                // A worker that has answered may not have noted so yet when it is given its next task.
                let due = worker.connection.first();
                let is_over = |worker: &WorkerHandle| {
                    worker.control_block().running() == due
                        && running_for(worker).is_some_and(|time| time >= limit)
                };
                if worker.kill_if(StopReason::TaskTimeout(limit), is_over) {
                    worker.shut();
                }
            }
        }
        self.recycle_grown();
        // By the clock and not by silence: events of some workers must not hide that others are stuck.
        if self.looked.elapsed() >= CHECK_INTERVAL {
            self.looked = Instant::now();
            self.check_processes()?;
        }
        Ok(())
    }

    /// Ends workers that run a task of a call that is over.
    fn stop_expired(&mut self) {
        if self.expired_calls.is_empty() {
            return;
        }
        let handles = &mut self.workers.handles;
        let mut gone = Vec::new();
        self.expired_calls.retain(|Expired { call, stop_reason, .. }| {
            let mut is_left = false;
            for worker in handles.iter_mut().filter(|worker| worker.knows(*call)) {
                let runs = |worker: &WorkerHandle| {
                    worker.control_block().running().is_some_and(|(of, _)| of == *call)
                };
                if worker.kill_if(*stop_reason, runs) {
                    worker.shut();
                }
                is_left |= worker.outstanding() > 0;
            }
            if !is_left {
                gone.push(*call);
            }
            is_left
        });
        self.retire(&gone);
    }

    /// Retires workers that have grown beyond their limit.
    fn recycle_grown(&mut self) {
        let Some(limit) = self.pool.config.recycle else { return };
        for worker in &mut self.workers.handles {
            if worker.is_ready() && !worker.is_used_up() && worker.memory_checked.elapsed() >= MEMORY_CHECK {
                worker.memory_checked = Instant::now();
                if resident(worker.pid()).is_some_and(|bytes| bytes > limit) {
                    worker.retire();
                }
            }
        }
        self.replace_retired();
    }

    /// Lets go of retired workers that have nothing left to do.
    fn replace_retired(&mut self) {
        let done = |worker: &WorkerHandle| worker.is_retired() && worker.outstanding() == 0;
        while let Some(at) = self.workers.handles.iter().position(done) {
            let worker = self.workers.handles.swap_remove(at);
            self.pool.lost(worker);
        }
    }

    /// Finds workers that never greet, or are gone while their socket is held open.
    fn check_processes(&mut self) -> Result<(), Error> {
        let greeting = self.pool.config.handshake_timeout;
        for at in (0..self.workers.handles.len()).rev() {
            let worker = &mut self.workers.handles[at];
            if worker.is_late(greeting) {
                return Err(handshake::too_late(greeting));
            }
            if worker.has_exited() {
                // What it sent is still read, and then its end.
                worker.shut();
                self.read_one(at)?;
            }
        }
        Ok(())
    }

    /// Counts a worker that this process ended.
    pub(super) fn note_stopped(&self) {
        Counters::add(&self.pool.counters.stopped, 1);
    }
}

/// How long a worker has been running its task. An initializer may take as long as it likes.
fn running_for(worker: &WorkerHandle) -> Option<Duration> {
    worker.control_block().running().filter(|(call, _)| *call != INITIALIZER)?;
    worker.control_block().running_for()
}

/// The resident memory of a process in bytes.
fn resident(pid: u32) -> Option<u64> {
    let statm = std::fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
    let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * rustix::param::page_size() as u64)
}

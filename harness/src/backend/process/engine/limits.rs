//! Limits that no event reports: tasks and calls that take too long, workers that never greet, that stand still or that grow.

use super::event_loop::{CHECK_INTERVAL, Engine};
use super::leased_workers::SLICE;
use super::source::{Expired, Source};
use crate::backend::process::pool::{Counters, FINISHING_CHECK};
use crate::backend::process::worker::{Worker, WorkerHandle};
use crate::clock;
use crate::error::Error;
use std::time::Duration;

/// How often workers are checked that have tasks of a call that is over.
const EXPIRED_CHECK: Duration = Duration::from_millis(2);
/// The shortest time between two looks at the memory of a worker.
const MEMORY_CHECK: Duration = Duration::from_millis(5);
/// A worker that has not begun its next task for less than this may just have had no core.
const LEAST_STALL: Duration = Duration::from_millis(250);
/// How long a worker that cannot be sent anything, or whose call is over, may show no sign of life.
const LONG_STALL: Duration = Duration::from_secs(1);

impl<W: Worker, S: Source> Engine<'_, W, S> {
    /// How long the loop may sleep.
    pub(super) fn patience(&self) -> Duration {
        let mut patience = if self.pool.has_waiters() { SLICE } else { CHECK_INTERVAL };
        if self.pool.is_finishing() || !self.workers.leaving.is_empty() {
            patience = patience.min(FINISHING_CHECK);
        }
        if !self.expired_calls.is_empty() {
            patience = patience.min(EXPIRED_CHECK);
        }
        if let Some(limit) = self.pool.config.task_timeout {
            // The time left to the running task of each worker. A task that is about to start has all of it.
            let left =
                |worker: &WorkerHandle<W>| limit.saturating_sub(worker.running_for().unwrap_or_default());
            let busy = self.workers.handles.iter().filter(|worker| worker.outstanding() > 0);
            patience = busy.map(left).min().map_or(patience, |left| left.min(patience));
        }
        if self.workers.handles.iter().any(|worker| worker.outstanding() > 1) {
            patience = patience.min(self.waiting_answers.interval());
        }
        if let Some(deadline) = self.source.deadline() {
            patience = patience.min(deadline.saturating_duration_since(clock::now()));
        }
        // Never zero: the loop must not spin while a limit is just reached.
        patience.max(Duration::from_micros(200))
    }

    /// Ends what takes too long, and replaces workers that have grown.
    pub(super) fn enforce_limits(&mut self) -> Result<(), Error> {
        if self.source.deadline().is_some_and(|deadline| deadline <= clock::now()) {
            // What is ready came in time.
            self.take_answers(WorkerHandle::take_ready_answers)?;
        }
        for expired in self.source.expire() {
            self.pending -= expired.pending;
            self.requeued.retain(|task| task.call != expired.call);
            for worker in self.workers.handles.iter().filter(|worker| worker.knows(expired.call)) {
                worker.cancel_call(expired.call);
            }
            self.expired_calls.push(expired);
        }
        if self.source.is_over() && !self.expired_calls.is_empty() {
            // No result is wanted any more. Workers that still run a task are ended, not returned.
            self.workers.abandon();
            return Ok(());
        }
        self.stop_expired();
        if let Some(limit) = self.pool.config.task_timeout {
            for worker in self.workers.handles.iter_mut().filter(|worker| worker.outstanding() > 0) {
                worker.stop_overdue(limit);
                worker.stop_stalled_unless_waiting(limit.max(LEAST_STALL));
            }
        }
        self.recycle_grown();
        // By the clock, not when nothing happens: busy workers must not hide that others are stuck.
        if clock::since(self.last_check) >= CHECK_INTERVAL {
            self.last_check = clock::now();
            self.check_workers()?;
        }
        Ok(())
    }

    /// Ends workers that run a task of a call that is over.
    fn stop_expired(&mut self) {
        if self.expired_calls.is_empty() {
            return;
        }
        let workers = &mut self.workers.handles;
        let mut over = Vec::new();
        self.expired_calls.retain(|Expired { call, stop_reason, .. }| {
            let mut is_left = false;
            for worker in workers.iter_mut().filter(|worker| worker.knows(*call)) {
                worker.stop_call(*call, *stop_reason);
                worker.stop_stalled(LONG_STALL);
                is_left |= worker.outstanding() > 0;
            }
            if !is_left {
                over.push(*call);
            }
            is_left
        });
        self.retire(&over);
    }

    /// Retires workers that have grown beyond their limit.
    fn recycle_grown(&mut self) {
        let Some(limit) = self.pool.config.recycle else { return };
        for worker in &mut self.workers.handles {
            if worker.is_ready()
                && !worker.is_used_up()
                && clock::since(worker.memory_checked) >= MEMORY_CHECK
            {
                worker.memory_checked = clock::now();
                if worker.resident_bytes().is_some_and(|bytes| bytes > limit) {
                    worker.retire();
                }
            }
        }
        self.replace_retired();
    }

    /// Ends retired workers that have nothing left to do.
    fn replace_retired(&mut self) {
        let done = |worker: &WorkerHandle<W>| worker.is_retired() && worker.outstanding() == 0;
        while let Some(at) = self.workers.handles.iter().position(done) {
            let worker = self.workers.handles.swap_remove(at);
            self.pool.let_end(vec![worker]);
        }
    }

    /// Finds workers that never greet, and dead ones whose channel another process keeps open.
    fn check_workers(&mut self) -> Result<(), Error> {
        let limits = self.pool.config.start_limits;
        for at in (0..self.workers.handles.len()).rev() {
            let worker = &mut self.workers.handles[at];
            if let Some(failure) = worker.is_late(limits) {
                return Err(self.pool.late(worker, failure));
            }
            if worker.is_used_up() && worker.outstanding() == 0 && worker.is_stuck() {
                // It should have ended by itself. That it has, is read from its channel.
                worker.kill();
                worker.end_reads();
            }
            if worker.is_cut_off().is_some() {
                if worker.outstanding() == 0 {
                    let worker = self.workers.handles.swap_remove(at);
                    self.pool.let_end(vec![worker]);
                    continue;
                }
                worker.stop_stalled(LONG_STALL);
            }
            if worker.has_exited() {
                // What it sent is still read before its end.
                worker.end_reads();
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

//! The workers that a call has leased, and their way back.

use crate::backend::process::pool::{Counters, PoolState};
use crate::backend::process::worker::{BatchController, Worker, WorkerHandle};
use crate::error::Error;
use std::time::{Duration, Instant};

/// How long a call keeps its last worker while others wait.
pub(super) const SLICE: Duration = Duration::from_millis(20);

pub(super) struct LeasedWorkers<'a, W: Worker> {
    pool: &'a PoolState<W>,
    pub(super) handles: Vec<WorkerHandle<W>>,
    leased: Instant,
    /// The place in line, while there is no worker.
    ticket: Option<u64>,
    /// While nobody looks after the handles: how many they are.
    parked: Option<usize>,
    /// Whether what runs is to be ended.
    abandoned: bool,
}

impl<'a, W: Worker> LeasedWorkers<'a, W> {
    pub(super) fn new(pool: &'a PoolState<W>) -> Self {
        pool.call_begins();
        Self {
            pool,
            handles: Vec::new(),
            leased: Instant::now(),
            ticket: None,
            parked: None,
            abandoned: false,
        }
    }

    /// Takes a worker that can be had at once.
    pub(super) fn try_take(&mut self) -> Result<bool, Error> {
        let worker = self.pool.try_take()?;
        Ok(self.add(worker))
    }

    /// Stands in line for a worker.
    pub(super) fn wait_for_worker(&mut self, patience: Duration) -> Result<bool, Error> {
        let worker = self.pool.wait_for_worker(&mut self.ticket, patience)?;
        Ok(self.add(worker))
    }

    fn add(&mut self, worker: Option<WorkerHandle<W>>) -> bool {
        let Some(worker) = worker else { return false };
        if self.handles.is_empty() {
            self.leased = Instant::now();
        }
        self.handles.push(worker);
        true
    }

    /// Whether a worker is to be handed over to another call that waits, or is one too many.
    pub(super) fn is_yielding(&self) -> bool {
        (self.pool.has_waiters() || self.pool.is_over())
            && (self.handles.len() > 1 || self.leased.elapsed() >= SLICE)
    }

    /// Hands workers over to other calls that wait for one.
    pub(super) fn share(&mut self) {
        while self.is_yielding() {
            let idle = self.handles.iter().position(|worker| worker.outstanding() == 0 && worker.is_ready());
            let Some(at) = idle else { return };
            let worker = self.handles.swap_remove(at);
            self.release(worker);
        }
    }

    /// Nobody looks after the handles for a while.
    pub(super) fn park(&mut self) {
        self.parked = Some(self.handles.len());
        self.pool.park(self.handles.len());
        if self.pool.leave_unattended(self.handles.iter().map(WorkerHandle::killer)) {
            self.handles.iter_mut().for_each(WorkerHandle::kill);
        }
    }

    pub(super) fn unpark(&mut self) {
        if let Some(handles) = self.parked.take() {
            self.pool.take_back(self.handles.iter().map(WorkerHandle::killer));
            self.pool.unpark(handles);
        }
    }

    pub(super) fn abandon(&mut self) {
        self.abandoned = true;
    }

    fn release(&self, mut worker: WorkerHandle<W>) {
        let outstanding = worker.outstanding() > 0;
        if self.abandoned && outstanding {
            Counters::add(&self.pool.counters.stopped, 1);
        }
        if (self.abandoned && outstanding) || worker.is_late(self.pool.config.handshake_timeout) {
            worker.kill();
            self.pool.lost(worker);
            return;
        }
        if outstanding && worker.is_ready() {
            worker.cancel();
        }
        for (call, load) in std::mem::take(&mut worker.calls) {
            worker.connection.unload(call, &load);
        }
        worker.connection.forget_dropped();
        worker.write();
        // What the next call has for it may be of any length.
        worker.batch_controller = BatchController::default();
        if !worker.is_used_up() {
            self.pool.put(worker);
        } else if outstanding {
            self.pool.leave_to_finish(worker);
        } else {
            self.pool.lost(worker);
        }
    }
}

impl<W: Worker> Drop for LeasedWorkers<'_, W> {
    /// On every way out, also when an input iterator panics, the workers go back. What is still queued at
    /// one is cancelled; a task that is running there ends first.
    fn drop(&mut self) {
        self.unpark();
        for worker in std::mem::take(&mut self.handles) {
            self.release(worker);
        }
        self.pool.leave_queue(&mut self.ticket);
        self.pool.call_ends();
    }
}

//! The workers that a call has leased, and how they return to the pool.

use super::leaving_worker::LeavingWorker;
use crate::backend::process::pool::{Counters, PoolState};
use crate::backend::process::worker::{Worker, WorkerHandle};
use crate::clock;
use crate::error::Error;
use std::time::{Duration, Instant};

/// How long a call keeps its last worker while others wait.
pub(super) const SLICE: Duration = Duration::from_millis(20);

pub(super) struct LeasedWorkers<'a, W: Worker> {
    pool: &'a PoolState<W>,
    pub(super) handles: Vec<WorkerHandle<W>>,
    /// Workers whose channel has ended and whose process has not.
    pub(super) leaving: Vec<LeavingWorker<W>>,
    leased: Instant,
    /// The place in the queue for workers, while this call waits for one.
    ticket: Option<u64>,
    /// The number of workers, while the call is paused.
    parked: Option<usize>,
    /// Whether workers that run a task are to be ended.
    abandoned: bool,
}

impl<'a, W: Worker> LeasedWorkers<'a, W> {
    pub(super) fn new(pool: &'a PoolState<W>) -> Self {
        pool.call_begins();
        Self {
            pool,
            handles: Vec::new(),
            leaving: Vec::new(),
            leased: clock::now(),
            ticket: None,
            parked: None,
            abandoned: false,
        }
    }

    /// Takes a worker if one is available now.
    pub(super) fn try_take(&mut self) -> Result<bool, Error> {
        let worker = self.pool.try_take()?;
        Ok(self.add(worker))
    }

    /// Queues for a worker.
    pub(super) fn wait_for_worker(&mut self, patience: Duration) -> Result<bool, Error> {
        let worker = self.pool.wait_for_worker(&mut self.ticket, patience)?;
        Ok(self.add(worker))
    }

    fn add(&mut self, worker: Option<WorkerHandle<W>>) -> bool {
        let Some(worker) = worker else { return false };
        if self.handles.is_empty() {
            self.leased = clock::now();
        }
        self.handles.push(worker);
        true
    }

    /// Whether to release a worker: another call waits for one, or there are too many.
    pub(super) fn is_yielding(&self) -> bool {
        (self.pool.has_waiters() || self.pool.is_over())
            && (self.handles.len() > 1 || clock::since(self.leased) >= SLICE)
    }

    /// Releases idle workers to other calls that wait for one.
    pub(super) fn share(&mut self) {
        while self.is_yielding() {
            let idle = self.handles.iter().position(|worker| worker.outstanding() == 0 && worker.is_ready());
            let Some(at) = idle else { return };
            let worker = self.handles.swap_remove(at);
            let mut ending = Vec::new();
            self.release(worker, &mut ending);
            self.pool.let_end(ending);
        }
    }

    /// Pauses the call: the workers go on with what they have, and no event loop runs.
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

    /// Returns a worker to the pool, or adds it to those that are to end.
    fn release(&self, mut worker: WorkerHandle<W>, ending: &mut Vec<WorkerHandle<W>>) {
        let outstanding = worker.outstanding() > 0;
        // One that was stopped is gone, or about to be: the call ended before it saw that.
        let is_stopped = worker.is_stopped() || (self.abandoned && outstanding);
        if is_stopped {
            Counters::add(&self.pool.counters.stopped, 1);
        }
        if is_stopped || worker.is_late(self.pool.config.start_limits).is_some() {
            worker.kill();
            ending.push(worker);
            return;
        }
        if outstanding && worker.is_ready() {
            worker.cancel();
        }
        let calls = std::mem::take(&mut worker.calls);
        for (call, load) in &calls {
            worker.connection.unload(*call, load);
        }
        worker.batch_controller.end(if let [(_, load)] = &calls[..] { Some(&**load) } else { None });
        worker.connection.forget_dropped();
        worker.write();
        if !worker.is_used_up() {
            self.pool.put(worker);
        } else if outstanding {
            self.pool.leave_to_finish(worker);
        } else {
            ending.push(worker);
        }
    }
}

impl<W: Worker> Drop for LeasedWorkers<'_, W> {
    /// Workers return to the pool on every way out, also when an input iterator panics. Their queued tasks are cancelled; a
    /// running task finishes first.
    fn drop(&mut self) {
        if !self.pool.is_of_this_process() {
            return;
        }
        self.unpark();
        let mut ending: Vec<_> = self.leaving.drain(..).map(|leaving| leaving.worker).collect();
        for worker in std::mem::take(&mut self.handles) {
            self.release(worker, &mut ending);
        }
        self.pool.let_end(ending);
        self.pool.leave_queue(&mut self.ticket);
        self.pool.call_ends();
    }
}

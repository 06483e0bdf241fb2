//! Sends tasks to workers.

use super::event_loop::{AHEAD, Engine, ROUNDS};
use super::source::{Budget, Disposition, Source};
use crate::backend::process::worker::{TaskId, Unsent, Worker, WorkerHandle};
use crate::error::Error;
use std::sync::Arc;

impl<W: Worker, S: Source> Engine<'_, W, S> {
    /// Sends tasks to workers, and takes or starts workers while there are tasks for them.
    pub(super) fn schedule(&mut self) -> Result<(), Error> {
        if self.source.is_over() {
            return Ok(());
        }
        if self.forgotten != self.pool.store.gone() {
            self.forgotten = self.pool.store.gone();
            self.workers.handles.iter_mut().for_each(|worker| worker.connection.forget_dropped());
        }
        // If another call waits for a worker, the last one gets no more tasks, so that it becomes idle.
        let kept = self.workers.handles.len().saturating_sub(usize::from(self.workers.is_yielding()));
        // Idle workers first: no task waits behind another while a worker is idle or available.
        for at in 0..kept {
            if self.workers.handles[at].outstanding() == 0 {
                self.send_some(at, 1);
            }
        }
        while self.has_work() && !self.has_enough_in_preparation() {
            match self.workers.try_take() {
                Ok(true) => {}
                Ok(false) => break,
                // The call can go on with fewer workers.
                Err(_) if !self.workers.handles.is_empty() => break,
                Err(error) => return Err(error),
            }
            self.send_some(self.workers.handles.len() - 1, 1);
        }
        // Then in rounds, so that the last tasks of a call are spread over the workers.
        let mut more = true;
        while more && self.has_work() {
            more = false;
            for at in 0..kept {
                let controller = &self.workers.handles[at].batch_controller;
                let limit = controller.limit(self.pool.config.batch, || self.share());
                more |= self.send_some(at, (limit / ROUNDS).max(1));
            }
        }
        Ok(())
    }

    /// A worker's share of the tasks without an answer.
    fn share(&self) -> usize {
        let unanswered = self.source.left().saturating_add(self.requeued.len()).saturating_add(self.pending);
        unanswered.div_ceil(self.workers.handles.len().max(1))
    }

    /// Whether as many workers are being prepared as there are tasks left.
    fn has_enough_in_preparation(&self) -> bool {
        let count = self.workers.handles.iter().filter(|worker| self.is_in_preparation(worker)).count();
        count > 0 && count >= self.source.left().saturating_add(self.requeued.len())
    }

    /// Whether a worker can be given no task yet: no task may run before the initializer has succeeded, and none waits for a worker
    /// that waits for a place itself.
    fn is_in_preparation(&self, worker: &WorkerHandle<W>) -> bool {
        !worker.is_ready() && (self.pool.config.initializer.is_some() || worker.waits_for_place())
    }

    /// Sends at most `most` tasks to a worker; returns whether it got any.
    fn send_some(&mut self, at: usize, most: usize) -> bool {
        let worker = &self.workers.handles[at];
        if self.is_in_preparation(worker) {
            return false;
        }
        let limit = worker.batch_controller.limit(self.pool.config.batch, || self.share());
        let mut taken = 0;
        while taken < most {
            let worker = &mut self.workers.handles[at];
            let tasks = limit.saturating_sub(worker.outstanding()).min(most - taken).min(worker.tasks_left());
            if tasks == 0 || worker.connection.backlog() >= AHEAD {
                break;
            }
            if let Some(task) = self.requeued.pop_front() {
                let added = self.announce(at, task.call).and_then(|()| {
                    self.workers.handles[at].connection.task(task.call, task.index, &task.input)
                });
                match added {
                    Ok(()) => self.workers.handles[at].tasks_added(1),
                    Err(unsent) => self.give_up((task.call, task.index), unsent),
                }
                taken += 1;
            } else if self.source.has_task() {
                let next_task = self.source.next_task();
                if let Err(unsent) = self.announce(at, next_task.0) {
                    // Without its captures no task of the call can run.
                    self.fatal = self.source.load_failed(unsent.into_error("captures"));
                    break;
                }
                let worker = &mut self.workers.handles[at];
                let fed = self.source.feed(&mut worker.connection, Budget { tasks, bytes: AHEAD });
                worker.tasks_added(fed.sent);
                self.pending += fed.sent;
                taken += fed.taken;
                if fed.taken == 0 {
                    break;
                }
            } else {
                break;
            }
        }
        taken > 0
    }

    /// Makes sure that a worker has the task and the captures of a call.
    #[inline]
    fn announce(&mut self, at: usize, call: u32) -> Result<(), Unsent> {
        // Nearly always the call of the task before.
        if self.workers.handles[at].calls.last().is_some_and(|(last, _)| *last == call) {
            return Ok(());
        }
        self.announce_other(at, call)
    }

    #[inline(never)]
    fn announce_other(&mut self, at: usize, call: u32) -> Result<(), Unsent> {
        let worker = &mut self.workers.handles[at];
        if worker.knows(call) {
            return Ok(());
        }
        let known = self.loads.iter().position(|(known, _)| *known == call).unwrap_or_else(|| {
            self.loads.push((call, Arc::new(self.source.load())));
            self.loads.len() - 1
        });
        let load = Arc::clone(&self.loads[known].1);
        worker.connection.load(call, &load)?;
        worker.batch_controller.begin(&load);
        worker.calls.push((call, load));
        Ok(())
    }

    /// Fails a task that cannot be sent to another worker.
    fn give_up(&mut self, task: TaskId, unsent: Unsent) {
        let settled = self.source.failed(task, unsent.into_error("input"));
        self.pending -= usize::from(settled != Disposition::Stale);
        if settled == Disposition::Last {
            self.retire(&[task.0]);
        }
    }
}

//! Handing out tasks.

use super::event_loop::{AHEAD, Engine, ROUNDS};
use super::source::{Budget, Disposition, Source};
use crate::backend::process::worker::{TaskId, Unsent, Worker};
use crate::error::Error;
use std::sync::Arc;

impl<W: Worker, S: Source> Engine<'_, W, S> {
    /// Hands out tasks; takes or starts workers while there are more tasks than places.
    pub(super) fn fill(&mut self) -> Result<(), Error> {
        if self.source.is_over() {
            return Ok(());
        }
        if self.forgotten != self.pool.store.gone() {
            self.forgotten = self.pool.store.gone();
            self.workers.handles.iter_mut().for_each(|worker| worker.connection.forget_dropped());
        }
        // The last one is left to run dry when another call wants a worker.
        let kept = self.workers.handles.len().saturating_sub(usize::from(self.workers.is_yielding()));
        // Breadth first: no task waits behind another while a worker is idle or could be had.
        for at in 0..kept {
            if self.workers.handles[at].outstanding() == 0 {
                self.fill_one(at, 1);
            }
        }
        while self.has_work() && !self.has_enough_in_preparation() {
            match self.workers.try_take() {
                Ok(true) => {}
                Ok(false) => break,
                // Fewer workers than allowed can do it too.
                Err(_) if !self.workers.handles.is_empty() => break,
                Err(error) => return Err(error),
            }
            self.fill_one(self.workers.handles.len() - 1, 1);
        }
        // Then in rounds, so that the last tasks of a call are spread too.
        let mut more = true;
        while more && self.has_work() {
            more = false;
            for at in 0..kept {
                let limit = self.workers.handles[at].batch_controller.limit(self.pool.config.batch);
                more |= self.fill_one(at, (limit / ROUNDS).max(1));
            }
        }
        Ok(())
    }

    /// Whether each task that is left has a worker that will take it once its initializer is done.
    fn has_enough_in_preparation(&self) -> bool {
        self.pool.config.initializer.is_some()
            && self.workers.handles.iter().filter(|worker| !worker.is_ready()).count()
                >= self.source.left().saturating_add(self.requeued.len())
    }

    /// Hands at most `most` tasks to a worker; gives whether it took any.
    fn fill_one(&mut self, at: usize, most: usize) -> bool {
        let worker = &self.workers.handles[at];
        if self.pool.config.initializer.is_some() && !worker.is_ready() {
            // Only a worker whose initializer succeeded may run tasks.
            return false;
        }
        let limit = worker.batch_controller.limit(self.pool.config.batch);
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
            } else if self.source.ready() {
                let upcoming = self.source.upcoming();
                if let Err(unsent) = self.announce(at, upcoming.0) {
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
        // The call of the task before, nearly always.
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
        worker.calls.push((call, load));
        Ok(())
    }

    /// A task that cannot be sent after all.
    fn give_up(&mut self, task: TaskId, unsent: Unsent) {
        let settled = self.source.failed(task, unsent.into_error("input"));
        self.pending -= usize::from(settled != Disposition::Stale);
        if settled == Disposition::Last {
            self.retire(&[task.0]);
        }
    }
}

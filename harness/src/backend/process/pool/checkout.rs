//! Leasing workers, waiting for one, and returning them.

use super::counters::Counters;
use super::state::{PoolState, State};
use crate::backend::process::worker::{Worker, WorkerHandle};
use crate::clock;
use crate::error::{Error, Exit};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How often workers that finish their last task are checked while a call waits for their place.
pub(crate) const FINISHING_CHECK: Duration = Duration::from_millis(10);

enum Taken<W: Worker> {
    Idle(Box<WorkerHandle<W>>),
    /// The right to start one.
    Place,
}

impl<W: Worker> PoolState<W> {
    /// Takes an idle worker, or starts one if there may be more. `None` if all are leased, or another call was first.
    pub(crate) fn try_take(&self) -> Result<Option<WorkerHandle<W>>, Error> {
        if self.spare.load(Ordering::Relaxed) == 0 {
            return Ok(None);
        }
        self.check_broken()?;
        let mut state = self.lock();
        // Calls in the queue come first.
        if !state.queue.is_empty() {
            return Ok(None);
        }
        let taken = self.take(&mut state);
        drop(state);
        self.start_if_new(taken)
    }

    /// As [`try_take`](Self::try_take), but waits in the queue for at most `patience`. The ticket keeps the place from one try
    /// to the next.
    pub(crate) fn wait_for_worker(
        &self,
        ticket: &mut Option<u64>,
        patience: Duration,
    ) -> Result<Option<WorkerHandle<W>>, Error> {
        let deadline = clock::now() + patience;
        let mut state = self.lock();
        let place = *ticket.get_or_insert_with(|| {
            let place = state.next_ticket;
            state.next_ticket += 1;
            state.queue.push_back(place);
            self.waiters.fetch_add(1, Ordering::Relaxed);
            place
        });
        let taken = loop {
            let is_first = state.queue.front() == Some(&place) && state.broken.is_none();
            let taken = if is_first { self.take(&mut state) } else { None };
            let left = deadline.saturating_duration_since(clock::now());
            if taken.is_some() || left.is_zero() || state.broken.is_some() || self.is_terminated() {
                break taken;
            }
            // Nothing signals the end of a worker that finishes its last task.
            let left = if state.finishing.is_empty() { left } else { left.min(FINISHING_CHECK) };
            state = clock::wait(&self.freed, &self.state, state, Some(left));
        };
        drop(state);
        if taken.is_some() {
            self.leave_queue(ticket);
        } else {
            self.check_broken()?;
        }
        self.start_if_new(taken)
    }

    /// Leaves the queue.
    pub(crate) fn leave_queue(&self, ticket: &mut Option<u64>) {
        if let Some(place) = ticket.take() {
            self.lock().queue.retain(|other| *other != place);
            self.waiters.fetch_sub(1, Ordering::Relaxed);
            // The next in the queue may find a worker.
            clock::notify_all(&self.freed);
        }
    }

    fn take(&self, state: &mut State<W>) -> Option<Taken<W>> {
        self.note_ends(state);
        let taken = loop {
            match state.idle.pop() {
                // After the idle timeout. It may still be in its own end, where it takes no task.
                Some(worker) if self.config.idle.is_some() && worker.is_ending() => {
                    state.finishing.push(worker)
                }
                // It was killed while it was idle, which fails no task.
                Some(mut worker) if worker.has_exited() => {
                    state.live -= 1;
                    let by_itself = self.may_leave() && worker.try_exit() == Some(Exit::Code(0));
                    Counters::add(&self.counters.crashed, u64::from(!by_itself));
                }
                Some(worker) => break Some(Taken::Idle(Box::new(worker))),
                None if self.counted(state) < self.workers() => {
                    state.live += 1;
                    break Some(Taken::Place);
                }
                None => break None,
            }
        };
        self.note_spare(state);
        taken
    }

    /// Whether workers end by themselves when they are idle.
    pub(crate) fn may_leave(&self) -> bool {
        W::GIVES_ITS_PLACE || self.config.idle.is_some()
    }

    /// Frees the places of workers that have finished their last task, or have ended in the background.
    fn note_ends(&self, state: &mut State<W>) {
        let before = state.finishing.len();
        // A worker bounds its own end. One that does not react is killed.
        state.finishing.retain_mut(|worker| {
            if worker.is_stuck() {
                worker.kill();
            }
            worker.try_exit().is_none()
        });
        state.live -= before - state.finishing.len();
        self.note_vacated(state);
    }

    /// Keeps a worker until it has finished the task that it is running, and no other.
    pub(crate) fn leave_to_finish(&self, mut worker: WorkerHandle<W>) {
        // It then ends when it has nothing left. Nobody reads what it still answers: if it could not send that, it would wait
        // for room without end.
        worker.end_reads();
        let mut state = self.lock();
        state.finishing.push(worker);
        self.watch_tasks(&mut state);
        self.note_spare(&state);
    }

    /// Whether there are workers that finish their last task.
    pub(crate) fn is_finishing(&self) -> bool {
        self.finishing.load(Ordering::Relaxed) > 0
    }

    /// Starts a worker for a free place, without the lock, so that other calls do not wait for it.
    fn start_if_new(&self, taken: Option<Taken<W>>) -> Result<Option<WorkerHandle<W>>, Error> {
        match taken {
            None => Ok(None),
            Some(Taken::Idle(worker)) => Ok(Some(*worker)),
            Some(Taken::Place) => self.start().map(Some).inspect_err(|_| self.free_place()),
        }
    }

    /// Whether another call waits for a worker.
    pub(crate) fn has_waiters(&self) -> bool {
        self.waiters.load(Ordering::Relaxed) > 0
    }

    /// Returns a worker to the pool.
    pub(crate) fn put(&self, worker: WorkerHandle<W>) {
        let mut state = self.lock();
        if self.counted(&state) > self.workers() || self.is_terminated() {
            drop(state);
            self.let_end(vec![worker]);
        } else {
            let is_busy = worker.outstanding() > 0;
            // One that still runs a task of an earlier call is taken last.
            let at = if is_busy { 0 } else { state.idle.len() };
            state.idle.insert(at, worker);
            if is_busy {
                self.watch_tasks(&mut state);
            }
            self.note_spare(&state);
        }
        clock::notify_all(&self.freed);
    }

    /// Frees the place of a worker that is gone.
    pub(crate) fn free_place(&self) {
        self.free_places(1);
    }
}

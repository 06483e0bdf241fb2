//! Ending workers: side by side, with one bound, and never in the way of a call.
//!
//! Most workers end within a moment of being closed or killed. What takes longer, a destructor that blocks or a process that
//! was stopped, is waited for by a thread of its own, which kills it in time. Its place is free once it is gone, or known not to
//! go.

use super::checkout::FINISHING_CHECK;
use super::state::{PoolState, State};
use super::vacated::Vacated;
use crate::backend::process::worker::{MOMENT, ORDERLY_END, Worker, WorkerHandle, kill_all, wait_for_ends};
use crate::clock;
use crate::sys::AFTER_KILL;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How long the workers of a terminated pool are waited for. They were killed.
const AFTER_TERMINATE: Duration = Duration::from_millis(50);

impl<W: Worker> PoolState<W> {
    /// Ends workers that have a place, and frees their places: now, or once those that take longer are gone.
    pub(crate) fn let_end(&self, mut workers: Vec<WorkerHandle<W>>) {
        workers.iter_mut().for_each(WorkerHandle::begin_end);
        wait_for_ends(&mut workers, MOMENT, |ended| self.free_places(ended));
        self.end_in_background(workers, ORDERLY_END);
    }

    /// Ends workers without a place that may not react, as far as that is possible.
    pub(crate) fn forget(&self, worker: WorkerHandle<W>) {
        let vacated = Arc::new(Vacated::default());
        in_background(vec![worker], Duration::ZERO, vacated);
    }

    /// Ends idle workers and those that finish their last task, and waits for all that are ending.
    pub(crate) fn end_idle(&self) {
        let idle = self.take_idle();
        self.end_now(idle);
        self.wait_for_background();
    }

    /// Ends workers that have a place, and waits for that.
    pub(super) fn end_now(&self, mut workers: Vec<WorkerHandle<W>>) {
        workers.iter_mut().for_each(WorkerHandle::begin_end);
        wait_for_ends(&mut workers, ORDERLY_END, |ended| self.free_places(ended));
        kill_all(&mut workers, |ended| self.free_places(ended));
        self.end_in_background(workers, Duration::ZERO);
    }

    /// Kills idle workers and those that finish their last task.
    pub(super) fn kill_idle(&self) {
        let mut idle = self.take_idle();
        idle.iter_mut().for_each(WorkerHandle::kill);
        wait_for_ends(&mut idle, AFTER_TERMINATE, |ended| self.free_places(ended));
        self.end_in_background(idle, Duration::ZERO);
    }

    fn take_idle(&self) -> Vec<WorkerHandle<W>> {
        let mut state = self.lock();
        let mut idle = std::mem::take(&mut state.idle);
        idle.append(&mut state.finishing);
        self.note_spare(&state);
        idle
    }

    fn end_in_background(&self, workers: Vec<WorkerHandle<W>>, patience: Duration) {
        if workers.is_empty() {
            return;
        }
        let mut state = self.lock();
        state.ending += workers.len();
        self.note_spare(&state);
        drop(state);
        in_background(workers, patience, Arc::clone(&self.vacated));
    }

    /// Waits for the workers that are ending, with a bound: there may be some that cannot be killed.
    fn wait_for_background(&self) {
        let deadline = clock::now() + ORDERLY_END + AFTER_KILL;
        let mut state = self.lock();
        loop {
            self.note_vacated(&mut state);
            let left = deadline.saturating_duration_since(clock::now());
            if state.ending == 0 || left.is_zero() {
                return;
            }
            let left = left.min(FINISHING_CHECK);
            state = clock::wait(&self.freed, &self.state, state, Some(left));
        }
    }

    /// Frees the places of workers that have ended in the background.
    pub(super) fn note_vacated(&self, state: &mut State<W>) {
        let vacated = self.vacated.take();
        state.live -= vacated;
        state.ending -= vacated;
    }

    pub(super) fn free_places(&self, places: usize) {
        let mut state = self.lock();
        state.live -= places;
        self.note_spare(&state);
        clock::notify_all(&self.freed);
    }
}

/// Waits for the end of workers on a thread, and kills them when `patience` runs out.
pub(super) fn in_background<W: Worker>(
    workers: Vec<WorkerHandle<W>>,
    patience: Duration,
    vacated: Arc<Vacated>,
) {
    // The thread takes them out, so that they are left here if it cannot be started.
    let workers = Arc::new(Mutex::new(workers));
    let (theirs, places) = (Arc::clone(&workers), Arc::clone(&vacated));
    let started = clock::spawn("wirecheck-ends", move || {
        let workers = take(&theirs);
        wait_for_all(workers, patience, &places, Duration::MAX);
    });
    if started.is_err() {
        wait_for_all(take(&workers), patience, &vacated, Duration::ZERO);
    }
}

fn take<T>(all: &Mutex<Vec<T>>) -> Vec<T> {
    std::mem::take(&mut all.lock().unwrap_or_else(PoisonError::into_inner))
}

/// `last` is how long to wait for workers that cannot be killed.
fn wait_for_all<W: Worker>(
    mut workers: Vec<WorkerHandle<W>>,
    patience: Duration,
    vacated: &Vacated,
    last: Duration,
) {
    wait_for_ends(&mut workers, patience, |ended| vacated.add(ended));
    kill_all(&mut workers, |ended| vacated.add(ended));
    vacated.add(workers.len());
    // Nobody waits for these any more. Their status is still to be collected.
    wait_for_ends(&mut workers, last, |_| {});
    // The kernel or a debugger holds them, and dropping them would wait again.
    workers.into_iter().for_each(std::mem::forget);
}

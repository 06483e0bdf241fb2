//! The limit of tasks whose call is over. Their workers run on in the pool, and no call looks after them.

use super::counters::Counters;
use super::ends::in_background;
use super::state::{PoolState, State};
use super::vacated::Vacated;
use crate::backend::process::worker::{Worker, WorkerHandle};
use crate::clock;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

/// The longest time between two looks. A worker may begin a task just when its call ends, so there is always a second look.
const LOOK: Duration = Duration::from_millis(500);
/// The shortest.
const LEAST: Duration = Duration::from_millis(1);

/// What the thread knows of the pool, which may be dropped meanwhile.
struct Watch<W: Worker> {
    state: Weak<Mutex<State<W>>>,
    vacated: Arc<Vacated>,
    counters: Arc<Counters>,
    limit: Duration,
}

impl<W: Worker> PoolState<W> {
    /// Has a thread end the workers here whose task is late, for as long as there are some that run one.
    pub(super) fn watch_tasks(&self, state: &mut State<W>) {
        let Some(limit) = self.config.task_timeout.filter(|_| !state.is_watched) else { return };
        let watch = Watch {
            state: Arc::downgrade(&self.state),
            vacated: Arc::clone(&self.vacated),
            counters: Arc::clone(&self.counters),
            limit,
        };
        // Without it, the next call that takes the worker ends the task.
        state.is_watched = clock::spawn("wirecheck-limits", move || watch.run()).is_ok();
    }
}

impl<W: Worker> Watch<W> {
    fn run(&self) {
        let mut is_quiet = false;
        while let Some(left) = self.look(&mut is_quiet) {
            clock::sleep(left.clamp(LEAST, LOOK));
        }
    }

    /// Ends those that are late. Returns when to look again; `None` if there is nothing to look at.
    fn look(&self, is_quiet: &mut bool) -> Option<Duration> {
        let state = self.state.upgrade()?;
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut late = Vec::new();
        let State { idle, finishing, .. } = &mut *state;
        for workers in [idle, finishing] {
            late.extend(workers.extract_if(.., |worker| worker.stop_overdue(self.limit)));
        }
        let left = |worker: &WorkerHandle<W>| Some(self.limit.saturating_sub(worker.running_for()?));
        let next = state.idle.iter().chain(&state.finishing).filter_map(left).min();
        let was_quiet = std::mem::replace(is_quiet, next.is_none());
        if was_quiet && next.is_none() {
            state.is_watched = false;
        }
        let goes_on = state.is_watched;
        state.ending += late.len();
        drop(state);
        if !late.is_empty() {
            Counters::add(&self.counters.stopped, late.len() as u64);
            in_background(late, Duration::ZERO, Arc::clone(&self.vacated));
        }
        goes_on.then(|| next.unwrap_or(LOOK))
    }
}

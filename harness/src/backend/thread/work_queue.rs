//! What an iterator of results shares with the threads that work for it.

use crate::backend::stopwatch::{Phase, Stopwatch};
use crate::error::Error;
use crate::panics;
use crate::task::{Task, local};
use std::collections::VecDeque;
use std::marker::PhantomData;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A result with the index of its input.
pub(super) type Indexed<R> = (u64, Result<R, Error>);

/// Inputs on their way to the threads, results on their way back.
pub(super) struct WorkQueue<K, A, R, M> {
    task: K,
    watch: Stopwatch,
    state: Mutex<State<A, R>>,
    /// Notified when a result arrives.
    arrived: Condvar,
    marker: PhantomData<fn() -> M>,
}

struct State<A, R> {
    /// Inputs that no thread has begun.
    inputs: VecDeque<(u64, A)>,
    /// Results that the iterator has not seen.
    results: Vec<Indexed<R>>,
    /// Set when nobody will ask for results any more.
    abandoned: bool,
}

/// What the queue holds.
#[derive(Clone, Copy)]
pub(super) struct Depth {
    /// Inputs that no thread has begun.
    pub(super) waiting: usize,
    /// Results that the iterator has not seen.
    pub(super) arrived: usize,
}

impl<K, A, R, M> WorkQueue<K, A, R, M> {
    pub(super) fn new(task: K, watch: Stopwatch) -> Self {
        let state = State { inputs: VecDeque::new(), results: Vec::new(), abandoned: false };
        Self { task, watch, state: Mutex::new(state), arrived: Condvar::new(), marker: PhantomData }
    }

    /// Adds an input; returns what the queue holds then.
    pub(super) fn push(&self, index: u64, input: A) -> Depth {
        let mut state = self.lock();
        state.inputs.push_back((index, input));
        Depth { waiting: state.inputs.len(), arrived: state.results.len() }
    }

    /// Moves the results that have arrived to the end of `into`; returns what the queue held.
    pub(super) fn take_results(&self, into: &mut Vec<Indexed<R>>) -> Depth {
        let mut state = self.lock();
        let depth = Depth { waiting: state.inputs.len(), arrived: state.results.len() };
        into.append(&mut state.results);
        depth
    }

    /// Waits until a result has arrived, or `patience` is over.
    pub(super) fn wait(&self, patience: Option<Duration>) {
        let nothing = |state: &mut State<A, R>| state.results.is_empty();
        // Whether it was the time or a result that ended the wait is seen by who looks at the results next.
        match patience {
            None => drop(self.arrived.wait_while(self.lock(), nothing)),
            Some(patience) => drop(self.arrived.wait_timeout_while(self.lock(), patience, nothing)),
        }
    }

    /// Drops the inputs that no thread has begun.
    pub(super) fn drop_inputs(&self) {
        // The drops are user code, which does not run under the lock.
        let inputs = std::mem::take(&mut self.lock().inputs);
        drop(inputs);
    }

    /// Drops what is here, and every result that is still to come.
    pub(super) fn abandon(&self) {
        let mut state = self.lock();
        state.abandoned = true;
        let rest = (std::mem::take(&mut state.inputs), std::mem::take(&mut state.results));
        drop(state);
        drop(rest);
    }

    /// No user code runs under this lock.
    fn lock(&self) -> MutexGuard<'_, State<A, R>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K, A, R, M> WorkQueue<K, A, R, M>
where
    K: Task<A, R, M>,
{
    /// Runs the task on the next input. Returns false when all inputs are begun.
    pub(super) fn run_next(&self) -> bool {
        let Some((index, input)) = self.lock().inputs.pop_front() else { return false };
        let result = self.watch.time(Phase::Compute, || local::run(&self.task, index, input));
        let mut state = self.lock();
        if state.abandoned {
            drop(state);
            drop_quietly(result);
            return true;
        }
        state.results.push((index, result));
        drop(state);
        self.arrived.notify_one();
        true
    }
}

/// Drops a value of the user's on a thread of rayon, where a panic would end the program.
pub(super) fn drop_quietly<T>(value: T) {
    // Nobody is left to report it to.
    let _ = panics::catch(move || drop(value));
}

//! The place where a result arrives. A thread may wait for it, or a future may be woken.

use crate::clock;
use crate::error::Error;
use crate::panics;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

#[derive(Debug)]
pub(crate) struct Slot<T> {
    state: Mutex<State<T>>,
    filled: Condvar,
}

#[derive(Debug)]
enum State<T> {
    Empty(Option<Waker>),
    Full(Result<T, Error>),
    Taken,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { state: Mutex::new(State::Empty(None)), filled: Condvar::new() }
    }
}

impl<T> Slot<T> {
    /// Stores the result and wakes who waits. A second result is dropped.
    pub(crate) fn set(&self, value: Result<T, Error>) {
        let mut state = self.lock();
        let State::Empty(waker) = &mut *state else { return };
        let waker = waker.take();
        *state = State::Full(value);
        drop(state);
        clock::notify_all(&self.filled);
        if let Some(waker) = waker {
            // An executor's code, on the thread that serves all jobs: its panic must not end the others.
            let _ = panics::catch(|| waker.wake());
        }
    }

    pub(crate) fn is_set(&self) -> bool {
        !matches!(*self.lock(), State::Empty(_))
    }

    /// Waits for the result, or until `patience` is over, and leaves it where it is.
    pub(crate) fn wait_until_set(&self, patience: Option<Duration>) {
        drop(self.wait_while_empty(patience));
    }

    /// Waits for the result and takes it.
    pub(crate) fn wait(&self) -> Result<T, Error> {
        take(&mut self.wait_while_empty(None)).unwrap_or_else(|| Err(taken()))
    }

    /// Waits no longer than `patience`. Returns `None` on timeout.
    pub(crate) fn wait_for(&self, patience: Duration) -> Option<Result<T, Error>> {
        let mut state = self.wait_while_empty(Some(patience));
        if matches!(*state, State::Empty(_)) {
            return None;
        }
        Some(take(&mut state).unwrap_or_else(|| Err(taken())))
    }

    fn wait_while_empty(&self, patience: Option<Duration>) -> MutexGuard<'_, State<T>> {
        // A time that the clock cannot express never comes.
        let deadline = patience.and_then(|patience| clock::now().checked_add(patience));
        let mut state = self.lock();
        while matches!(*state, State::Empty(_)) {
            let left = deadline.map(|deadline| deadline.saturating_duration_since(clock::now()));
            if left.is_some_and(|left| left.is_zero()) {
                break;
            }
            state = clock::wait(&self.filled, &self.state, state, left);
        }
        state
    }

    pub(crate) fn poll(&self, context: &mut Context<'_>) -> Poll<Result<T, Error>> {
        let mut state = self.lock();
        if let State::Empty(waker) = &mut *state {
            *waker = Some(context.waker().clone());
            return Poll::Pending;
        }
        Poll::Ready(take(&mut state).unwrap_or_else(|| Err(taken())))
    }

    /// No user code runs under this lock.
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn take<T>(state: &mut State<T>) -> Option<Result<T, Error>> {
    match std::mem::replace(state, State::Taken) {
        State::Full(result) => Some(result),
        _ => None,
    }
}

#[cold]
fn taken() -> Error {
    Error::refused("the result of this job was taken before; a job gives it once")
}

//! The place where a result arrives. A thread may wait for it, or a future may be woken.

use crate::error::Error;
use crate::panics;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

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
        self.filled.notify_all();
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
        let is_empty = |state: &mut State<T>| matches!(state, State::Empty(_));
        match patience {
            None => drop(self.filled.wait_while(self.lock(), is_empty)),
            Some(patience) => drop(self.filled.wait_timeout_while(self.lock(), patience, is_empty)),
        }
    }

    /// Waits for the result and takes it.
    pub(crate) fn wait(&self) -> Result<T, Error> {
        let state = self.lock();
        let full = self.filled.wait_while(state, |state| matches!(state, State::Empty(_)));
        take(&mut full.unwrap_or_else(PoisonError::into_inner)).unwrap_or_else(|| Err(taken()))
    }

    /// Waits no longer than `patience`. Returns `None` on timeout.
    pub(crate) fn wait_for(&self, patience: Duration) -> Option<Result<T, Error>> {
        let Some(deadline) = Instant::now().checked_add(patience) else { return Some(self.wait()) };
        let mut state = self.lock();
        while matches!(*state, State::Empty(_)) {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return None;
            }
            state = self.filled.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        Some(take(&mut state).unwrap_or_else(|| Err(taken())))
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

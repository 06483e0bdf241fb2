//! One task under way.

use super::process::Processes;
use crate::error::Error;
use std::fmt;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// A task under way, made by `spawn`. Dropping it does not stop the task; the backend stays alive until
/// its last job is joined or dropped.
///
/// ```
/// let job = wirecheck::Inline::new().spawn(|x: u32| x + 1, 41)?;
/// assert_eq!(job.join()?, 42);
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[must_use = "a job whose result nobody takes is lost with its errors; call `join`"]
pub struct Job<R> {
    state: State<R>,
}

enum State<R> {
    Local(Arc<Slot<R>>),
    Remote {
        slot: Arc<Slot<Vec<u8>>>,
        read: Box<dyn FnOnce(Vec<u8>) -> Result<R, Error> + Send>,
        /// Dropped after the result was taken: the last owner ends the processes.
        _processes: Arc<Processes>,
    },
}

impl<R> Job<R> {
    pub(crate) fn local(slot: Arc<Slot<R>>) -> Self {
        Self { state: State::Local(slot) }
    }

    pub(crate) fn remote(
        slot: Arc<Slot<Vec<u8>>>,
        read: impl FnOnce(Vec<u8>) -> Result<R, Error> + Send + 'static,
        processes: Arc<Processes>,
    ) -> Self {
        Self { state: State::Remote { slot, read: Box::new(read), _processes: processes } }
    }

    /// Waits for the result.
    ///
    /// # Errors
    /// The task's own failure: a panic, a worker that died, a value that could not be encoded or decoded.
    pub fn join(self) -> Result<R, Error> {
        match self.state {
            State::Local(slot) => slot.wait(),
            State::Remote { slot, read, _processes } => slot.wait().and_then(read),
        }
    }

    /// Whether [`join`](Self::join) would return at once.
    pub fn is_finished(&self) -> bool {
        match &self.state {
            State::Local(slot) => slot.is_set(),
            State::Remote { slot, .. } => slot.is_set(),
        }
    }
}

impl<R> fmt::Debug for Job<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("finished", &self.is_finished()).finish()
    }
}

/// Where a result arrives.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    value: Mutex<Option<Result<T, Error>>>,
    filled: Condvar,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { value: Mutex::new(None), filled: Condvar::new() }
    }
}

impl<T> Slot<T> {
    pub(crate) fn set(&self, value: Result<T, Error>) {
        *self.lock() = Some(value);
        self.filled.notify_all();
    }

    fn is_set(&self) -> bool {
        self.lock().is_some()
    }

    fn wait(&self) -> Result<T, Error> {
        let mut value = self.lock();
        loop {
            match value.take() {
                Some(result) => return result,
                None => value = self.filled.wait(value).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Result<T, Error>>> {
        self.value.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

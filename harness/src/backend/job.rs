//! A submitted task.

use super::origin::Origin;
use super::slot::Slot;
use super::thread::wait_or_help;
use crate::error::{Error, Kind, Timed};
#[cfg(processes)]
use crate::transfer::ReceivedValue;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

/// A submitted task. `submit` returns it.
///
/// Dropping it does not stop the task. The backend stays alive until its last job is joined or dropped.
///
/// ```
/// let job = wirecheck::Inline::new().submit(|x: u32| x + 1, 41)?;
/// assert_eq!(job.join()?, 42);
/// # Ok::<(), wirecheck::Error>(())
/// ```
///
/// It is also a `Future` for any executor. It blocks no thread while it waits, and it wakes the executor when the result is there.
///
/// ```
/// # use std::task::{Context, Poll, Waker};
/// let job = wirecheck::Inline::new().submit(|x: u32| x + 1, 41)?;
/// let mut future = std::pin::pin!(async { job.await });
/// let ready = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
/// assert!(matches!(ready, Poll::Ready(Ok(42))));
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[must_use = "dropping a job drops its result and its error; call `join`"]
pub struct Job<R> {
    state: State<R>,
}

enum State<R> {
    Local {
        slot: Arc<Slot<R>>,
        ticket: Arc<Ticket>,
        /// `None` if the result is there from the start.
        origin: Option<Origin>,
    },
    Remote {
        slot: Arc<Slot<ReceivedValue>>,
        result: RemoteResult<R>,
        call: u32,
        /// Dropped after the result was taken: the last owner ends the workers.
        owner: Arc<dyn JobOwner>,
    },
}

/// Reads a result of the task with this name.
struct RemoteResult<R> {
    task: &'static str,
    read: fn(ReceivedValue) -> Result<R, Error>,
}

impl<R> RemoteResult<R> {
    fn read(&self, received: Result<ReceivedValue, Error>) -> Result<R, Error> {
        received.and_then(|received| (self.read)(received).map_err(|error| error.at(self.task, 0)))
    }
}

#[cfg(not(processes))]
/// A result of another process.
#[derive(Debug)]
pub(crate) enum ReceivedValue {}

/// What runs a job somewhere else.
pub(crate) trait JobOwner: Send + Sync {
    /// # Errors
    /// In a fork of the process that submitted the job, where its result never comes.
    fn check_process(&self) -> Result<(), Error>;

    /// Stops a job; `false` when it had its result.
    fn cancel(&self, call: u32) -> bool;
}

impl<R> Job<R> {
    pub(crate) fn local(slot: Arc<Slot<R>>, ticket: Arc<Ticket>, origin: Option<Origin>) -> Self {
        Self { state: State::Local { slot, ticket, origin } }
    }

    pub(crate) fn remote(
        slot: Arc<Slot<ReceivedValue>>,
        task: &'static str,
        read: fn(ReceivedValue) -> Result<R, Error>,
        call: u32,
        owner: Arc<dyn JobOwner>,
    ) -> Self {
        Self { state: State::Remote { slot, result: RemoteResult { task, read }, call, owner } }
    }

    /// # Errors
    /// In a fork of the process that submitted it, where the result never comes.
    fn check_process(&self) -> Result<(), Error> {
        match &self.state {
            State::Local { origin, .. } => origin.map_or(Ok(()), Origin::check),
            State::Remote { owner, .. } => owner.check_process(),
        }
    }

    /// Waits for the result.
    ///
    /// On a thread of [`Thread`](super::Thread), or of another rayon pool, it runs other tasks of that pool while it waits.
    ///
    /// # Errors
    /// That of the task: it panicked, its worker died, or a value could not be encoded or decoded.
    pub fn join(self) -> Result<R, Error> {
        self.check_process()?;
        match &self.state {
            State::Local { slot, .. } => {
                // On a thread of `Thread` the job may be in that thread's own queue.
                while !slot.is_set() {
                    wait_or_help(|patience| slot.wait_until_set(patience));
                }
                slot.wait()
            }
            State::Remote { slot, result, .. } => result.read(slot.wait()),
        }
    }

    /// Waits for the result, but no longer than `patience`. On timeout the task goes on, and you can join it again.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// let threads = wirecheck::Thread::new()?;
    /// let nap = |millis: u64| std::thread::sleep(Duration::from_millis(millis));
    /// let mut job = threads.submit(nap, 200)?;
    /// assert!(job.join_timeout(Duration::from_millis(1)).unwrap_err().is_timeout());
    /// job.join()?;
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    ///
    /// # Errors
    /// On timeout, an error whose [`is_timeout`](Error::is_timeout) is true. Otherwise as [`join`](Self::join). A job gives its
    /// result once; after that it returns an error.
    pub fn join_timeout(&mut self, patience: Duration) -> Result<R, Error> {
        self.check_process()?;
        let result = match &self.state {
            State::Local { slot, .. } => slot.wait_for(patience),
            State::Remote { slot, result, .. } => {
                slot.wait_for(patience).map(|received| result.read(received))
            }
        };
        result.unwrap_or_else(|| Err(Error::new(Kind::Timeout { limit: patience, what: Timed::Join })))
    }

    /// Stops the task. A queued task is not started. A task that runs on a worker process is killed with its worker, which is
    /// replaced; other tasks are not affected. A thread cannot be killed, so a task that runs on one goes on.
    ///
    /// Returns whether the task was stopped. [`join`](Self::join) then returns an error whose
    /// [`is_cancelled`](Error::is_cancelled) is true.
    ///
    /// ```
    /// let job = wirecheck::Inline::new().submit(|x: u32| x + 1, 41)?;
    /// assert!(!job.cancel()); // it has finished
    /// assert_eq!(job.join()?, 42);
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    pub fn cancel(&self) -> bool {
        // A lock that a fork has a copy of may be held for ever.
        if self.check_process().is_err() {
            return false;
        }
        match &self.state {
            State::Local { ticket, .. } => ticket.cancel(),
            State::Remote { slot, call, owner, .. } => !slot.is_set() && owner.cancel(*call),
        }
    }

    /// Whether there is a result, so that [`join`](Self::join) returns at once.
    pub fn is_finished(&self) -> bool {
        // In a fork `join` returns its error at once.
        self.check_process().is_err()
            || match &self.state {
                State::Local { slot, .. } => slot.is_set(),
                State::Remote { slot, .. } => slot.is_set(),
            }
    }
}

impl<R> Future for Job<R> {
    type Output = Result<R, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.check_process()?;
        match &self.state {
            State::Local { slot, .. } => slot.poll(context),
            State::Remote { slot, result, .. } => slot.poll(context).map(|received| result.read(received)),
        }
    }
}

impl<R> fmt::Debug for Job<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job").field("finished", &self.is_finished()).finish()
    }
}

/// Decides what comes first: a thread starts the task, or somebody cancels it.
#[derive(Debug, Default)]
pub(crate) struct Ticket(AtomicU8);

impl Ticket {
    const BEGUN: u8 = 1;
    const CANCELLED: u8 = 2;

    /// Whether the task is to be run.
    pub(crate) fn begin(&self) -> bool {
        self.turn(Self::BEGUN)
    }

    fn cancel(&self) -> bool {
        self.turn(Self::CANCELLED)
    }

    fn turn(&self, to: u8) -> bool {
        self.0.compare_exchange(0, to, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }
}

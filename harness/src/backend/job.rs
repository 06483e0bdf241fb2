//! One task under way.

use super::slot::Slot;
use crate::error::{Error, Kind, Timed};
use crate::transfer::ReceivedValue;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

/// A task under way, made by `submit`. Dropping it does not stop the task; the backend stays alive until
/// its last job is joined or dropped.
///
/// ```
/// let job = wirecheck::Inline::new().submit(|x: u32| x + 1, 41)?;
/// assert_eq!(job.join()?, 42);
/// # Ok::<(), wirecheck::Error>(())
/// ```
///
/// It is a `Future` as well, on any executor: no thread is blocked while it waits, and nothing has to be polled in between.
///
/// ```
/// # use std::task::{Context, Poll, Waker};
/// let job = wirecheck::Inline::new().submit(|x: u32| x + 1, 41)?;
/// let mut future = std::pin::pin!(async { job.await });
/// let ready = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
/// assert!(matches!(ready, Poll::Ready(Ok(42))));
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[must_use = "a job whose result nobody takes is lost with its errors; call `join`"]
pub struct Job<R> {
    state: State<R>,
}

enum State<R> {
    Local {
        slot: Arc<Slot<R>>,
        ticket: Arc<Ticket>,
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

/// What runs a job somewhere else.
pub(crate) trait JobOwner: Send + Sync {
    /// Stops a job; `false` when it had its result.
    fn cancel(&self, call: u32) -> bool;
}

impl<R> Job<R> {
    pub(crate) fn local(slot: Arc<Slot<R>>, ticket: Arc<Ticket>) -> Self {
        Self { state: State::Local { slot, ticket } }
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

    /// Waits for the result.
    ///
    /// # Errors
    /// The task's own failure: a panic, a worker that died, a value that could not be encoded or decoded.
    pub fn join(self) -> Result<R, Error> {
        match &self.state {
            State::Local { slot, .. } => slot.wait(),
            State::Remote { slot, result, .. } => result.read(slot.wait()),
        }
    }

    /// Waits for the result, but no longer than `patience`. The task goes on, and the job can be joined again.
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
    /// One that [`is_timeout`](Error::is_timeout) when there is no result by then; else as of [`join`](Self::join).
    /// Once it gave a result there is no other.
    pub fn join_timeout(&mut self, patience: Duration) -> Result<R, Error> {
        let result = match &self.state {
            State::Local { slot, .. } => slot.wait_for(patience),
            State::Remote { slot, result, .. } => {
                slot.wait_for(patience).map(|received| result.read(received))
            }
        };
        result.unwrap_or_else(|| Err(Error::new(Kind::Timeout { limit: patience, what: Timed::Join })))
    }

    /// Stops the task, wherever it is: one that was not begun is not, and one that runs on a worker process is ended with
    /// its worker, which is replaced; other tasks are not touched. A thread cannot be ended: what runs on one goes on.
    ///
    /// Gives whether the task was stopped; [`join`](Self::join) then says that it was cancelled. `false` when it had
    /// finished, or goes on.
    pub fn cancel(&self) -> bool {
        match &self.state {
            State::Local { ticket, .. } => ticket.cancel(),
            State::Remote { slot, call, owner, .. } => !slot.is_set() && owner.cancel(*call),
        }
    }

    /// Whether [`join`](Self::join) would return at once.
    pub fn is_finished(&self) -> bool {
        match &self.state {
            State::Local { slot, .. } => slot.is_set(),
            State::Remote { slot, .. } => slot.is_set(),
        }
    }
}

impl<R> Future for Job<R> {
    type Output = Result<R, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
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

/// Decides who is first: the thread that begins a task, or whoever cancels it.
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

//! Where the event loop gets tasks from, and where answers go.

use crate::backend::process::worker::{Connection, StopReason, TaskId};
use crate::error::Error;
use crate::shared_slice::Region;
use crate::transfer::{BufferLease, EncodedValue, ReceivedBody, ReceivedValue};
use crate::wire::{FrameKind, FrameReader};
use std::ops::ControlFlow;
use std::os::fd::BorrowedFd;
use std::sync::Arc;
use std::time::Instant;

/// A source of tasks, and the receiver of their answers. The event loop knows nothing of their types.
pub(crate) trait Source {
    /// Whether there is a task to send now.
    fn has_task(&mut self) -> bool;

    /// Whether there are no more tasks until results are fetched.
    fn is_held_up(&self) -> bool {
        false
    }

    /// The most tasks that are left to send.
    fn left(&self) -> usize;

    /// Call and index of the next task.
    fn next_task(&self) -> (u32, u64);

    /// The wire format of a call, for errors.
    fn format(&self, call: u32) -> &'static str;

    /// The body of the `LOAD` frame of the next task's call.
    fn load(&mut self) -> EncodedValue;

    /// Called when captures cannot be sent. Returns the error if it is fatal, as it is where there is only one call.
    fn load_failed(&mut self, error: Error) -> Option<Error> {
        Some(error)
    }

    /// Appends the next task and those of its call that follow it, within the budget.
    fn feed(&mut self, connection: &mut Connection, budget: Budget) -> Sent;

    /// Takes results that have arrived. The first one is current; [`Results::advance`] moves on to the next.
    fn done(&mut self, results: &mut Results<'_>);

    /// A task failed.
    fn failed(&mut self, task: TaskId, error: Error) -> Disposition;

    /// Whether the remaining results are not wanted any more.
    fn is_over(&self) -> bool {
        false
    }

    /// A descriptor that becomes readable when there is a task again.
    fn wake(&self) -> Option<BorrowedFd<'_>> {
        None
    }

    /// Called when that became readable. It is not readable afterwards until there is another task.
    fn clear_wake(&mut self) {}

    /// The earliest deadline of a call.
    fn deadline(&self) -> Option<Instant> {
        None
    }

    /// Settles calls that have timed out or were cancelled. The event loop then ends the tasks of them that run.
    fn expire(&mut self) -> Vec<Expired> {
        Vec::new()
    }
}

/// How much a worker may be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    pub(crate) tasks: usize,
    /// Bytes that may wait for its channel.
    pub(crate) bytes: usize,
}

/// What a worker was sent.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sent {
    /// Tasks taken from the source. Those that could not be encoded are settled.
    pub(crate) taken: usize,
    /// Those of them that were sent.
    pub(crate) sent: usize,
}

/// Encoded results that have arrived from one worker. One of them is current.
pub(crate) struct Results<'a> {
    connection: &'a mut Connection,
    frames: &'a mut FrameReader,
    /// The current one, if it is not in its frame.
    out_of_band: Option<BufferLease>,
    /// Regions that it mentions.
    regions: Vec<Arc<Region>>,
    task: TaskId,
    /// Number of tasks after the last acknowledged one whose answers need no look at the connection.
    following: usize,
    /// Number of those that were taken. The connection acknowledges them together.
    unacknowledged: usize,
    /// Number of results taken.
    pub(in crate::backend::process) taken: usize,
    /// Number of those that a caller waited for.
    pub(in crate::backend::process) settled: usize,
    /// Calls that will have no more tasks.
    pub(in crate::backend::process) finished: Vec<u32>,
}

impl<'a> Results<'a> {
    /// Starts with the result whose frame was just taken from `frames`.
    pub(in crate::backend::process) fn new(
        connection: &'a mut Connection,
        frames: &'a mut FrameReader,
        out_of_band: Option<BufferLease>,
    ) -> Result<Self, Error> {
        let task = connection.acknowledge()?;
        let following = connection.following();
        let regions = connection.imported.take_regions();
        Ok(Self {
            regions,
            connection,
            frames,
            out_of_band,
            task,
            following,
            unacknowledged: 0,
            taken: 1,
            settled: 0,
            finished: Vec::new(),
        })
    }

    /// The task of the current result.
    #[inline]
    pub(crate) fn task(&self) -> TaskId {
        self.task
    }

    /// The bytes of the current result.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.out_of_band {
            None => self.frames.body(),
            Some(lease) => lease.bytes(),
        }
    }

    /// Decodes the current result.
    #[inline]
    pub(crate) fn read<T>(&self, decode: impl FnOnce(&[u8]) -> T) -> T {
        match &self.out_of_band {
            None => decode(self.frames.body()),
            Some(lease) => lease.read_once(decode),
        }
    }

    /// The current result, to be decoded when it is fetched; `None` if its memory is needed earlier.
    pub(crate) fn hold(&mut self) -> Option<BufferLease> {
        let can_wait =
            self.out_of_band.is_some() && self.regions.is_empty() && self.connection.imported.may_hold();
        if can_wait { self.out_of_band.take() } else { None }
    }

    /// Takes the current result.
    pub(crate) fn take(&mut self) -> ReceivedValue {
        let body = match self.out_of_band.take() {
            None => ReceivedBody::Inline(self.frames.body().to_vec()),
            // It may be decoded at any later time.
            Some(lease) => ReceivedBody::OutOfBand(lease.keep(&mut self.connection.imported)),
        };
        ReceivedValue { body, regions: std::mem::take(&mut self.regions) }
    }

    /// Notes how the current result was used.
    #[inline]
    pub(crate) fn note(&mut self, settled: Disposition) {
        self.settled += usize::from(settled != Disposition::Stale);
        // An answer of a call that is over is its last.
        if settled != Disposition::One {
            self.finished.push(self.task.0);
        }
    }

    /// Moves on to the next result, if it has arrived and its task is known without a look at the connection.
    #[inline]
    pub(crate) fn advance(&mut self) -> ControlFlow<()> {
        if self.unacknowledged == self.following || !self.frames.take_if(FrameKind::Done) {
            return ControlFlow::Break(());
        }
        if self.out_of_band.is_some() {
            self.drop_out_of_band();
        }
        self.unacknowledged += 1;
        self.task.1 = self.task.1.wrapping_add(1);
        self.taken += 1;
        ControlFlow::Continue(())
    }

    /// Apart from the small results, whose loop is short.
    #[cold]
    #[inline(never)]
    fn drop_out_of_band(&mut self) {
        self.out_of_band = None;
    }
}

impl Drop for Results<'_> {
    fn drop(&mut self) {
        self.connection.acknowledge_following(self.unacknowledged);
    }
}

/// A call that ended before its tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expired {
    pub(crate) call: u32,
    pub(crate) stop_reason: StopReason,
    /// Tasks that were sent and have no answer.
    pub(crate) pending: usize,
}

/// How a [`Source`] used an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disposition {
    /// A caller waited for it.
    One,
    /// A caller waited for it, and its call will have no more tasks.
    Last,
    /// It belongs to a call that is over.
    Stale,
}

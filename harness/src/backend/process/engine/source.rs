//! Where an event loop gets its tasks and puts its answers.

use crate::backend::process::worker::{Connection, StopReason, TaskId};
use crate::error::Error;
use crate::shared_slice::Region;
use crate::transfer::{BufferLease, EncodedValue, ReceivedBody, ReceivedValue};
use crate::wire::{FrameKind, FrameReader};
use std::ops::ControlFlow;
use std::os::fd::BorrowedFd;
use std::sync::Arc;
use std::time::Instant;

/// Tasks in, answers out; the event loop knows nothing of types.
pub(crate) trait Source {
    /// Whether a task is ready to be written now.
    fn ready(&mut self) -> bool;

    /// Whether there may be another task once results are fetched, and not before.
    fn is_held_up(&self) -> bool {
        false
    }

    /// How many tasks are left to be written at most.
    fn left(&self) -> usize;

    /// Call and index of the task that [`ready`](Self::ready) announced.
    fn upcoming(&self) -> (u32, u64);

    /// The wire format of a call, for errors.
    fn format(&self, call: u32) -> &'static str;

    /// The body of the `LOAD` frame of the call that [`upcoming`](Self::upcoming) named.
    fn load(&mut self) -> EncodedValue;

    /// That could not be sent: gives the error back when it ends the loop, as it does where there is only one call.
    fn load_failed(&mut self, error: Error) -> Option<Error> {
        Some(error)
    }

    /// Appends that task, and those of its call that follow it, as far as there is room.
    fn feed(&mut self, connection: &mut Connection, room: Budget) -> Sent;

    /// Results that have arrived. There is one at hand, and [`Results::advance`] takes the next.
    fn done(&mut self, results: &mut Results<'_>);

    /// A task failed.
    fn failed(&mut self, task: TaskId, error: Error) -> Disposition;

    /// Whether the rest is not wanted any more.
    fn is_over(&self) -> bool {
        false
    }

    /// Becomes readable when a task is ready again.
    fn wake(&self) -> Option<BorrowedFd<'_>> {
        None
    }

    /// It became readable: forget that until the next time.
    fn clear_wake(&mut self) {}

    /// When the first call that may take only so long will have taken it.
    fn deadline(&self) -> Option<Instant> {
        None
    }

    /// Settles the calls that have taken too long or are not wanted any more. What runs of them is to be ended.
    fn expire(&mut self) -> Vec<Expired> {
        Vec::new()
    }
}

/// How much a worker may be given.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    pub(crate) tasks: usize,
    /// Bytes that may wait for its socket.
    pub(crate) bytes: usize,
}

/// What a worker was given.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sent {
    /// Tasks taken. Those that could not be encoded are settled.
    pub(crate) taken: usize,
    /// Those of them that were sent.
    pub(crate) sent: usize,
}

/// Encoded results that have arrived from one worker, one at hand at a time.
pub(crate) struct Results<'a> {
    connection: &'a mut Connection,
    frames: &'a mut FrameReader,
    /// The first one, where it is not in its frame.
    out_of_band: Option<BufferLease>,
    /// Those it speaks of.
    regions: Vec<Arc<Region>>,
    task: TaskId,
    /// How many more the connection knows to follow the task it acknowledged last.
    following: usize,
    /// Those of them that were taken, which the connection is told of in one go.
    unacknowledged: usize,
    /// How many were taken.
    pub(in crate::backend::process) taken: usize,
    /// How many were waited for.
    pub(in crate::backend::process) settled: usize,
    /// Calls that will have no more tasks.
    pub(in crate::backend::process) finished: Vec<u32>,
}

impl<'a> Results<'a> {
    /// The result whose frame was just taken from `inbox`.
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

    /// The task that gave the result at hand.
    #[inline]
    pub(crate) fn task(&self) -> TaskId {
        self.task
    }

    /// Its bytes.
    #[inline]
    pub(crate) fn bytes(&self) -> &[u8] {
        match &self.out_of_band {
            None => self.frames.body(),
            Some(lease) => lease.bytes(),
        }
    }

    /// Decodes the result at hand.
    #[inline]
    pub(crate) fn read<T>(&self, decode: impl FnOnce(&[u8]) -> T) -> T {
        match &self.out_of_band {
            None => decode(self.frames.body()),
            Some(lease) => lease.read_once(decode),
        }
    }

    /// The result at hand, to be read when it is asked for: while its memory may wait for that.
    pub(crate) fn hold(&mut self) -> Option<BufferLease> {
        let can_wait =
            self.out_of_band.is_some() && self.regions.is_empty() && self.connection.imported.may_hold();
        if can_wait { self.out_of_band.take() } else { None }
    }

    /// The result at hand for keeps.
    pub(crate) fn take(&mut self) -> ReceivedValue {
        let body = match self.out_of_band.take() {
            None => ReceivedBody::Inline(self.frames.body().to_vec()),
            // Nobody knows when it will be asked for.
            Some(lease) => ReceivedBody::OutOfBand(lease.keep(&mut self.connection.imported)),
        };
        ReceivedValue { body, regions: std::mem::take(&mut self.regions) }
    }

    /// Notes what the result at hand meant.
    #[inline]
    pub(crate) fn note(&mut self, settled: Disposition) {
        self.settled += usize::from(settled != Disposition::Stale);
        // The answer of a call that is over is its last one, too.
        if settled != Disposition::One {
            self.finished.push(self.task.0);
        }
    }

    /// Takes the next result, if that is what has arrived next and the connection knows its task without a look.
    #[inline]
    pub(crate) fn advance(&mut self) -> ControlFlow<()> {
        if self.unacknowledged == self.following || !self.frames.take_if(FrameKind::Done) {
            return ControlFlow::Break(());
        }
        self.out_of_band = None;
        self.unacknowledged += 1;
        self.task.1 = self.task.1.wrapping_add(1);
        self.taken += 1;
        ControlFlow::Continue(())
    }
}

impl Drop for Results<'_> {
    fn drop(&mut self) {
        self.connection.acknowledge_following(self.unacknowledged);
    }
}

/// A call that is over before its tasks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expired {
    pub(crate) call: u32,
    pub(crate) stop_reason: StopReason,
    /// Tasks that were sent and have no answer.
    pub(crate) pending: usize,
}

/// What an answer meant to a [`Source`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Disposition {
    /// It was waited for.
    One,
    /// It was waited for, and its call will have no more tasks.
    Last,
    /// It belongs to a call that is over.
    Stale,
}

//! What the event loop asks of a worker, wherever that worker is.

use super::Connection;
use crate::backend::Fault;
use crate::error::{Error, Exit};
use crate::sys::PhaseTotals;
use crate::transfer::Store;
use crate::wire::{FrameReader, ReceiveStatus, WorkerConfig};
use rustix::event::PollFd;
use std::fmt::Debug;
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// A call and an index of its input.
pub(crate) type TaskId = (u32, u64);

/// A worker: what it is asked, what it answers, how it is stopped, and what its end was.
///
/// The event loop and the pool know their workers by this trait alone. It says nothing of where a worker is: a process on this
/// machine is one implementation, a peer in memory with faults is another (in the tests), and one on another machine needs no
/// change to the loop. Values that are shared instead of sent are the business of the [`Connection`] that comes with it.
///
/// No method blocks, but [`wait_for_exit`](Self::wait_for_exit) and [`crash`](Self::crash), for a bounded time.
pub(crate) trait Worker: Debug + Send + Sized + 'static {
    /// What starts workers; one for each pool.
    type Launcher: Debug + Send + Sync;

    /// What kills a worker from another thread, while the call that has leased it is not running.
    type Killer: Debug + Send + PartialEq;

    /// Starts a worker. It greets later, over the connection.
    ///
    /// # Errors
    /// When it cannot be started.
    fn start(
        launcher: &Self::Launcher,
        config: WorkerConfig,
        store: &Arc<Store>,
    ) -> Result<(Self, Connection), Error>;

    // What it is asked.

    /// Sends as many of the bytes as it takes now; gives their number. One that is gone takes none, and says so to
    /// [`receive`](Self::receive).
    fn send(&mut self, bytes: &[u8]) -> usize;

    /// Asks it to record what the pool wants to know.
    fn record(&self, recording: Recording);

    /// Has it fail at an input, for tests; `None` takes that back.
    fn set_fault(&self, fault: Option<(Fault, u64)>);

    /// Lets it answer the first `count` tasks, as far as it has not begun them, without running them.
    fn cancel_first(&self, count: u64);

    /// Lets it answer tasks of a call that it has not begun without running them. This only saves work.
    fn cancel_call(&self, call: u32);

    /// Forgets that a call was cancelled, if it was.
    fn forget_call(&self, call: u32);

    // What it answers.

    /// What to wait for until there is something to receive, or until it takes more bytes if some are `unsent`.
    fn wait_on(&self, unsent: bool) -> PollFd<'_>;

    /// Receives once what is there now.
    ///
    /// # Errors
    /// When that cannot be found out. The worker is then not used any more.
    fn receive(&mut self, frames: &mut FrameReader) -> io::Result<ReceiveStatus>;

    /// The task that it is running, or was running when it died.
    fn running(&self) -> Option<TaskId>;

    /// How long it has been running that, if it records so.
    fn running_for(&self) -> Option<Duration>;

    /// Where its time went so far, if it records so.
    fn phase_totals(&self) -> PhaseTotals;

    /// The memory that it takes, in bytes.
    fn resident_bytes(&self) -> Option<u64>;

    // How it is stopped.

    /// Tells it that nothing more will come: it ends once it has nothing left to do.
    fn close(&mut self);

    /// Makes it receive no more than what has arrived, and then the end.
    fn end_reads(&mut self);

    /// Kills it, if it runs what the condition says, and never while it runs anything else. Gives whether it is being killed; it
    /// is asked again until then.
    fn kill_if(&mut self, condition: KillIf) -> bool;

    /// Kills it at once.
    fn kill(&mut self);

    /// See [`Killer`](Self::Killer).
    fn killer(&self) -> Self::Killer;

    /// Kills that worker.
    fn kill_by(killer: &Self::Killer);

    // What its end was.

    /// Whether it is gone, although there may be something to receive.
    fn has_exited(&self) -> bool;

    /// Waits for its end, kills it when `patience` runs out, and says how it ended.
    fn wait_for_exit(&mut self, patience: Duration) -> Exit;

    /// After its end: answers that it had made and not sent yet, when `received` bytes of it have arrived.
    fn unsent_answers(&mut self, received: u64) -> Vec<u8>;

    /// The error of what it was running as it died.
    fn crash(&self, exit: Exit) -> Error;

    /// Why it does not serve, and what to do about that.
    fn failed_start(&self, failure: StartFailure) -> Error;
}

/// What a worker is to record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recording {
    /// When tasks start.
    pub(crate) starts: bool,
    /// Where its time goes.
    pub(crate) phases: bool,
}

/// What a worker must be running to be killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KillIf {
    /// This task, for at least so long.
    RunsFor(TaskId, Duration),
    /// Any task of this call.
    RunsCall(u32),
}

/// How a worker failed to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StartFailure {
    /// It ended before it greeted.
    Ended(Exit),
    /// It did not greet within this time.
    TooLate(Duration),
}

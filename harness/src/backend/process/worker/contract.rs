//! What the event loop asks of a worker, wherever that worker is.

use super::Connection;
use super::dead_task::DeadTask;
use crate::backend::Fault;
use crate::error::{Error, Exit};
use crate::sys::{ParentControl, PhaseTotals};
use crate::transfer::Store;
use crate::wire::{FrameReader, ReceiveStatus, WorkerConfig};
use rustix::event::PollFd;
use std::fmt::Debug;
use std::io;
use std::os::fd::BorrowedFd;
use std::sync::Arc;
use std::time::Duration;

/// A call and an index of its input.
#[cfg_attr(
    not(feature = "_cluster"),
    allow(unreachable_pub, reason = "its only user outside is not compiled")
)]
pub type TaskId = (u32, u64);

/// A worker: what it is asked, what it answers, how it is stopped, and how it ended.
///
/// The event loop and the pool know their workers by this trait alone. It says nothing of where a worker is: a process on this
/// machine is one implementation, a peer in memory with faults is another (in the tests), and one on another machine needs no
/// change to the loop. Values that are shared instead of sent are the business of the [`Connection`] that comes with it.
///
/// No method blocks, but [`wait_for_exit`](Self::wait_for_exit) and [`crash`](Self::crash), for a bounded time.
pub(crate) trait Worker: Debug + Send + Sized + 'static {
    /// Starts workers. A pool has one.
    type Launcher: Debug + Send + Sync;

    /// Kills a worker from another thread, while the call that has leased it is paused.
    type Killer: Debug + Send + PartialEq;

    /// Whether an idle one may be ended by others who need its place. It ends as after the idle timeout.
    const GIVES_ITS_PLACE: bool = false;

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

    /// Sends as many of the bytes as the worker takes now; returns their number. A worker that is gone takes none, which
    /// [`receive`](Self::receive) reports.
    fn send(&mut self, bytes: &[u8]) -> usize;

    /// Sends nothing to it any more. It ends once it has done the tasks that it has.
    fn cut_off(&mut self, why: io::Error) {
        drop(why);
        self.close();
    }

    /// Why nothing can be sent to it any more, if so.
    fn is_cut_off(&self) -> Option<&io::Error> {
        None
    }

    /// Asks the worker to record times.
    fn record(&self, recording: Recording);

    /// Injects a fault at an input; `None` takes it back.
    fn set_fault(&self, fault: Option<(Fault, u64)>);

    /// Lets the worker skip those of the first `count` tasks that it has not begun. It still answers them.
    fn cancel_first(&self, count: u64);

    /// Lets the worker skip tasks of a call that it has not begun. It still answers them. Best effort.
    fn cancel_call(&self, call: u32);

    /// Forgets that a call was cancelled, if it was.
    fn forget_call(&self, call: u32);

    /// Whether it waits until a node has a place for it. That does not count as time to start.
    fn waits_for_place(&self) -> bool {
        false
    }

    /// Whether it cannot begin what it has because the memory of a `Shared` has not come to it yet. That does not count as time to
    /// start, nor as standing still.
    fn waits_for_memory(&self) -> bool {
        false
    }

    // What it answers.

    /// What to wait for until there is something to receive, or until it takes more bytes if some are `unsent`.
    fn wait_on(&self, unsent: bool) -> PollFd<'_>;

    /// Reads once, without waiting.
    ///
    /// # Errors
    /// When the channel fails. The worker is then killed.
    fn receive(&mut self, frames: &mut FrameReader) -> io::Result<ReceiveStatus>;

    /// The task that it is running, or was running when it died.
    fn running(&self) -> Option<TaskId>;

    /// How many of the tasks that came to it have begun, or were skipped before one that has, if it records that. This outlives
    /// it.
    fn begun(&self) -> Option<u64> {
        None
    }

    /// How long it has been running that task, if it records that.
    fn running_for(&self) -> Option<Duration>;

    /// How long it has worked for the answers that came since this was asked last, where the way to it is so long that their times of
    /// arrival do not say it.
    fn take_worked(&mut self) -> Option<Duration> {
        None
    }

    /// Where its time went so far, if it records that.
    fn phase_totals(&self) -> PhaseTotals;

    /// Its resident memory in bytes, if known.
    fn resident_bytes(&self) -> Option<u64>;

    // How it is stopped.

    /// Says that nothing more will come. The worker ends once it has nothing left to do.
    fn close(&mut self);

    /// Makes [`receive`](Self::receive) return what has arrived, and then the end.
    fn end_reads(&mut self);

    /// Kills the worker if it runs what the condition says, and never while it runs another task or once it has ended. Returns whether it was
    /// killed. The loop asks again until the task is over.
    fn kill_if(&mut self, condition: KillIf) -> bool;

    /// Whether it was killed for such a condition after [`kill_if`](Self::kill_if) had returned false: the order to do so may take
    /// its time.
    fn was_killed_on_condition(&self) -> bool {
        false
    }

    /// Kills the worker.
    fn kill(&mut self);

    /// As [`kill`](Self::kill). Returns false if this process may not kill it.
    fn try_kill(&mut self) -> bool {
        self.kill();
        true
    }

    /// A [`Killer`](Self::Killer) of this worker.
    fn killer(&self) -> Self::Killer;

    /// Kills the worker that the killer belongs to.
    fn kill_by(killer: &Self::Killer);

    /// Whether tasks whose workers have died in all attempts are kept somewhere.
    const KEEPS_DEAD_TASKS: bool = false;

    /// Keeps such a task.
    fn keep_dead_task(_: &Self::Launcher, _: DeadTask) {}

    // How it ended.

    /// Whether the worker has decided to end by itself: it takes no more tasks.
    fn is_ending(&self) -> bool {
        false
    }

    /// Whether the worker is gone. There may still be something to receive.
    fn has_exited(&self) -> bool;

    /// Readable once the worker is gone, if there is such a thing.
    fn end_signal(&self) -> Option<BorrowedFd<'_>> {
        None
    }

    /// How the worker ended, if it is gone.
    fn try_exit(&mut self) -> Option<Exit> {
        self.has_exited().then(|| self.wait_for_exit(Duration::ZERO))
    }

    /// Waits for the end of the worker, and kills it when `patience` runs out. Returns how it ended.
    fn wait_for_exit(&mut self, patience: Duration) -> Exit;

    /// Answers that it has made and not sent: they wait behind the task that it runs, or it has ended. `received` is the number
    /// of bytes of answers that are known here. If it lives, [`receive`](Self::receive) gives the same bytes later.
    fn unsent_answers(&mut self, received: u64) -> Vec<u8>;

    /// The error of the task that it was running when it died.
    fn crash(&self, exit: Exit) -> Error;

    /// The error for a worker that does not serve. It says what to do about that.
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
#[cfg_attr(
    not(feature = "_cluster"),
    allow(unreachable_pub, reason = "its only user outside is not compiled")
)]
pub enum KillIf {
    /// This task, for at least this time.
    RunsFor(TaskId, Duration),
    /// Any task of this call.
    RunsCall(u32),
    /// Still what it ran when that was looked at before: no task, or one that it has answered.
    StillRuns(Option<TaskId>),
}

impl KillIf {
    /// Whether the worker of this control block runs that.
    pub(in crate::backend::process) fn is_met(self, control: &ParentControl) -> bool {
        match self {
            Self::RunsFor(task, limit) => {
                control.running() == Some(task) && control.running_for().is_some_and(|time| time >= limit)
            }
            Self::RunsCall(call) => control.running().is_some_and(|(of, _)| of == call),
            Self::StillRuns(task) => control.running() == task,
        }
    }
}

/// How long a new worker may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StartLimits {
    /// To greet.
    pub(crate) greeting: Duration,
    /// To run its initializer, after that.
    pub(crate) initializer: Duration,
}

/// How a worker failed to serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StartFailure {
    /// It ended before it greeted.
    Ended(Exit),
    /// It did not greet within this time.
    TooLate(Duration),
    /// Its initializer did not return within this time.
    InitializerTooLate(Duration),
}

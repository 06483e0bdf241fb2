//! One worker process, seen from the parent.

use super::batch_controller::BatchController;
use super::capture::Capture;
use super::connection::{Connection, Stage, Unanswered};
use crate::backend::Stopwatch;
use crate::error::Exit;
use crate::sys::{ChildProcess, FdChannel, ParentControl, PhaseTotals};
use crate::transfer::{EncodedValue, Space, Store};
use crate::wire::{Hello, Kind, Received, WorkerConfig};
use rustix::net::SendFlags;
use rustix::process::Pid;
use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a closed worker may take to end by itself before it is killed.
pub(super) const ORDERLY_END: Duration = Duration::from_secs(2);
/// The same for one that closed its channel; the kernel does that a moment before the process is gone.
pub(super) const AFTER_HANG_UP: Duration = Duration::from_millis(500);

/// Why this process ends a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopReason {
    /// Its task ran longer than a task may.
    TaskTimeout(Duration),
    /// The call of its task took longer than it may.
    CallTimeout(Duration),
    /// Its task is not wanted any more.
    Cancelled,
}

/// What a process is made of once it is started.
#[derive(Debug)]
pub(crate) struct Process {
    pub(crate) child: ChildProcess,
    pub(crate) socket: OwnedFd,
    /// Closed by the kernel when this process ends, which ends the worker. Dropped after its end.
    #[expect(dead_code, reason = "held, not used")]
    pub(crate) lifeline: OwnedFd,
    /// Over which descriptors go.
    pub(crate) fd_channel: Arc<FdChannel>,
    /// What it writes to its standard error, where that is kept.
    pub(crate) stderr: Option<Arc<Capture>>,
}

/// A worker with its channel. Dropping it ends the process and collects its status.
#[derive(Debug)]
pub(crate) struct WorkerHandle {
    pub(super) process: Process,
    pub(crate) connection: Connection,
    pub(super) received: u64,
    /// Tasks ever sent.
    pub(super) sent: u64,
    /// The calls whose task and captures it has.
    pub(crate) calls: Vec<(u32, Arc<EncodedValue>)>,
    pub(crate) batch_controller: BatchController,
    /// What its control block said when it was looked at last.
    pub(super) spent: PhaseTotals,
    pub(super) tasks_left: Option<u64>,
    pub(super) retired: bool,
    /// When its memory was looked at.
    pub(crate) memory_checked: Instant,
    pub(super) started: Instant,
    pub(super) stop_reason: Option<StopReason>,
    /// What broke the protocol, if it sent that.
    pub(super) broken: Option<String>,
}

/// Bytes that were sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    pub(crate) bytes: u64,
    /// Those of them that did not go through the socket.
    pub(crate) out_of_band: u64,
}

/// What a dead worker leaves behind.
pub(crate) struct ExitReport {
    pub(crate) pid: u32,
    pub(crate) exit: Exit,
    /// The task that was running, if it was one that had no answer.
    pub(crate) running: Option<Unanswered>,
    /// What broke the protocol, if it was ended for that.
    pub(crate) broken: Option<String>,
    /// Tasks that may have run then, and whose answers cannot be read.
    pub(crate) lost: Vec<Unanswered>,
    /// Tasks that were not begun.
    pub(crate) unstarted: VecDeque<Unanswered>,
    /// Why it was ended, if this process did.
    pub(crate) stop_reason: Option<StopReason>,
    /// What it wrote to its standard error, where that is kept.
    pub(crate) stderr: Option<Arc<Capture>>,
}

impl WorkerHandle {
    /// Greets a process that was started; its answer is awaited by whoever uses it first.
    pub(crate) fn new(process: Process, worker_config: WorkerConfig, store: &Arc<Store>) -> Self {
        let mut body = Vec::new();
        Hello::with(worker_config).write(&mut body);
        let (fd_channel, leases) = (Arc::clone(&process.fd_channel), process.child.control().leases());
        let mut connection = Connection::new(Arc::clone(store), fd_channel, leases);
        connection.control(Kind::Hello, 0, &body);
        connection.control(Kind::TransferPolicy, 0, &store.policy().write());
        let now = Instant::now();
        Self {
            process,
            connection,
            received: 0,
            sent: 0,
            calls: Vec::new(),
            batch_controller: BatchController::default(),
            spent: PhaseTotals::default(),
            tasks_left: (worker_config.tasks > 0).then_some(worker_config.tasks),
            retired: false,
            memory_checked: now,
            started: now,
            stop_reason: None,
            broken: None,
        }
    }

    pub(crate) fn id(&self) -> Pid {
        self.process.child.id()
    }

    pub(crate) fn pid(&self) -> u32 {
        self.id().as_raw_nonzero().get().unsigned_abs()
    }

    pub(crate) fn socket(&self) -> BorrowedFd<'_> {
        self.process.socket.as_fd()
    }

    pub(crate) fn control_block(&self) -> &ParentControl {
        self.process.child.control()
    }

    /// Adds up what it has spent.
    #[inline]
    pub(crate) fn note_phase_totals(&mut self, stopwatch: &Stopwatch) {
        if stopwatch.runs() {
            stopwatch.add(&self.process.child.control().spent(), &mut self.spent);
        }
    }

    pub(crate) fn fd_channel(&self) -> &FdChannel {
        &self.process.fd_channel
    }

    /// Whether it has the task and the captures of a call.
    pub(crate) fn knows(&self, call: u32) -> bool {
        self.calls.iter().any(|(known, _)| *known == call)
    }

    pub(crate) fn age(&self) -> Duration {
        self.started.elapsed()
    }

    #[inline]
    pub(crate) fn is_ready(&self) -> bool {
        self.connection.is_ready()
    }

    /// Whether it should have greeted by now. An initializer may take as long as it likes.
    pub(crate) fn is_late(&self, greeting: Duration) -> bool {
        self.connection.stage == Stage::Starting && self.age() > greeting
    }

    #[inline]
    pub(crate) fn outstanding(&self) -> usize {
        self.connection.outstanding()
    }

    /// Counts tasks that were appended to the connection.
    pub(crate) fn tasks_added(&mut self, tasks: usize) {
        if self.connection.outstanding() == tasks {
            self.batch_controller.busy();
        }
        self.sent += tasks as u64;
        if let Some(left) = &mut self.tasks_left {
            *left = left.saturating_sub(tasks as u64);
        }
    }

    /// How many tasks it may still be given.
    pub(crate) fn tasks_left(&self) -> usize {
        if self.retired {
            return 0;
        }
        self.tasks_left.map_or(usize::MAX, |left| usize::try_from(left).unwrap_or(usize::MAX))
    }

    /// Whether it may be given no more tasks, now or later.
    #[inline]
    pub(crate) fn is_used_up(&self) -> bool {
        self.tasks_left == Some(0) || self.retired
    }

    pub(crate) fn is_retired(&self) -> bool {
        self.retired
    }

    /// Gives it no more tasks: when it has answered those it has, another one takes its place.
    pub(crate) fn retire(&mut self) {
        self.retired = true;
    }

    /// Lets the worker skip what it has not begun.
    pub(crate) fn cancel(&self) {
        self.control_block().cancel(self.sent);
    }

    /// Whether something waits for its sockets.
    pub(crate) fn has_unwritten(&self) -> bool {
        !self.connection.unwritten().is_empty() || self.connection.has_unsent_descriptors()
    }

    /// Writes what the sockets take now. An error means the worker is gone; reading tells the rest.
    pub(crate) fn write(&mut self) -> Written {
        if self.connection.has_unsent_descriptors() {
            self.connection.hand(&self.process.fd_channel);
        }
        let out_of_band = self.connection.take_out_of_band();
        let mut sent_now = out_of_band;
        while !self.connection.unwritten().is_empty() {
            let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
            match rustix::net::send(&self.process.socket, self.connection.unwritten(), flags) {
                Ok(sent) => {
                    self.connection.wrote(sent);
                    sent_now += sent as u64;
                }
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => break,
            }
        }
        Written { bytes: sent_now, out_of_band }
    }

    /// Reads what is there now.
    pub(crate) fn read(&mut self) -> io::Result<Received> {
        let received = self.connection.frames.receive(self.process.socket.as_fd(), false)?;
        if let Received::Bytes(n) = received {
            self.received += n as u64;
        }
        Ok(received)
    }

    /// Ends a worker that broke the protocol.
    pub(crate) fn fail_protocol(&mut self, message: String) {
        self.broken = Some(message);
        self.kill();
    }

    /// Sorts out a dead or condemned worker: collects its status, its unsent answers and its queue.
    /// `settle` gets the answers that made it out.
    pub(crate) fn into_exit_report(mut self, settle: impl FnOnce(&mut Self)) -> ExitReport {
        let exit = self.collect(AFTER_HANG_UP);
        // The socket is read to its end by now; what is left is in the control block.
        let unsent = self.process.child.unsent(self.received);
        self.connection.frames.extend(&unsent);
        settle(&mut self);
        let noted = self.control_block().running();
        let lost = if self.broken.is_some() { self.connection.take_back_begun(noted) } else { Vec::new() };
        // When it died after the answer, or between tasks, no task is to blame.
        let running = if self.broken.is_none() && noted.is_some() && noted == self.connection.first() {
            self.connection.take_back()
        } else {
            None
        };
        let mut unstarted = VecDeque::new();
        while let Some(task) = self.connection.take_back() {
            unstarted.push_back(task);
        }
        let (stderr, broken) = (self.process.stderr.take(), self.broken.take());
        ExitReport {
            pid: self.pid(),
            exit,
            running,
            broken,
            lost,
            unstarted,
            stop_reason: self.stop_reason,
            stderr,
        }
    }

    /// What it wrote to its standard error last, where that is kept.
    pub(crate) fn stderr_tail(&self) -> String {
        self.process.stderr.as_ref().map(|capture| capture.stderr_tail()).unwrap_or_default()
    }
}

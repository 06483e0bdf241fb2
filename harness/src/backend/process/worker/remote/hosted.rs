//! The node's end of a seat: a worker process, whose bytes are passed on.

use super::counts::{TaskCounts, WorkerCounts};
use super::lines::{SeatLine, SeatLines};
use super::memory::MemoryChannel;
use super::messages::{SeatCommand, SeatEnd, SeatReport};
use super::program::Program;
use super::setup;
use crate::backend::process::worker::contract::{KillIf, StartFailure, Worker};
use crate::backend::process::worker::launch::Launcher;
use crate::backend::process::worker::lines::LineSink;
use crate::backend::process::worker::process::Process;
use crate::backend::{Launch, LineStream};
use crate::error::{Error, Exit};
use crate::sys::{self, Executable};
use crate::transfer::Store;
use rustix::io::Errno;
use rustix::net::{RecvFlags, recv};
use std::cell::Cell;
use std::ffi::OsString;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::Duration;

/// Starts the worker processes of one program on a node. They must end before it is dropped.
#[derive(Debug)]
pub struct WorkerHost {
    launcher: Launcher,
    store: Arc<Store>,
    counts: Arc<WorkerCounts>,
    /// Cores of each worker.
    cores: usize,
}

/// A worker process on this node. Dropping it kills the process.
#[derive(Debug)]
pub struct HostedWorker {
    process: Process,
    /// Over which the memory of `Shared` values goes, in both directions.
    memory: Option<MemoryChannel>,
    /// Bytes of its answers that are known here.
    received: u64,
    /// Those of them that did not come through the socket yet.
    ahead: usize,
    /// Whether the end of its answers was read.
    is_at_end: bool,
    killed_on_condition: bool,
    /// Lines for the caller, once it wants them.
    lines: Option<Arc<SeatLines>>,
    /// Whether it was killed by order.
    is_killed: bool,
    counts: Arc<WorkerCounts>,
    /// Whether its end was looked at.
    has_ended: bool,
    /// How many tasks were known to be done when that was asked last.
    done: Cell<u64>,
    /// Whether it records where its time goes.
    is_traced: bool,
    /// How long it had worked when that was asked last.
    worked: Duration,
}

/// The environment variable that names the node, for its workers too.
const NODE_NAME: &str = "WIRECHECK_NODE_NAME";
/// The most bytes that one read takes.
const READ: usize = 64 << 10;

impl WorkerHost {
    /// A host of workers that name this number of the build in their greeting. They are this executable, as those of a `Pool`
    /// are, or that `program`. Each has this number of cores, and the environment of this process without the variables in
    /// `without`. `WIRECHECK_NODE_NAME` names the node. What its workers do is added to `counts`.
    ///
    /// # Errors
    /// When this process is a worker, or its thread cannot be started.
    pub fn new(
        build: u64,
        program: Option<Program>,
        cores: usize,
        node: &str,
        counts: Arc<WorkerCounts>,
        without: &[&str],
    ) -> Result<Self, Error> {
        if sys::is_worker() {
            return Err(Error::refused(
                "this process was started as a worker and does not serve: call `wirecheck_cluster::init()` first in `main`",
            ));
        }
        let own = (OsString::from(NODE_NAME), Some(OsString::from(node)));
        let environment = without.iter().map(|name| (OsString::from(name), None)).chain([own]).collect();
        let launch = Launch { build: Some(build), environment, ..Launch::default() };
        let (executable, copy) = match program {
            None => (Executable::Own, None),
            Some(Program { executable, copy }) => (Executable::Sealed(executable), Some(copy)),
        };
        let launcher = Launcher::of(executable, copy, launch, cores)?;
        Ok(Self { launcher, store: Arc::new(Store::default()), counts, cores })
    }

    /// A host of workers of the same program that are started as a caller has [asked](super::NewSeat::setup).
    ///
    /// # Errors
    /// When this is not understood, or cannot be done here.
    pub fn with(&self, setup: &[u8]) -> Result<Self, Error> {
        let launch = setup::read(setup, self.launcher.launch())
            .ok_or_else(|| Error::refused("what the caller says of its workers is not understood"))?;
        let launcher = self.launcher.again(launch, self.cores)?;
        let counts = Arc::clone(&self.counts);
        Ok(Self { launcher, store: Arc::clone(&self.store), counts, cores: self.cores })
    }

    /// Starts a worker process.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(&self) -> Result<HostedWorker, Error> {
        let (process, connection) = self.launcher.start(&self.store)?;
        self.counts.note_start();
        process.child.control().clock();
        Ok(HostedWorker {
            process,
            memory: connection.into_fd_channel().map(MemoryChannel::new),
            received: 0,
            ahead: 0,
            is_at_end: false,
            killed_on_condition: false,
            lines: None,
            is_killed: false,
            counts: Arc::clone(&self.counts),
            has_ended: false,
            done: Cell::new(0),
            is_traced: false,
            worked: Duration::ZERO,
        })
    }
}

impl HostedWorker {
    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Readable when there are answers, writable when it takes bytes. Not blocking is the reader's business.
    pub fn socket(&self) -> BorrowedFd<'_> {
        self.process.socket.as_fd()
    }

    /// Passes on as many of the bytes as it takes now; returns their number. `None` once it takes no more: what is left is of no
    /// use, and its end will be noticed.
    pub fn write(&mut self, bytes: &[u8]) -> Option<usize> {
        let sent = self.process.send(bytes);
        if sent == 0 && self.process.is_cut_off().is_some() { None } else { Some(sent) }
    }

    /// Nothing more will come for it. It ends once it has done what it has.
    pub fn close(&mut self) {
        self.process.close();
    }

    /// Appends what it has answered, without waiting. Returns whether there was something.
    pub fn read(&mut self, out: &mut Vec<u8>) -> bool {
        let start = out.len();
        out.resize(start + READ, 0);
        let received = loop {
            match recv(&self.process.socket, &mut out[start..], RecvFlags::DONTWAIT) {
                Ok((n, _)) => break Some(n),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => break None,
                // As when it has ended.
                Err(_) => break Some(0),
            }
        };
        out.truncate(start + received.unwrap_or(0));
        self.is_at_end |= received == Some(0);
        let repeated = self.ahead.min(out.len() - start);
        out.drain(start..start + repeated);
        self.ahead -= repeated;
        self.received += (out.len() - start) as u64;
        received.is_some_and(|n| n > 0)
    }

    /// Appends answers that wait in it behind the task that it runs. It cannot know how long that takes.
    pub fn take_waiting(&mut self, out: &mut Vec<u8>) {
        if self.process.running().is_none() {
            return;
        }
        let answers = self.process.unsent_answers(self.received);
        self.received += answers.len() as u64;
        self.ahead += answers.len();
        out.extend_from_slice(&answers);
    }

    /// How long it has worked for what was read since that was asked last, if that is known.
    pub fn take_worked(&mut self) -> Option<Duration> {
        let worked = self.process.child.control().worked();
        let more = worked.saturating_sub(std::mem::replace(&mut self.worked, worked));
        (!more.is_zero()).then_some(more)
    }

    /// Over which memory that was announced to it is handed to it, in the order of the announcements, and its own comes.
    pub fn memory(&self) -> Option<&MemoryChannel> {
        self.memory.as_ref()
    }

    /// Does what is asked.
    pub fn command(&mut self, command: SeatCommand) {
        let control = self.process.child.control();
        match command {
            SeatCommand::Record { starts, phases } => {
                self.is_traced |= phases;
                if starts {
                    control.time();
                }
                if phases {
                    control.trace();
                }
            }
            SeatCommand::Fault { number, at } => control.set_fault(number, at),
            SeatCommand::CancelFirst(count) => control.cancel(count),
            SeatCommand::CancelCall(call) => control.cancel_call(call),
            SeatCommand::ForgetCall(call) => control.forget_call(call),
            SeatCommand::KillIf(condition) => self.kill_if(condition),
            SeatCommand::Kill => self.kill(),
            SeatCommand::Lines => self.tap(),
        }
    }

    fn tap(&mut self) {
        if let Some(stderr) = &self.process.stderr {
            let lines = self.lines.get_or_insert_default();
            let sink: Arc<dyn LineSink> = Arc::clone(lines) as _;
            stderr.tap(self.process.child.control(), self.process.pid(), LineStream::Stderr, sink);
        }
    }

    /// The next line that it has written, if they are wanted.
    pub fn next_line(&self) -> Option<SeatLine> {
        self.lines.as_ref()?.next()
    }

    fn kill_if(&mut self, condition: KillIf) {
        self.killed_on_condition |= self.process.kill_if(condition);
    }

    /// What it does.
    pub fn report(&self) -> SeatReport {
        SeatReport {
            running: self.process.running(),
            running_for: self.process.running_for(),
            begun: self.process.begun().unwrap_or(0),
            resident: self.process.resident_bytes().unwrap_or(0),
            is_ending: self.process.is_ending(),
            totals: self.process.phase_totals(),
        }
    }

    /// What it has done with its tasks so far.
    pub fn tasks(&self) -> TaskCounts {
        let begun = self.process.begun().unwrap_or(0);
        let running = u64::from(self.process.running().is_some());
        let done = begun.saturating_sub(running);
        // Between two looks at the block, a task may have begun: this never goes back.
        self.done.set(self.done.get().max(done));
        TaskCounts { begun, done: self.done.get(), running, failed: self.process.child.control().failed() }
    }

    /// Whether it has greeted and does nothing.
    pub fn is_idle(&self) -> bool {
        self.received > 0 && self.process.running().is_none()
    }

    /// How it ended, if it has. Its last answers are appended to `out` before.
    pub fn try_end(&mut self, out: &mut Vec<u8>) -> Option<SeatEnd> {
        let exit = self.process.try_exit()?;
        let is_crash = exit != Exit::Code(0) && !self.is_killed && !self.killed_on_condition;
        if !std::mem::replace(&mut self.has_ended, true) && is_crash {
            self.counts.note_crash();
        }
        while self.read(out) {}
        let unsent = self.process.unsent_answers(self.received);
        self.received += unsent.len() as u64;
        out.extend_from_slice(&unsent);
        Some(SeatEnd {
            exit,
            report: self.report(),
            crash: self.process.crash(exit),
            failed_start: self.process.failed_start(StartFailure::Ended(exit)),
            on_condition: self.killed_on_condition && matches!(exit, Exit::Signal(_)),
        })
    }

    /// Whether the time that its answers took is to be reported before them.
    pub fn is_traced(&self) -> bool {
        self.is_traced
    }

    /// Whether it has closed its end of the socket: it ends, or a task has closed its descriptors.
    pub fn is_at_end(&self) -> bool {
        self.is_at_end
    }

    /// Kills it.
    pub fn kill(&mut self) {
        self.is_killed = true;
        self.process.kill();
    }
}

/// How long the end of a killed process is waited for.
const AFTER_KILL: Duration = Duration::from_secs(2);

impl Drop for HostedWorker {
    fn drop(&mut self) {
        if self.process.try_exit().is_none() {
            self.process.kill();
            self.process.wait_for_exit(AFTER_KILL);
        }
        self.counts.add(self.tasks());
    }
}

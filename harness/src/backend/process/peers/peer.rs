//! A worker in memory. It returns each input as its result.

use super::launcher::PeerLauncher;
use crate::backend::Fault;
use crate::backend::process::worker::{Connection, KillIf, Recording, StartFailure, TaskId, Worker};
use crate::error::{Error, Exit, Kind as ErrorKind};
use crate::sys::PhaseTotals;
use crate::transfer::FrameSink;
use crate::transfer::Store;
use crate::wire::{
    Failure, FrameKind, FrameReader, Hello, INITIALIZER, ReceiveStatus, Sequence, WorkerConfig, control,
};
use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd};
use std::cell::{Cell, RefCell};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const KILLED: Exit = Exit::Signal(9);
const CRASHED: Exit = Exit::Signal(11);

/// What a peer does wrong; those with a number do it at the task that comes to it as that number, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Misdeed {
    Nothing,
    /// It cannot be started.
    RefusesToStart,
    /// It ends before it greets.
    EndsAtOnce,
    NeverGreets,
    /// It says that it is another program.
    IsAnotherProgram,
    DiesBefore(usize),
    DiesDuring(usize),
    DiesAfter(usize),
    /// Its answers were not sent when it died after the task.
    DiesUnsent(usize),
    LosesAnswer(usize),
    RepeatsAnswer(usize),
    /// It sends bytes that are no frame in place of an answer.
    SendsGarbage(usize),
    /// It never ends the task.
    Hangs(usize),
    /// Its task fails, as a task may.
    FailsTask(usize),
}

#[derive(Debug)]
pub(super) struct Peer {
    launcher: PeerLauncher,
    misdeed: Misdeed,
    inbox: FrameReader,
    /// Bytes that have arrived and were not taken apart.
    has_mail: bool,
    /// It takes no more before it is received from.
    is_full: bool,
    out: FrameSink,
    /// How many of those were received.
    given: usize,
    sequence: Sequence,
    /// The task that came last.
    last: TaskId,
    /// Tasks that came.
    count: u64,
    /// How many of them there were when one began last.
    begun: u64,
    running: Option<(TaskId, Instant)>,
    exit: Option<Exit>,
    closed: bool,
    reads_end: bool,
    unsent: Vec<u8>,
    cancelled: Cell<u64>,
    cancelled_calls: RefCell<Vec<u32>>,
    killed: PeerKiller,
    always: OwnedFd,
    never: OwnedFd,
}

/// Kills a peer from anywhere.
#[derive(Clone, Debug, Default)]
pub(super) struct PeerKiller(Arc<AtomicBool>);

impl PartialEq for PeerKiller {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Peer {
    fn frame(&mut self, kind: FrameKind, body: &[u8]) {
        control(&mut self.out, kind, &mut self.sequence, 0, body);
    }

    fn die(&mut self, exit: Exit) {
        self.exit.get_or_insert(exit);
    }

    fn hangs(&self) -> bool {
        self.running.is_some()
    }

    fn is_dead(&self) -> bool {
        self.exit.is_some() || self.killed.0.load(Ordering::Relaxed)
    }

    /// Whether it would do something if it were let.
    fn has_work(&self) -> bool {
        self.has_mail && !self.is_dead() && !self.hangs() && self.misdeed != Misdeed::NeverGreets
    }

    /// Takes frames apart and runs tasks, as many at a time as it does.
    fn work(&mut self) {
        let mut inbox = std::mem::take(&mut self.inbox);
        let mut tasks = 0;
        while self.has_work() && tasks < self.launcher.habits.tasks {
            let Some(frame) = inbox.next().unwrap() else {
                self.has_mail = false;
                break;
            };
            match frame.kind {
                FrameKind::Hello => self.greet(),
                FrameKind::Run | FrameKind::Next => {
                    self.last = match frame.kind {
                        FrameKind::Run => (frame.call, frame.index),
                        _ => (self.last.0, self.last.1.wrapping_add(1)),
                    };
                    tasks += 1;
                    self.task(frame.body);
                }
                FrameKind::Load | FrameKind::Unload | FrameKind::TransferPolicy | FrameKind::Forget => {}
                other => panic!("a peer that shares no memory got {other:?}"),
            }
        }
        self.inbox = inbox;
        if self.closed && !self.has_mail && !self.hangs() {
            self.die(Exit::Code(0));
        }
    }

    fn greet(&mut self) {
        if self.misdeed == Misdeed::EndsAtOnce {
            return self.die(Exit::Code(3));
        }
        let mut hello = Vec::new();
        Hello::own().write(&mut hello);
        if self.misdeed == Misdeed::IsAnotherProgram {
            // Within the identity of the build.
            hello[12] ^= 1;
        }
        self.frame(FrameKind::Hello, &hello);
        if self.misdeed == Misdeed::IsAnotherProgram {
            // It has the same objection.
            self.die(Exit::Code(0));
        }
    }

    fn task(&mut self, input: &[u8]) {
        let at = usize::try_from(self.count).unwrap();
        self.count += 1;
        if self.misdeed == Misdeed::DiesBefore(at) {
            return self.die(CRASHED);
        }
        if self.count <= self.cancelled.get() || self.cancelled_calls.borrow().contains(&self.last.0) {
            return self.fail("the task is not wanted any more");
        }
        self.begun = self.count;
        *self.launcher.record().begun.entry(self.last).or_default() += 1;
        match self.misdeed {
            Misdeed::DiesDuring(due) if due == at => {
                self.running = Some((self.last, Instant::now()));
                self.die(CRASHED);
            }
            Misdeed::Hangs(due) if due == at => self.running = Some((self.last, Instant::now())),
            Misdeed::FailsTask(due) if due == at => self.fail("the task failed"),
            Misdeed::LosesAnswer(due) if due == at => self.sequence.advance(),
            Misdeed::SendsGarbage(due) if due == at => self.out.extend_from_slice(&[0xA5; 40]),
            Misdeed::RepeatsAnswer(due) if due == at => {
                let start = self.out.len();
                self.answer(input);
                let again = self.out[start..].to_vec();
                self.out.extend_from_slice(&again);
            }
            Misdeed::DiesAfter(due) if due == at => {
                self.answer(input);
                self.die(CRASHED);
            }
            Misdeed::DiesUnsent(due) if due == at => {
                self.answer(input);
                self.unsent = self.out[self.given..].to_vec();
                self.out.truncate(self.given);
                self.die(CRASHED);
            }
            _ => self.answer(input),
        }
    }

    fn answer(&mut self, input: &[u8]) {
        // The initializer is given nothing and gives nothing.
        self.frame(FrameKind::Done, input);
    }

    fn fail(&mut self, why: &str) {
        let mut body = Vec::new();
        Failure::refused(why).write(&mut body);
        self.frame(FrameKind::Failed, &body);
    }
}

impl Worker for Peer {
    type Launcher = PeerLauncher;
    type Killer = PeerKiller;

    fn start(launcher: &PeerLauncher, _: WorkerConfig, _: &Arc<Store>) -> Result<(Self, Connection), Error> {
        let misdeed = launcher.record().misdeeds.pop_front().unwrap_or(Misdeed::Nothing);
        if misdeed == Misdeed::RefusesToStart {
            return Err(Error::refused("the peer cannot be started"));
        }
        let mut record = launcher.record();
        record.started += 1;
        record.alive += 1;
        drop(record);
        let event = |count| eventfd(count, EventfdFlags::CLOEXEC).unwrap();
        let peer = Self {
            launcher: launcher.clone(),
            misdeed,
            inbox: FrameReader::default(),
            has_mail: false,
            is_full: false,
            out: FrameSink::new(),
            given: 0,
            sequence: Sequence::default(),
            last: (0, 0),
            count: 0,
            begun: 0,
            running: None,
            exit: None,
            closed: false,
            reads_end: false,
            unsent: Vec::new(),
            cancelled: Cell::new(0),
            cancelled_calls: RefCell::default(),
            killed: PeerKiller::default(),
            always: event(1),
            never: event(0),
        };
        Ok((peer, Connection::default()))
    }

    fn send(&mut self, bytes: &[u8]) -> usize {
        if self.is_dead() || self.closed || std::mem::replace(&mut self.is_full, true) {
            return 0;
        }
        let taken = bytes.len().min(self.launcher.habits.bytes);
        self.inbox.extend(&bytes[..taken]);
        self.has_mail = true;
        self.is_full = taken < bytes.len();
        taken
    }

    fn record(&self, _: Recording) {}

    fn set_fault(&self, _: Option<(Fault, u64)>) {}

    fn cancel_first(&self, count: u64) {
        self.cancelled.set(count);
    }

    fn cancel_call(&self, call: u32) {
        self.cancelled_calls.borrow_mut().push(call);
    }

    fn forget_call(&self, call: u32) {
        self.cancelled_calls.borrow_mut().retain(|known| *known != call);
    }

    fn wait_on(&self, unsent: bool) -> PollFd<'_> {
        let is_due =
            unsent || self.has_work() || self.given < self.out.len() || self.is_dead() || self.reads_end;
        let file = if is_due { &self.always } else { &self.never };
        PollFd::from_borrowed_fd(file.as_fd(), PollFlags::IN)
    }

    fn receive(&mut self, frames: &mut FrameReader) -> io::Result<ReceiveStatus> {
        self.is_full = false;
        self.work();
        let left = &self.out[self.given..];
        let part = &left[..left.len().min(self.launcher.habits.bytes)];
        if !part.is_empty() {
            frames.extend(part);
            self.given += part.len();
            return Ok(ReceiveStatus::Bytes(part.len()));
        }
        Ok(if self.is_dead() || self.reads_end { ReceiveStatus::End } else { ReceiveStatus::Nothing })
    }

    fn running(&self) -> Option<TaskId> {
        self.running.map(|(task, _)| task)
    }

    fn begun(&self) -> Option<u64> {
        Some(self.begun)
    }

    fn running_for(&self) -> Option<Duration> {
        self.running.map(|(_, since)| since.elapsed())
    }

    fn phase_totals(&self) -> PhaseTotals {
        PhaseTotals::default()
    }

    fn resident_bytes(&self) -> Option<u64> {
        None
    }

    fn close(&mut self) {
        self.closed = true;
        self.work();
    }

    fn end_reads(&mut self) {
        self.reads_end = true;
    }

    fn kill_if(&mut self, condition: KillIf) -> bool {
        let is_due = match (condition, self.running) {
            (KillIf::RunsFor(due, limit), Some((task, since))) => task == due && since.elapsed() >= limit,
            (KillIf::RunsCall(call), Some((task, _))) => task.0 == call,
            (KillIf::StillRuns(task), running) => task == running.map(|(task, _)| task),
            (_, None) => false,
        };
        if is_due {
            self.kill();
        }
        is_due
    }

    fn kill(&mut self) {
        self.die(KILLED);
    }

    fn killer(&self) -> PeerKiller {
        self.killed.clone()
    }

    fn kill_by(killer: &PeerKiller) {
        killer.0.store(true, Ordering::Relaxed);
    }

    fn has_exited(&self) -> bool {
        self.is_dead()
    }

    fn wait_for_exit(&mut self, _: Duration) -> Exit {
        self.kill();
        self.exit.unwrap_or(KILLED)
    }

    fn unsent_answers(&mut self, _: u64) -> Vec<u8> {
        std::mem::take(&mut self.unsent)
    }

    fn crash(&self, exit: Exit) -> Error {
        Error::new(ErrorKind::Crash { pid: 0, exit, reason: None, stderr: String::new() })
    }

    fn failed_start(&self, failure: StartFailure) -> Error {
        Error::refused(match failure {
            StartFailure::Ended(exit) => format!("the peer {exit} before it greeted"),
            StartFailure::TooLate(patience) => format!("the peer did not greet within {patience:?}"),
            StartFailure::InitializerTooLate(limit) => format!("the initializer took longer than {limit:?}"),
        })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        if self.exit.is_some() {
            self.launcher.record().alive -= 1;
        }
    }
}

/// Whether a task is the initializer.
pub(super) fn is_initializer(task: &TaskId) -> bool {
    task.0 == INITIALIZER
}

//! Processes on this machine, as workers of the event loop.

use super::contract::{KillIf, Recording, StartFailure, TaskId, Worker};
use super::launch::Launcher;
use super::process::Process;
use super::{Connection, start_failure};
use crate::backend::Fault;
use crate::error::{Error, Exit, Kind as ErrorKind, Reason};
use crate::sys::{Killer, PhaseTotals, TRIPPED};
use crate::transfer::Store;
use crate::wire::{FrameReader, ReceiveStatus, WorkerConfig};
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use rustix::net::{SendFlags, Shutdown};
use rustix::process::Signal;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a worker may take to stop after `SIGSTOP`. After that it is checked once more, even if it runs.
const STAND_STILL: Duration = Duration::from_millis(50);

impl Worker for Process {
    type Launcher = Launcher;
    type Killer = Killer;

    fn start(
        launcher: &Launcher,
        config: WorkerConfig,
        store: &Arc<Store>,
    ) -> Result<(Self, Connection), Error> {
        // The worker gets its configuration with the handshake.
        let _ = config;
        launcher.start(store)
    }

    fn send(&mut self, bytes: &[u8]) -> usize {
        if self.channel.cut.is_some() {
            return 0;
        }
        match rustix::net::send(&self.socket, bytes, SendFlags::NOSIGNAL | SendFlags::DONTWAIT) {
            Ok(sent) => {
                self.channel.sending.succeeded();
                return sent;
            }
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) if self.channel.sending.try_again() => {}
            Err(errno) => self.cut_off(errno.into()),
        }
        0
    }

    /// If it lives, it reads the end, and ends itself once it has done what it has.
    fn cut_off(&mut self, why: io::Error) {
        self.channel.cut.get_or_insert(why);
        self.close();
    }

    fn is_cut_off(&self) -> Option<&io::Error> {
        self.channel.cut.as_ref()
    }

    fn record(&self, recording: Recording) {
        if recording.starts {
            self.child.control().time();
        }
        if recording.phases {
            self.child.control().trace();
        }
    }

    fn set_fault(&self, fault: Option<(Fault, u64)>) {
        let (number, at) = fault.map_or((0, 0), |(fault, at)| (fault.number(), at));
        self.child.control().set_fault(number, at);
    }

    fn cancel_first(&self, count: u64) {
        self.child.control().cancel(count);
    }

    fn cancel_call(&self, call: u32) {
        self.child.control().cancel_call(call);
    }

    fn forget_call(&self, call: u32) {
        self.child.control().forget_call(call);
    }

    #[inline]
    fn wait_on(&self, unsent: bool) -> PollFd<'_> {
        // A socket that is cut is always writable.
        let out = if unsent && self.channel.cut.is_none() { PollFlags::OUT } else { PollFlags::empty() };
        PollFd::from_borrowed_fd(self.socket.as_fd(), PollFlags::IN | out)
    }

    #[inline]
    fn receive(&mut self, frames: &mut FrameReader) -> io::Result<ReceiveStatus> {
        match frames.receive(self.socket.as_fd()) {
            Ok(received) => {
                self.channel.receiving.succeeded();
                Ok(received)
            }
            Err(_) if self.channel.receiving.try_again() => Ok(ReceiveStatus::Nothing),
            Err(errno) => Err(errno.into()),
        }
    }

    fn running(&self) -> Option<TaskId> {
        self.child.control().running()
    }

    fn begun(&self) -> Option<u64> {
        Some(self.child.control().begun())
    }

    fn running_for(&self) -> Option<Duration> {
        self.child.control().running_for()
    }

    fn phase_totals(&self) -> PhaseTotals {
        self.child.control().spent()
    }

    fn resident_bytes(&self) -> Option<u64> {
        let statm = std::fs::read_to_string(format!("/proc/{}/statm", self.pid())).ok()?;
        let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
        Some(pages * rustix::param::page_size() as u64)
    }

    fn close(&mut self) {
        let _ = rustix::net::shutdown(&self.socket, Shutdown::Write);
    }

    /// Even if a process that the worker has forked keeps the other end open.
    fn end_reads(&mut self) {
        let _ = rustix::net::shutdown(&self.socket, Shutdown::Both);
    }

    /// The process is stopped while the condition is checked again, so that the next task is not hit.
    fn kill_if(&mut self, condition: KillIf) -> bool {
        // One that has ended by itself was not too slow, however long ago that was.
        if !condition.is_met(self.child.control()) || self.child.has_exited() {
            return false;
        }
        // Where this process may not send signals, there is nothing to wait for.
        let may_stop = self.child.signal(Signal::STOP);
        let start = Instant::now();
        while may_stop && !self.child.has_stopped() && start.elapsed() < STAND_STILL {
            std::thread::yield_now();
        }
        let is_due = condition.is_met(self.child.control());
        if is_due {
            self.try_kill();
        } else {
            self.child.signal(Signal::CONT);
        }
        is_due
    }

    fn kill(&mut self) {
        self.try_kill();
    }

    /// Where this process may not send it a signal, as after it gave up its privileges, the end of its lifeline kills it: that
    /// signal is sent with the worker's own rights. A process that this one has forked may hold the lifeline too.
    fn try_kill(&mut self) -> bool {
        self.child.signal(Signal::KILL) || self.lifeline.take().is_some()
    }

    fn killer(&self) -> Killer {
        self.child.killer()
    }

    fn kill_by(killer: &Killer) {
        killer.kill();
    }

    fn is_ending(&self) -> bool {
        self.child.control().is_ending()
    }

    fn has_exited(&self) -> bool {
        self.child.has_exited()
    }

    fn end_signal(&self) -> Option<BorrowedFd<'_>> {
        self.child.end_signal()
    }

    fn try_exit(&mut self) -> Option<Exit> {
        self.child.try_wait().map(told)
    }

    fn wait_for_exit(&mut self, patience: Duration) -> Exit {
        if let Some(exit) = self.child.wait(patience) {
            return told(exit);
        }
        match self.child.kill() {
            None => Exit::Alive,
            Some(Exit::Unknown) => Exit::Unknown,
            Some(_) => Exit::Severed,
        }
    }

    fn unsent_answers(&mut self, received: u64) -> Vec<u8> {
        self.child.unsent(received)
    }

    fn crash(&self, exit: Exit) -> Error {
        let stderr = self.stderr.as_ref().map(|capture| capture.stderr_tail()).unwrap_or_default();
        let reason = Reason::of(exit, &stderr, self.memory_limit);
        Error::new(ErrorKind::Crash { pid: self.pid(), exit, reason, stderr })
    }

    fn failed_start(&self, failure: StartFailure) -> Error {
        start_failure::explain(failure, self.memory_limit)
    }
}

/// The signal of its lifeline says that it has lost its descriptors.
fn told(exit: Exit) -> Exit {
    if exit == Exit::Signal(TRIPPED) { Exit::Severed } else { exit }
}

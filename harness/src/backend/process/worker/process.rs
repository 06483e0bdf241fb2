//! A worker that is a process on this machine.

use super::capture::Capture;
use super::contract::{KillIf, Recording, StartFailure, TaskId, Worker};
use super::launch::Launcher;
use super::{Connection, start_failure};
use crate::backend::Fault;
use crate::error::{Error, Exit, Kind as ErrorKind, Reason};
use crate::sys::{ControlBlock, PhaseTotals};
use crate::transfer::Store;
use crate::wire::{FrameReader, Received, WorkerConfig};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::{SendFlags, Shutdown};
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, WaitOptions, WaitStatus, kill_process, pidfd_open,
    waitid, waitpid,
};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a worker may take to stand still before it is killed without a second look.
const STAND_STILL: Duration = Duration::from_millis(50);

/// A process with its socket and its control block.
#[derive(Debug)]
pub(crate) struct Process {
    pub(super) pid: Pid,
    pub(super) socket: OwnedFd,
    /// Closed by the kernel when this process ends, which ends the worker. Dropped after its end.
    #[expect(dead_code, reason = "held, not used")]
    pub(super) lifeline: OwnedFd,
    pub(super) control_block: Arc<ControlBlock>,
    /// What it writes to its standard error, where that is kept.
    pub(super) stderr: Option<Arc<Capture>>,
    /// Bytes of address space that it may have.
    pub(super) memory_limit: Option<u64>,
    /// Whether its status was collected.
    pub(super) ended: bool,
}

impl Process {
    pub(crate) fn pid(&self) -> u32 {
        self.pid.as_raw_nonzero().get().unsigned_abs()
    }

    fn signal(&self, signal: Signal) {
        if !self.ended {
            // It may have ended by itself; its status is not collected yet, so the id is still its own.
            let _ = kill_process(self.pid, signal);
        }
    }

    fn meets(&self, condition: KillIf) -> bool {
        match condition {
            KillIf::RunsFor(task, limit) => {
                self.control_block.running() == Some(task)
                    && self.control_block.running_for().is_some_and(|time| time >= limit)
            }
            KillIf::RunsCall(call) => self.control_block.running().is_some_and(|(of, _)| of == call),
        }
    }

    fn stands_still(&self) -> bool {
        let options =
            WaitIdOptions::STOPPED | WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        !matches!(waitid(WaitId::Pid(self.pid), options), Ok(None))
    }

    fn try_collect(&mut self) -> Option<Exit> {
        match waitpid(Some(self.pid), WaitOptions::NOHANG) {
            Ok(None) | Err(rustix::io::Errno::INTR) => None,
            Ok(Some((_, status))) => Some(self.note_end(status)),
            Err(_) => {
                // Someone else collected it, as a program that ignores SIGCHLD does.
                self.ended = true;
                Some(Exit::Unknown)
            }
        }
    }

    fn note_end(&mut self, status: WaitStatus) -> Exit {
        self.ended = true;
        match (status.terminating_signal(), status.exit_status()) {
            (Some(signal), _) => Exit::Signal(signal),
            (None, Some(code)) => Exit::Code(code),
            (None, None) => Exit::Unknown,
        }
    }
}

impl Worker for Process {
    type Launcher = Launcher;
    type Killer = Pid;

    fn start(
        launcher: &Launcher,
        config: WorkerConfig,
        store: &Arc<Store>,
    ) -> Result<(Self, Connection), Error> {
        // What it is told of itself, it is told over the connection.
        let _ = config;
        launcher.start(store)
    }

    fn send(&mut self, bytes: &[u8]) -> usize {
        let flags = SendFlags::NOSIGNAL | SendFlags::DONTWAIT;
        loop {
            match rustix::net::send(&self.socket, bytes, flags) {
                Ok(sent) => return sent,
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return 0,
            }
        }
    }

    fn record(&self, recording: Recording) {
        if recording.starts {
            self.control_block.time();
        }
        if recording.phases {
            self.control_block.trace();
        }
    }

    fn set_fault(&self, fault: Option<(Fault, u64)>) {
        let (number, at) = fault.map_or((0, 0), |(fault, at)| (fault.number(), at));
        self.control_block.set_fault(number, at);
    }

    fn cancel_first(&self, count: u64) {
        self.control_block.cancel(count);
    }

    fn cancel_call(&self, call: u32) {
        self.control_block.unwant(call);
    }

    fn forget_call(&self, call: u32) {
        self.control_block.forget(call);
    }

    #[inline]
    fn wait_on(&self, unsent: bool) -> PollFd<'_> {
        let out = if unsent { PollFlags::OUT } else { PollFlags::empty() };
        PollFd::from_borrowed_fd(self.socket.as_fd(), PollFlags::IN | out)
    }

    #[inline]
    fn receive(&mut self, frames: &mut FrameReader) -> io::Result<Received> {
        frames.receive(self.socket.as_fd(), false)
    }

    fn running(&self) -> Option<TaskId> {
        self.control_block.running()
    }

    fn running_for(&self) -> Option<Duration> {
        self.control_block.running_for()
    }

    fn phase_totals(&self) -> PhaseTotals {
        self.control_block.spent()
    }

    fn resident_bytes(&self) -> Option<u64> {
        let statm = std::fs::read_to_string(format!("/proc/{}/statm", self.pid())).ok()?;
        let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
        Some(pages * rustix::param::page_size() as u64)
    }

    fn close(&mut self) {
        let _ = rustix::net::shutdown(&self.socket, Shutdown::Write);
    }

    /// Whoever else holds the other end, such as a process that the worker has forked.
    fn end_reads(&mut self) {
        let _ = rustix::net::shutdown(&self.socket, Shutdown::Both);
    }

    /// The process stands still while it is looked at a second time: the task after the one that is meant must not be hit.
    fn kill_if(&mut self, condition: KillIf) -> bool {
        if !self.meets(condition) {
            return false;
        }
        self.signal(Signal::STOP);
        let start = Instant::now();
        while !self.stands_still() && start.elapsed() < STAND_STILL {
            std::thread::yield_now();
        }
        let is_due = self.meets(condition);
        self.signal(if is_due { Signal::KILL } else { Signal::CONT });
        is_due
    }

    fn kill(&mut self) {
        self.signal(Signal::KILL);
    }

    fn killer(&self) -> Pid {
        self.pid
    }

    fn kill_by(killer: &Pid) {
        let _ = kill_process(*killer, Signal::KILL);
    }

    fn has_exited(&self) -> bool {
        // The status stays to be collected.
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        matches!(waitid(WaitId::Pid(self.pid), options), Ok(Some(_)))
    }

    fn wait_for_exit(&mut self, patience: Duration) -> Exit {
        if let Some(exit) = self.try_collect() {
            return exit;
        }
        wait_for_end(self.pid, patience);
        if let Some(exit) = self.try_collect() {
            return exit;
        }
        self.kill();
        loop {
            match waitpid(Some(self.pid), WaitOptions::empty()) {
                Ok(Some((_, status))) => {
                    self.note_end(status);
                    return Exit::Severed;
                }
                Err(rustix::io::Errno::INTR) => {}
                Ok(None) | Err(_) => {
                    self.ended = true;
                    return Exit::Unknown;
                }
            }
        }
    }

    fn unsent_answers(&mut self, received: u64) -> Vec<u8> {
        self.control_block.unsent(received).to_vec()
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

/// Returns when the process ended, or after `patience`.
fn wait_for_end(pid: Pid, patience: Duration) {
    let deadline = Instant::now() + patience;
    let Ok(process) = pidfd_open(pid, PidfdFlags::empty()) else {
        // No pidfd: an old kernel, or no descriptor left. Its end is looked for instead.
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        while Instant::now() < deadline && matches!(waitid(WaitId::Pid(pid), options), Ok(None)) {
            std::thread::sleep(Duration::from_millis(1));
        }
        return;
    };
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        let timeout = Timespec::try_from(left).ok();
        match poll(&mut [PollFd::new(&process, PollFlags::IN)], timeout.as_ref()) {
            Err(rustix::io::Errno::INTR) if !left.is_zero() => {}
            _ => return,
        }
    }
}

//! A worker in memory: the loop of a real worker, its real control block, and a stream that is cut anywhere.

use super::launcher::PeerLauncher;
use super::record;
use crate::backend::Fault;
use crate::backend::process::worker::{Connection, KillIf, Recording, StartFailure, TaskId, Worker};
use crate::error::{Error, Exit, Kind as ErrorKind};
use crate::simulation::{Fate, ParentEnd, ProcessId, hooks, trace};
use crate::sys::{NewControlBlock, ParentControl, PhaseTotals};
use crate::transfer::Store;
use crate::wire::{FrameReader, ReceiveStatus, WorkerConfig};
use crate::worker::serve_simulated;
use rustix::event::{PollFd, PollFlags};
use std::io;
use std::sync::Arc;
use std::time::Duration;

/// How long the end of a process may take after it was killed.
const AFTER_KILL: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(super) struct Peer {
    id: ProcessId,
    end: ParentEnd,
    control: Arc<ParentControl>,
}

/// Kills a peer from anywhere.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PeerKiller(ProcessId);

impl Worker for Peer {
    type Launcher = PeerLauncher;
    type Killer = PeerKiller;

    fn start(launcher: &PeerLauncher, _: WorkerConfig, _: &Arc<Store>) -> Result<(Self, Connection), Error> {
        let start = record::next_start();
        if start.refused {
            return Err(Error::start("the peer cannot be started".to_owned()));
        }
        let (parent, worker) = NewControlBlock::simulated().expect("memory for a control block");
        let control = Arc::new(parent);
        let main = move |_, end| {
            if start.ends_at_once {
                return 3;
            }
            if start.never_greets {
                hooks::sleep(Duration::from_secs(1_000_000));
            }
            serve_simulated(end, worker)
        };
        let fate = Fate {
            capacity: launcher.capacity,
            events: start.events,
            slow_end: start.slow_end,
            tamper: start.tamper,
        };
        let (id, end) = ProcessId::start(fate, main);
        record::started(id, Arc::clone(&control));
        Ok((Self { id, end, control }, Connection::default()))
    }

    fn send(&mut self, bytes: &[u8]) -> usize {
        let sent = self.end.send(bytes);
        trace(|| format!("sends {sent} of {} to {}", bytes.len(), self.id));
        sent
    }

    fn record(&self, recording: Recording) {
        if recording.starts {
            self.control.time();
        }
        if recording.phases {
            self.control.trace();
        }
    }

    fn set_fault(&self, fault: Option<(Fault, u64)>) {
        let (number, at) = fault.map_or((0, 0), |(fault, at)| (fault.number(), at));
        self.control.set_fault(number, at);
    }

    fn cancel_first(&self, count: u64) {
        self.control.cancel(count);
    }

    fn cancel_call(&self, call: u32) {
        self.control.cancel_call(call);
    }

    fn forget_call(&self, call: u32) {
        self.control.forget_call(call);
    }

    fn wait_on(&self, unsent: bool) -> PollFd<'_> {
        PollFd::from_borrowed_fd(self.end.wait_on(unsent), PollFlags::IN)
    }

    fn receive(&mut self, frames: &mut FrameReader) -> io::Result<ReceiveStatus> {
        let received = self.end.receive(frames);
        trace(|| format!("receives {received:?} from {}", self.id));
        Ok(received)
    }

    fn running(&self) -> Option<TaskId> {
        self.control.running()
    }

    fn begun(&self) -> Option<u64> {
        Some(self.control.begun())
    }

    fn running_for(&self) -> Option<Duration> {
        self.control.running_for()
    }

    fn phase_totals(&self) -> PhaseTotals {
        self.control.spent()
    }

    fn resident_bytes(&self) -> Option<u64> {
        None
    }

    fn close(&mut self) {
        self.end.finish();
    }

    fn end_reads(&mut self) {
        self.end.shut();
    }

    fn kill_if(&mut self, condition: KillIf) -> bool {
        if !condition.is_met(&self.control) || self.has_exited() {
            return false;
        }
        self.id.stop();
        let is_due = condition.is_met(&self.control);
        trace(|| format!("kills {} if {condition:?}: {is_due}", self.id));
        if is_due {
            self.id.kill();
        } else {
            self.id.go_on();
        }
        is_due
    }

    fn kill(&mut self) {
        trace(|| format!("kills {}", self.id));
        self.id.kill();
    }

    fn killer(&self) -> PeerKiller {
        PeerKiller(self.id)
    }

    fn kill_by(killer: &PeerKiller) {
        killer.0.kill();
    }

    fn is_ending(&self) -> bool {
        self.control.is_ending()
    }

    fn has_exited(&self) -> bool {
        self.id.exit_seen().is_some()
    }

    fn wait_for_exit(&mut self, patience: Duration) -> Exit {
        let exit = self.id.wait(patience);
        trace(|| format!("has waited for {}: {exit:?}", self.id));
        if let Some(exit) = exit {
            return exit;
        }
        self.id.kill();
        self.id.wait(AFTER_KILL).map_or(Exit::Unknown, |_| Exit::Severed)
    }

    fn unsent_answers(&mut self, received: u64) -> Vec<u8> {
        let answers = if self.has_exited() {
            self.control.unsent_of_simulated(received)
        } else {
            self.control.ready(received)
        };
        trace(|| format!("finds {} bytes of answers in {}", answers.len(), self.id));
        answers
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
        if self.id.exit_seen().is_none() {
            self.id.kill();
            self.id.wait(AFTER_KILL);
        }
        record::collected(self.id);
    }
}

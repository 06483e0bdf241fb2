//! Faults that a parent wants to see made: done by the worker to itself, at the task that was named.

use super::responses::ResponseWriter;
use crate::backend::Fault;
use crate::wire::send_all;
use rustix::process::{Resource, Rlimit, Signal, getpid, getrlimit, kill_process, setrlimit};
use std::time::Duration;

/// How long a worker stands still.
const DELAY: Duration = Duration::from_millis(50);
/// How long it waits to be ended, at most.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much memory it may take beyond what it has.
const LITTLE: u64 = 64 << 20;
/// No head of a frame.
const GARBAGE: [u8; 64] = [0xA5; 64];

/// A fault, and the index of the input at which it is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FaultInjector {
    pub(crate) fault: Fault,
    pub(crate) at: u64,
}

impl FaultInjector {
    /// The worker has the task and has noted nothing of it.
    pub(super) fn before(self, index: u64) {
        if index != self.at {
            return;
        }
        match self.fault {
            Fault::KillBefore => die(),
            Fault::ClosedStdout => crate::sys::close_stdout(),
            Fault::NoSpace => {
                // An error of the write, not the end of the process.
                crate::sys::ignore_file_limit();
                limit(Resource::Fsize, 0);
            }
            Fault::LittleMemory => limit(Resource::As, address_space().saturating_add(LITTLE)),
            _ => {}
        }
    }

    /// It has noted that it runs it.
    pub(super) fn during(self, index: u64, answers: &mut ResponseWriter) {
        if index != self.at {
            return;
        }
        match self.fault {
            Fault::KillDuring => die(),
            Fault::Delay => std::thread::sleep(DELAY),
            Fault::Garbage => {
                answers.flush();
                let _ = send_all(answers.socket(), &GARBAGE);
                // The parent ends it: what it ran meanwhile would be lost as well.
                std::thread::sleep(PATIENCE);
                die();
            }
            _ => {}
        }
    }

    /// It has answered it.
    pub(super) fn after(self, index: u64, answers: &mut ResponseWriter) {
        if index == self.at && self.fault == Fault::KillAfter {
            answers.flush();
            die();
        }
    }
}

fn die() {
    let _ = kill_process(getpid(), Signal::KILL);
}

fn limit(what: Resource, bytes: u64) {
    let maximum = getrlimit(what).maximum;
    let _ = setrlimit(what, Rlimit { current: Some(bytes), maximum });
}

/// Bytes of address space that this process has.
fn address_space() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: Option<u64> = statm.split(' ').next().and_then(|pages| pages.parse().ok());
    pages.unwrap_or(u64::MAX >> 13) * rustix::param::page_size() as u64
}

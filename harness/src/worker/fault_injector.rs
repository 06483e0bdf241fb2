//! Injected faults: the worker does them to itself, at the task that the parent has named.

use super::responses::ResponseWriter;
use crate::backend::Fault;
use rustix::process::{Resource, Rlimit, Signal, getpid, kill_process, setrlimit};
use std::time::Duration;

/// How long a delayed task sleeps.
const DELAY: Duration = Duration::from_millis(50);
/// How long the worker waits to be killed, at most.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much more memory it may take.
const LITTLE: u64 = 64 << 20;
/// Bytes that are not the head of a frame.
const GARBAGE: [u8; 64] = [0xA5; 64];

/// A fault, and the index of the input at which it is injected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FaultInjector {
    pub(crate) fault: Fault,
    pub(crate) at: u64,
}

impl FaultInjector {
    /// Before the task is noted as running.
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

    /// After the task is noted as running.
    pub(super) fn during(self, index: u64, responses: &mut ResponseWriter) {
        if index != self.at {
            return;
        }
        match self.fault {
            Fault::KillDuring => die(),
            Fault::Delay => std::thread::sleep(DELAY),
            Fault::Garbage => {
                responses.flush();
                let _ = responses.socket().send_all(&GARBAGE);
                // The parent kills it: whatever it ran meanwhile would be lost as well.
                std::thread::sleep(PATIENCE);
                die();
            }
            _ => {}
        }
    }

    /// After the task is answered.
    pub(super) fn after(self, index: u64, responses: &mut ResponseWriter) {
        if index == self.at && self.fault == Fault::KillAfter {
            responses.flush();
            die();
        }
    }
}

fn die() {
    let _ = kill_process(getpid(), Signal::KILL);
}

fn limit(what: Resource, bytes: u64) {
    let maximum = crate::sys::limit(what).and_then(|limit| limit.maximum);
    let _ = setrlimit(what, Rlimit { current: Some(bytes), maximum });
}

/// The size of this process's address space, in bytes.
fn address_space() -> u64 {
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages: Option<u64> = statm.split(' ').next().and_then(|pages| pages.parse().ok());
    pages.unwrap_or(u64::MAX >> 13) * rustix::param::page_size() as u64
}

//! The end of a worker process: asking for it, forcing it, collecting its status.

use super::handle::{ORDERLY_END, StopReason, WorkerHandle};
use crate::error::Exit;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::net::Shutdown;
use rustix::process::{
    Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, WaitOptions, WaitStatus, kill_process, pidfd_open,
    waitid, waitpid,
};
use std::time::{Duration, Instant};

/// How long a worker may take to stand still before it is ended without a second look.
const STAND_STILL: Duration = Duration::from_millis(50);

impl WorkerHandle {
    /// Ends the process at once.
    pub(crate) fn kill(&mut self) {
        self.signal(Signal::KILL);
    }

    fn signal(&self, signal: Signal) {
        if !self.ended {
            // It may have ended by itself; its status is not collected yet, so the id is still its own.
            let _ = kill_process(self.process.pid, signal);
        }
    }

    /// Ends the process, if what it is running still is what `condition` says once it stands still: the task after
    /// the one that is to be ended must not be hit. Gives whether it did.
    pub(crate) fn kill_if(&mut self, stop_reason: StopReason, condition: impl Fn(&Self) -> bool) -> bool {
        if !condition(self) {
            return false;
        }
        self.signal(Signal::STOP);
        let start = Instant::now();
        while !self.stands_still() && start.elapsed() < STAND_STILL {
            std::thread::yield_now();
        }
        let due = condition(self);
        if due {
            self.stop_reason = Some(stop_reason);
            self.signal(Signal::KILL);
        } else {
            self.signal(Signal::CONT);
        }
        due
    }

    fn stands_still(&self) -> bool {
        let options =
            WaitIdOptions::STOPPED | WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        !matches!(waitid(WaitId::Pid(self.process.pid), options), Ok(None))
    }

    /// Tells the worker that no more will come; an idle one ends.
    pub(crate) fn close(&mut self) {
        let _ = rustix::net::shutdown(&self.process.socket, Shutdown::Write);
    }

    /// Makes the next reads end after what has arrived, whoever else holds the other end.
    pub(crate) fn shut(&mut self) {
        let _ = rustix::net::shutdown(&self.process.socket, Shutdown::Both);
    }

    /// Whether the process is gone although its socket is open, as when a process it forked holds it.
    pub(crate) fn has_exited(&self) -> bool {
        // The status stays to be collected.
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        matches!(waitid(WaitId::Pid(self.process.pid), options), Ok(Some(_)))
    }

    /// Closes the channel and waits for the end.
    pub(crate) fn reap(&mut self) -> Exit {
        self.close();
        self.collect(ORDERLY_END)
    }

    fn try_collect(&mut self) -> Option<Exit> {
        match waitpid(Some(self.process.pid), WaitOptions::NOHANG) {
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

    /// Waits for the end of the process, and kills it when `patience` runs out.
    pub(super) fn collect(&mut self, patience: Duration) -> Exit {
        if let Some(exit) = self.try_collect() {
            return exit;
        }
        wait_for_end(self.process.pid, patience);
        if let Some(exit) = self.try_collect() {
            return exit;
        }
        self.kill();
        loop {
            match waitpid(Some(self.process.pid), WaitOptions::empty()) {
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
}

impl Drop for WorkerHandle {
    fn drop(&mut self) {
        if self.ended {
            return;
        }
        if self.outstanding() > 0 || !self.is_ready() {
            // Busy with work that nobody waits for, or not to be trusted to notice the end.
            self.kill();
        }
        self.close();
        self.collect(ORDERLY_END);
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

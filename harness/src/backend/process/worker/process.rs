//! The end of a worker process: asking for it, forcing it, collecting its status.

use super::handle::{ORDERLY_END, StopReason, WorkerHandle};
use crate::error::Exit;
use rustix::net::Shutdown;
use rustix::process::Signal;
use std::time::{Duration, Instant};

/// How long a worker may take to stand still before it is ended without a second look.
const STAND_STILL: Duration = Duration::from_millis(50);

impl WorkerHandle {
    /// Ends the process at once.
    pub(crate) fn kill(&mut self) {
        self.signal(Signal::KILL);
    }

    fn signal(&self, signal: Signal) {
        self.process.child.signal(signal);
    }

    /// Ends the process, if what it is running still is what `condition` says once it stands still: the task after
    /// the one that is to be ended must not be hit. Gives whether it did.
    pub(crate) fn kill_if(&mut self, stop_reason: StopReason, condition: impl Fn(&Self) -> bool) -> bool {
        if !condition(self) {
            return false;
        }
        self.signal(Signal::STOP);
        let start = Instant::now();
        while !self.process.child.has_stopped() && start.elapsed() < STAND_STILL {
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
        self.process.child.has_exited()
    }

    /// Closes the channel and waits for the end.
    pub(crate) fn reap(&mut self) -> Exit {
        self.close();
        self.collect(ORDERLY_END)
    }

    /// Waits for the end of the process, and kills it when `patience` runs out.
    pub(super) fn collect(&mut self, patience: Duration) -> Exit {
        if let Some(exit) = self.process.child.wait(patience) {
            return exit;
        }
        match self.process.child.kill() {
            None | Some(Exit::Unknown) => Exit::Unknown,
            Some(_) => Exit::Severed,
        }
    }
}

impl Drop for WorkerHandle {
    fn drop(&mut self) {
        if self.process.child.has_ended() {
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

//! A worker process, with the parent's side of its control block.

use super::{ChildProcess, ParentControl};
use crate::error::Exit;
use std::ops::Deref;
use std::time::Duration;

/// A worker process and its control block, which [`Command::spawn`](super::Command::spawn) put together. They stay together:
/// the proof that this process has ended is what its pending responses are read with.
#[derive(Debug)]
pub(crate) struct WorkerProcess {
    child: ChildProcess,
    control: ParentControl,
}

impl WorkerProcess {
    /// The process that has the worker's side of `control`.
    pub(super) fn new(child: ChildProcess, control: ParentControl) -> Self {
        Self { child, control }
    }

    /// The parent's side of its control block.
    #[inline]
    pub(crate) fn control(&self) -> &ParentControl {
        &self.control
    }

    /// As of [`ChildProcess::wait`].
    pub(crate) fn wait(&mut self, patience: Duration) -> Option<Exit> {
        self.child.wait(patience)
    }

    /// As of [`ChildProcess::try_wait`].
    pub(crate) fn try_wait(&mut self) -> Option<Exit> {
        self.child.try_wait()
    }

    /// As of [`ChildProcess::kill`].
    pub(crate) fn kill(&mut self) -> Option<Exit> {
        self.child.kill()
    }

    /// Its responses that have not reached the socket. `received` is the number of bytes that are known of all.
    pub(crate) fn unsent(&self, received: u64) -> Vec<u8> {
        match self.child.ended() {
            Some(ended) => self.control.unsent(ended, received),
            None => self.control.ready(received),
        }
    }
}

/// Not mutably: one process must not take the place of another.
impl Deref for WorkerProcess {
    type Target = ChildProcess;

    fn deref(&self) -> &ChildProcess {
        &self.child
    }
}

#[cfg(test)]
#[path = "worker_process_tests.rs"]
mod tests;

//! A worker that is a process on this machine.

use super::capture::Capture;
use crate::sys::{Backoff, WorkerProcess};
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// A process with its socket and its control block.
#[derive(Debug)]
pub(crate) struct Process {
    pub(super) child: WorkerProcess,
    pub(super) socket: OwnedFd,
    /// Closed by the kernel when this process ends, which ends the worker. Dropped after its end, or to end it.
    pub(super) lifeline: Option<OwnedFd>,
    /// What it writes to its standard error, where that is kept.
    pub(super) stderr: Option<Arc<Capture>>,
    /// Bytes of address space that it may have.
    pub(super) memory_limit: Option<u64>,
    pub(super) channel: Channel,
}

/// What is known of the socket.
#[derive(Debug, Default)]
pub(crate) struct Channel {
    pub(super) sending: Backoff,
    pub(super) receiving: Backoff,
    /// Why nothing can be sent any more, if so.
    pub(super) cut: Option<io::Error>,
}

impl Process {
    pub(crate) fn pid(&self) -> u32 {
        self.child.id().as_raw_nonzero().get().unsigned_abs()
    }
}

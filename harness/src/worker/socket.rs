//! The worker's end of its connection.

use crate::wire::{FrameReader, ReceiveStatus, send_all};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// A blocking stream to the parent.
#[derive(Debug)]
pub(crate) enum Socket {
    Os(OwnedFd),
    /// To a parent in the same thread, for a simulation.
    #[cfg(all(test, feature = "bincode"))]
    Simulated(crate::simulation::WorkerEnd),
}

impl Socket {
    /// Waits for bytes and receives once.
    pub(super) fn receive(&self, frames: &mut FrameReader) -> io::Result<ReceiveStatus> {
        match self {
            Self::Os(socket) => frames.wait_and_receive(socket.as_fd()),
            #[cfg(all(test, feature = "bincode"))]
            Self::Simulated(end) => end.receive(frames),
        }
    }

    /// Sends all of the bytes, however long that takes.
    pub(super) fn send_all(&self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Os(socket) => send_all(socket, bytes),
            #[cfg(all(test, feature = "bincode"))]
            Self::Simulated(end) => end.send_all(bytes),
        }
    }
}

/// What becomes readable when there is something to receive.
impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Os(socket) => socket.as_fd(),
            #[cfg(all(test, feature = "bincode"))]
            Self::Simulated(end) => end.as_fd(),
        }
    }
}

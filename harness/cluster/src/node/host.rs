//! What starts workers, and what the seats of a node ask of one. These are processes, unless the node is simulated.

use wirecheck::Error;
use wirecheck::cluster::{HostedWorker, MemoryChannel, SeatCommand, WorkerHost};

/// Starts workers.
pub(crate) trait Host: Sized {
    type Worker: Worker;

    /// One that starts them as a caller has asked for.
    ///
    /// # Errors
    /// When that is not possible.
    fn with(&self, setup: &[u8]) -> Result<Self, Error>;

    /// # Errors
    /// When that is not possible.
    fn start(&self) -> Result<Self::Worker, Error>;
}

/// A worker.
pub(crate) trait Worker {
    /// Gives it bytes. Returns how many it has taken, or `None` if it takes no more.
    fn write(&mut self, bytes: &[u8]) -> Option<usize>;
    fn command(&mut self, command: SeatCommand);
    fn kill(&mut self);
    /// Over which it gets the memory of `Shared` values.
    fn memory(&self) -> Option<&MemoryChannel>;
}

impl Host for WorkerHost {
    type Worker = HostedWorker;

    fn with(&self, setup: &[u8]) -> Result<Self, Error> {
        Self::with(self, setup)
    }

    fn start(&self) -> Result<HostedWorker, Error> {
        Self::start(self)
    }
}

impl Worker for HostedWorker {
    fn write(&mut self, bytes: &[u8]) -> Option<usize> {
        Self::write(self, bytes)
    }

    fn command(&mut self, command: SeatCommand) {
        Self::command(self, command);
    }

    fn kill(&mut self) {
        Self::kill(self);
    }

    fn memory(&self) -> Option<&MemoryChannel> {
        Self::memory(self)
    }
}

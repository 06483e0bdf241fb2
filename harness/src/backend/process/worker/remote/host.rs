//! What carries the byte streams and orders of workers to the nodes.

use super::memory::{MemoryChannel, SharedMemory};
use super::messages::SeatCommand;
use super::status::SeatStatus;
use crate::backend::process::worker::DeadTask;
use crate::wire::ProgramNumbers;
use std::fmt::Debug;
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// Carries the byte streams and the orders of seats to nodes, and what becomes of them back.
///
/// No method blocks.
pub trait SeatHost: Debug + Send + Sync + 'static {
    /// The program that workers must be of: that of the caller, or one that it stands in for.
    fn program(&self) -> ProgramNumbers;

    /// Whether there is any node whose workers are of this build.
    fn has_nodes(&self) -> bool;

    /// Keeps a task whose workers have died in all of its attempts, if that is wanted.
    fn keep_dead_task(&self, _: DeadTask) {}

    /// How many answers came from nodes after they were given up.
    fn late_answers(&self) -> u64 {
        0
    }

    /// Opens a seat, now or when a node has a place. What becomes of it is told to its status.
    fn open(&self, seat: NewSeat);

    /// Passes an order to the worker of a seat. Orders arrive in the order of the calls, and a seat that is gone takes none.
    fn command(&self, seat: u64, command: SeatCommand);

    /// The worker of a seat is to get this memory, up to what is written of it by now. That is called before bytes that refer to it are
    /// written to the stream of the seat. With `is_awaited`, the worker waits for it when it reads these bytes: once it has it, or is
    /// told that there is none, [`SeatStatus::memory_came`] is to be called. Otherwise it has that memory, which has grown.
    fn share(&self, seat: u64, memory: SharedMemory, is_awaited: bool);

    /// Nobody asks for this seat any more. A worker that is left is killed.
    fn release(&self, seat: u64);
}

/// A seat that is to be opened.
#[derive(Debug)]
pub struct NewSeat {
    /// Its number, which no other seat of this process has.
    pub number: u64,
    /// What the worker is sent is read from here, and what it answers is written here. The end of what comes is to be passed on to
    /// the worker. When the worker has ended, all of its answers are to be written before [`SeatStatus::ended`] is called, and
    /// this is to be dropped after it.
    pub stream: OwnedFd,
    /// Over which memory of `Shared` values in results is handed over. What is announced in the stream has to be there before the bytes
    /// that announce it.
    pub memory: MemoryChannel,
    /// What is known of its worker.
    pub status: Arc<SeatStatus>,
    /// How its worker is to be started, for [`WorkerHost::with`](super::WorkerHost::with).
    pub setup: Arc<[u8]>,
}

//! What the crate `wirecheck-cluster` docks at. Not public API: it changes with that crate.

pub use crate::backend::{
    DeadTask, EncodedTask, GrowingMemory, HostedWorker, InputEncoder, KillIf, MemoryChannel, MemoryCopy,
    NewMemory, NewSeat, Program, ProgramFile, RemotePool, SeatCommand, SeatEnd, SeatHost, SeatReport,
    SeatStatus, SharedBytes, SharedMemory, TaskId, WorkerHost, WorkerMemory, WorkerProtocol, decode_error,
    decode_result, encode_error, glibc_version,
};
use crate::error::{Error, Exit, Kind};
pub use crate::wire::ProgramNumbers;
use std::fmt::{Debug, Display};
use std::sync::Arc;

/// A connection that the cells of a matrix run on.
pub trait ClusterNodes: Debug + Send + Sync {
    /// What carries their seats.
    fn host(&self) -> Arc<dyn SeatHost>;

    /// How many workers there is room for now.
    fn places(&self) -> usize;
}

/// The request cannot be met as it was made.
pub fn refused(message: impl Into<String>) -> Error {
    Error::refused(message)
}

/// What a cluster needs could not be started or reached.
pub fn not_started(message: impl Into<String>) -> Error {
    Error::start(message)
}

/// The operating system or the network refused something.
pub fn system(message: impl Display, source: std::io::Error) -> Error {
    Error::new(Kind::System { message: format!("{message}: {source}"), source })
}

/// A task was ended before it had a result.
pub fn cancelled(task: &str, index: u64) -> Error {
    Error::new(Kind::Cancelled).at(task, index)
}

/// The node that has had a task is lost, and the task may have run there.
pub fn lost(node: &str, task: &str, index: u64) -> Error {
    Error::new(Kind::Lost { node: node.to_owned() }).at(task, index)
}

/// The same error again, for another task.
pub fn repeated(error: &Error, task: &str, index: u64) -> Error {
    error.repeated().at(task, index)
}

/// Whether a task that failed so has lost its worker, so that it may be tried again.
pub fn has_lost_worker(error: &Error) -> bool {
    error.is_lost() || error.exit().is_some_and(|exit| exit != Exit::Alive)
}

//! What the crate `wirecheck-cluster` docks at. Not public API: it changes with that crate.

pub use crate::backend::{
    GrowingMemory, HostedWorker, KillIf, MemoryChannel, MemoryCopy, NewMemory, NewSeat, Program, ProgramFile,
    RemotePool, SeatCommand, SeatEnd, SeatHost, SeatReport, SeatStatus, SharedBytes, SharedMemory, TaskId,
    WorkerHost, WorkerMemory, WorkerProtocol, glibc_version,
};
use crate::error::{Error, Kind};
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

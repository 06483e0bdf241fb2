//! What `Pool` and `Spawn` have in common: worker processes, and the event loop that keeps them busy.
//!
//! ```text
//! task    a typed task as bytes, values in and out of frames
//! worker  one worker: its connection, how it starts, greets and ends
//! pool    the workers of one backend: which are idle, how many there may be
//! engine  the event loop: tasks to workers, answers to callers
//! call    `map` and its relatives; jobs  `submit` and its callbacks
//! ```
//! Each folder uses those above it only.

mod call;
mod engine;
mod jobs;
#[cfg(all(test, feature = "bincode"))]
mod peers;
mod pool;
mod task;
mod worker;

#[cfg(feature = "_cluster")]
pub(crate) use call::run_encoded;
#[cfg(feature = "_cluster")]
pub use call::{EncodedTask, InputEncoder, decode_error, decode_result, encode_error};
pub(crate) use call::{map, map_iter, map_unordered, try_map};
pub(crate) use jobs::Processes;
pub(crate) use pool::Config;
pub(crate) use task::{Admission, PreparedTask, Preparing, chunk};
#[cfg(feature = "_cluster")]
pub use worker::{
    DeadTask, GrowingMemory, HostedWorker, KillIf, MemoryChannel, MemoryCopy, NewMemory, NewSeat, Program,
    ProgramFile, SeatCommand, SeatEnd, SeatHost, SeatReport, SeatStatus, SharedBytes, SharedMemory, TaskId,
    WorkerHost, WorkerMemory, WorkerProtocol, glibc_version,
};
pub(crate) use worker::{Initializer, StartLimits};
#[cfg(feature = "_cluster")]
pub(crate) use worker::{RemoteWorker, read_setup, write_setup};

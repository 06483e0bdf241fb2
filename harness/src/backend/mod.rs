//! Backends: where tasks run. One trait, the same methods on each.

mod any;
mod batch;
mod builder;
mod chunks;
mod count;
mod fault;
mod inline;
mod job;
mod launch;
mod lifecycle;
mod line;
mod origin;
mod phases;
mod pool;
#[cfg(processes)]
mod process;
// The same names, which are never reached: no `Pool` or `Spawn` can be built.
#[cfg(not(processes))]
#[path = "no_processes.rs"]
mod process;
mod process_options;
mod process_settings;
#[cfg(all(processes, feature = "_cluster"))]
mod remote_pool;
mod shared_pool;
mod slot;
mod spawn;
mod stats;
mod stopwatch;
mod thread;
mod transfer;
mod verbs;

pub use any::AnyBackend;
pub use batch::Batch;
pub use builder::{Build, Builder, Settings};
pub use count::Workers;
pub use fault::Fault;
pub use inline::Inline;
pub use job::Job;
pub(crate) use launch::Launch;
pub use launch::{Initialized, Output};
pub use lifecycle::WorkerOutput;
pub(crate) use line::LineHook;
pub use line::{LineStream, WorkerLine};
pub use phases::{Phases, TransferTimes};
pub use pool::Pool;
#[cfg(processes)]
pub(crate) use process::write_mark;
#[cfg(all(processes, feature = "_cluster"))]
pub use process::{
    DeadTask, EncodedTask, GrowingMemory, HostedWorker, InputEncoder, KillIf, MemoryChannel, MemoryCopy,
    NewMemory, NewSeat, Program, ProgramFile, SeatCommand, SeatEnd, SeatHost, SeatLine, SeatReport,
    SeatStatus, SharedBytes, SharedMemory, TaskCounts, TaskId, WorkerCounts, WorkerHost, WorkerMemory,
    WorkerProtocol, decode_error, decode_result, encode_error, glibc_version,
};
pub use process_options::{KeptWorkers, ProcessBackend};
#[cfg(all(processes, feature = "_cluster"))]
pub use remote_pool::RemotePool;
#[cfg(feature = "bincode")]
pub use shared_pool::{shared, shared_with};
pub use spawn::Spawn;
#[cfg(feature = "bincode")]
pub use spawn::spawn;
pub use stats::{Capabilities, Stats};
pub(crate) use stopwatch::{Phase, Stopwatch};
pub use thread::Thread;
pub use transfer::Transfer;
pub(crate) use transfer::TransferSettings;
pub use verbs::Backend;

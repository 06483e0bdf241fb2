//! Backends: where tasks run. One trait, the same verbs on each.

mod any;
mod builder;
mod chunks;
mod count;
mod fault;
mod inline;
mod job;
mod lifecycle;
mod phases;
mod pool;
mod process;
mod process_options;
mod shared_pool;
mod slot;
mod spawn;
mod stopwatch;
mod thread;
mod transfer;
mod verbs;

pub use any::AnyBackend;
pub use builder::{Build, Builder, Settings};
pub use count::Workers;
pub use fault::Fault;
pub use inline::Inline;
pub use job::Job;
pub use lifecycle::WorkerOutput;
pub use phases::{Phases, TransferTimes};
pub use pool::Pool;
pub use process::{Batch, Initialized, Output};
pub use process_options::ProcessBackend;
#[cfg(feature = "bincode")]
pub use shared_pool::{shared, shared_with};
pub use spawn::Spawn;
#[cfg(feature = "bincode")]
pub use spawn::spawn;
pub(crate) use stopwatch::{Phase, Stopwatch};
pub use thread::Thread;
pub use transfer::Transfer;
pub(crate) use transfer::TransferSettings;
pub use verbs::{Backend, Capabilities, Stats};

// The first definition of a link counts: here the guide's pages are modules, and in a checkout they are files.
#![cfg_attr(
    all(doc, feature = "bincode", feature = "postcard", feature = "json", feature = "cli", feature = "trials"),
    doc = include_str!("guide/links.md")
)]
#![doc = include_str!("../README.md")]
#![cfg_attr(
    all(feature = "runtime", not(processes)),
    allow(dead_code, unused_imports, reason = "only worker processes use it, and this platform has none")
)]

// Named after the version: see there.
#[doc(hidden)]
#[path = "__private.rs"]
pub mod __private_0_1_0;
#[cfg(feature = "runtime")]
pub mod backend;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "runtime")]
mod clock;
#[cfg(all(processes, feature = "_cluster"))]
#[doc(hidden)]
pub mod cluster;
mod dual;
#[cfg(feature = "runtime")]
mod error;
pub mod format;
#[cfg(all(test, processes, feature = "bincode"))]
mod fuzz;
// What its examples use has to be there.
#[cfg(all(
    any(doc, doctest),
    feature = "bincode",
    feature = "postcard",
    feature = "json",
    feature = "cli",
    feature = "trials"
))]
pub mod guide;
#[cfg(processes)]
mod id_map;
#[cfg(feature = "matrix")]
pub mod matrix;
#[cfg(feature = "runtime")]
pub mod observe;
#[cfg(feature = "runtime")]
mod panics;
#[cfg(all(feature = "runtime", feature = "bincode"))]
pub mod pool;
mod probe;
#[cfg(feature = "runtime")]
mod progress;
#[cfg(feature = "report")]
pub mod report;
pub mod sendable;
// Next to `sys` and not within: formats can be used without the run time.
#[cfg(feature = "runtime")]
mod shared_slice;
#[cfg(all(test, processes, feature = "bincode"))]
mod simulation;
#[cfg(feature = "_lists")]
#[path = "sys/slices.rs"]
mod slices;
#[cfg(processes)]
mod sys;
#[cfg(all(feature = "runtime", not(processes)))]
#[path = "sys/other.rs"]
mod sys;
pub mod task;
#[cfg(feature = "tracing")]
pub mod trace;
#[cfg(all(processes, not(feature = "tracing")))]
#[path = "trace/off.rs"]
mod trace;
#[cfg(processes)]
mod transfer;
#[cfg(feature = "runtime")]
mod wire;
#[cfg(feature = "runtime")]
mod worker;

#[cfg(all(feature = "runtime", feature = "bincode"))]
pub use backend::spawn;
#[cfg(feature = "runtime")]
pub use backend::{
    AnyBackend, Backend, Batch, Builder, Capabilities, Fault, Inline, Job, LineStream, Output, Phases, Pool,
    Spawn, Stats, Thread, Transfer, TransferTimes, WorkerLine, WorkerOutput, Workers,
};
pub use dual::{Dual, dual};
#[cfg(feature = "runtime")]
pub use error::{Error, Exit, PanicInfo, Reason, Side};
// The formats, by name: each is a row of one list.
pub use format::types::*;
pub use format::{AnyFormat, Codec, Format};
#[cfg(feature = "runtime")]
pub use progress::Progress;
pub use sendable::Sendable;
#[cfg(feature = "runtime")]
pub use shared_slice::{Plain, Shared};
pub use task::Closure;
pub use wirecheck_derive::{Sendable, main};
#[cfg(feature = "runtime")]
pub use worker::{TaskToken, init, task_token};

//! The operating system's side: shared page, process start, inherited descriptors. The only unsafe code
//! beside the task table.
#![allow(unsafe_code, reason = "each block states the guarantee it rests on")]

mod before_main;
mod control_block;
mod fd_channel;
#[cfg_attr(
    not(feature = "_lists"),
    allow(dead_code, unused_imports, reason = "what formats without lists of plain numbers do not copy")
)]
mod fill;
mod heap;
mod inherit;
mod lifeline;
mod memory;
mod nest;
mod sealed;
mod spawn;

pub use before_main::before_main;
pub(crate) use control_block::{ControlBlock, OUTBOX, PhaseTotals, RESULT_BUFFERS, nanos};
pub(crate) use fd_channel::FdChannel;
pub(crate) use fill::Reading;
#[cfg(feature = "_lists")]
pub(crate) use fill::fill_new;
pub(crate) use heap::{keep_freed, release_freed};
pub(crate) use inherit::{Inherited, WORKER_VARIABLE, close_stdout, ignore_file_limit, inherited, is_worker};
pub(crate) use memory::{Mapping, Memory};
pub(crate) use nest::{enter_nest, nest};
pub(crate) use sealed::{Misplaced, Sealed, View, Writer};
pub(crate) use spawn::{Command, Files, Stream};

/// The running executable. The link leads to the file that was started even when another one has taken
/// its path since, as after a rebuild; a path from `args` would start that other one.
pub(crate) const EXECUTABLE: &std::ffi::CStr = c"/proc/self/exe";

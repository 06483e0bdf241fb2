//! The operating system's side: processes, shared memory, inherited descriptors. The only unsafe code besides the task table.
#![allow(unsafe_code, reason = "each block states the guarantee it rests on")]

mod backoff;
mod before_main;
mod child;
mod control_block;
#[cfg_attr(
    not(feature = "_lists"),
    allow(dead_code, unused_imports, reason = "only formats with lists of plain numbers copy them")
)]
mod copy_out;
#[cfg(all(test, feature = "bincode"))]
mod coroutine;
mod descriptors;
#[cfg_attr(
    not(feature = "_cluster"),
    allow(dead_code, reason = "only nodes of a cluster start other executables")
)]
mod executable;
mod fd_channel;
mod fork;
mod heap;
mod inherit;
#[cfg(feature = "_cluster")]
mod libc_version;
mod lifeline;
mod limits;
mod mapped_file;
mod mark;
mod nest;
mod own_end;
mod own_file;
mod sealed;
mod spare_descriptor;
mod spawn;
#[cfg(feature = "_codec")]
mod stack;
mod tripwire;
mod worker_process;

pub(crate) use backoff::{Backoff, is_passing};
pub use before_main::before_main;
pub(crate) use child::{AFTER_KILL, ChildProcess, Ended, Killer};
pub(crate) use control_block::{
    LeaseStates, NewControlBlock, PENDING, ParentControl, PhaseTotals, RESULT_BUFFERS, Running, RunningView,
    SlotLease, WorkerControl, nanos,
};
#[cfg(feature = "_lists")]
pub(crate) use copy_out::copy_to_new;
pub(crate) use copy_out::read_once;
#[cfg(all(test, feature = "bincode"))]
pub(crate) use coroutine::{Coroutine, suspend};
pub(crate) use executable::Executable;
#[cfg(feature = "_cluster")]
pub(crate) use executable::{SealedExecutable, UnsealedExecutable};
pub(crate) use fd_channel::{FdChannel, FdMessage, Refused};
pub(crate) use fork::{Generation, end_fork_of_worker, serve_here};
pub(crate) use heap::{keep_freed, release_freed};
pub(crate) use inherit::{Channel, Start, close_stdout, ignore_file_limit, is_worker, start};
#[cfg(feature = "_cluster")]
pub(crate) use libc_version::glibc_version;
pub(crate) use limits::{Limits, file_mode_mask, is_memory_limited, limit, set_file_mode_mask};
pub(crate) use mapped_file::{MappedFile, Mapping};
pub(crate) use mark::WORKER_VARIABLE;
pub(crate) use nest::{enter_nest, nest};
pub(crate) use own_end::end_within;
pub(crate) use own_file::other_executable;
pub(crate) use sealed::{SealedMemory, SealedView, SealedWriter, ViewError};
pub(crate) use spare_descriptor::SpareDescriptor;
pub(crate) use spawn::{Command, Files, SpawnError, Stream};
#[cfg(feature = "_codec")]
pub(crate) use stack::is_short_of_stack;
pub(crate) use tripwire::{TRIPPED, arm as arm_tripwire};
pub(crate) use worker_process::WorkerProcess;

/// The running executable. The link leads to the file that was started even when another one has taken
/// its path since, as after a rebuild; a path from `args` would start that other one.
pub(crate) const EXECUTABLE: &std::ffi::CStr = c"/proc/self/exe";

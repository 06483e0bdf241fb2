//! The control block: a page of memory that a worker shares with its parent.
//!
//! It says what the worker is running, and holds the responses that the worker has not sent yet. When a worker dies, its
//! own memory is gone, and so would be the responses it had collected for one large write. They are collected here
//! instead: a death costs the task that was running and no other.
//!
//! Three types reach it, so that each byte has one owner:
//!
//! ```text
//! WorkerControl   one per block, in the worker   writes the pending responses, notes what runs
//! ParentControl   one per block, in the parent   sets flags, reads what runs; reads pending responses
//! LeaseStates     any number, on both sides      who has which result buffer
//! ```
//! All fields but the pending responses are atomics. The pending responses are plain bytes: only `WorkerControl` writes
//! them. `ParentControl` reads them with the proof that the worker has ended ([`Ended`](super::Ended)), or while it has the
//! `pending_lock`: the worker then only appends, and does not write to what is there.
//!
//! The parent reads those of a worker that lives when they wait behind a task that takes long. It notes how far it has read,
//! and passes over these bytes when they come through the socket as well.

mod layout;
mod leases;
mod parent;
mod worker;

pub(crate) use layout::{PENDING, PhaseTotals, RESULT_BUFFERS, nanos};
pub(crate) use leases::{LeaseStates, SlotLease};
pub(crate) use parent::{ParentControl, Running, RunningView};
pub(crate) use worker::WorkerControl;

use super::mapped_file::check_size;
use layout::{BlockMapping, Layout, MAGIC};
use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, ftruncate, memfd_create};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// Bytes of the file.
pub(super) const BLOCK_BYTES: usize = size_of::<Layout>();

/// A block that no worker has yet. [`Command::spawn`](super::Command::spawn) hands it to exactly one.
#[derive(Debug)]
pub(crate) struct NewControlBlock {
    mapping: Arc<BlockMapping>,
    file: OwnedFd,
}

impl NewControlBlock {
    /// Makes a block, all zero. It has no name that could be left behind.
    pub(crate) fn create() -> io::Result<Self> {
        let file = memfd_create("wirecheck", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?;
        check_size(size_of::<Layout>() as u64)?;
        ftruncate(&file, size_of::<Layout>() as u64)?;
        fcntl_add_seals(&file, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)?;
        let mapping = Arc::new(BlockMapping::of(file.as_fd())?);
        mapping.atomics().magic.store(MAGIC, Ordering::Release);
        Ok(Self { mapping, file })
    }

    /// The parent's side, and the file to hand to the worker.
    pub(super) fn split(self) -> (ParentControl, OwnedFd) {
        (ParentControl::new(self.mapping), self.file)
    }

    /// Both sides in one process, without a file.
    #[cfg(all(test, feature = "bincode"))]
    pub(crate) fn simulated() -> io::Result<(ParentControl, WorkerControl)> {
        let mapping = Arc::new(BlockMapping::anonymous()?);
        Ok((ParentControl::new(Arc::clone(&mapping)), WorkerControl::simulated(mapping)))
    }

    /// Both sides in one process.
    #[cfg(test)]
    pub(crate) fn both_sides(self) -> (ParentControl, WorkerControl) {
        let (parent, file) = self.split();
        (parent, WorkerControl::open(&file).expect("a block without a worker"))
    }
}

#[cfg(test)]
#[path = "control_block_tests.rs"]
mod tests;

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
//! ParentControl   one per block, in the parent   sets flags, reads what runs; reads the pending responses of a dead worker
//! LeaseStates     any number, on both sides      who has which result buffer
//! ```
//! All fields but the pending responses are atomics. The pending responses are plain bytes: only `WorkerControl` writes
//! them, and `ParentControl` reads them only with the proof that the worker has ended ([`Ended`](super::Ended)).

mod leases;
mod parent;
mod worker;

pub(crate) use leases::{LeaseStates, SlotLease};
pub(crate) use parent::ParentControl;
pub(crate) use worker::WorkerControl;

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, ftruncate, memfd_create};
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// Bytes for pending responses.
pub(crate) const PENDING: usize = 64 * 1024;

/// Result buffers that a worker may have.
pub(crate) const RESULT_BUFFERS: usize = 8;

/// Calls that can be marked as cancelled at a time.
const CANCELLED_CALLS: usize = 64;

/// Says that this is a control block, of this layout. Change the last digit with the layout.
const MAGIC: u64 = u64::from_le_bytes(*b"wirectl3");

/// What both sides may touch at any time.
#[repr(C)]
struct Atomics {
    /// Index of the running task plus one; 0 is none.
    running: AtomicU64,
    running_call: AtomicU32,
    /// Not 0 when the worker is to record when tasks start.
    timed: AtomicU32,
    /// Not 0 when the worker is to record where its time goes.
    traced: AtomicU32,
    /// The number of the fault to inject, and the task to inject it at.
    fault: AtomicU32,
    fault_at: AtomicU64,
    /// Nanoseconds spent on writing results, moving them, reading inputs.
    moving: [AtomicU64; 3],
    /// Nanoseconds spent in the tasks themselves.
    compute: AtomicU64,
    /// Peak memory of the worker, in bytes.
    peak: AtomicU64,
    /// When the running task started, in nanoseconds of the monotonic clock, which all processes share.
    started: AtomicU64,
    /// The first tasks, up to this number, are to be answered without running them.
    cancelled: AtomicU64,
    /// How many entries of the next field are set.
    cancelled_calls: AtomicU32,
    /// Calls whose tasks are to be answered without running them; 0 is none.
    cancelled_call: [AtomicU32; CANCELLED_CALLS],
    /// Who has each result buffer; see [`LeaseStates`].
    leases: [AtomicU32; RESULT_BUFFERS],
    /// Counts buffers that were returned.
    returned: AtomicU32,
    /// Whether the worker waits for one.
    waiting: AtomicU32,
    /// Bytes that went to the socket before the pending ones.
    base: AtomicU64,
    /// Bytes of pending responses: whole frames.
    pending_len: AtomicU64,
    /// [`MAGIC`].
    magic: AtomicU64,
    /// Not 0 once the block has its `WorkerControl`.
    has_worker: AtomicU32,
}

/// The block in memory. There is never a reference to all of it: only to `atomics`, and to bytes of `pending` that nobody
/// writes meanwhile.
#[repr(C)]
struct Layout {
    atomics: Atomics,
    pending: [u8; PENDING],
}

/// The mapping of one block, kept by everything that reaches it.
#[derive(Debug)]
struct BlockMapping {
    at: NonNull<Layout>,
}

// SAFETY: a mapping is not tied to a thread. It gives out atomics and an address; who uses the address says why it may.
unsafe impl Send for BlockMapping {}
// SAFETY: as above.
unsafe impl Sync for BlockMapping {}

impl BlockMapping {
    /// Maps a file of exactly the size of a block.
    fn of(file: BorrowedFd<'_>) -> io::Result<Self> {
        let size = rustix::fs::fstat(file)?.st_size;
        if usize::try_from(size) != Ok(size_of::<Layout>()) {
            return Err(io::Error::other("the control block has another size"));
        }
        // Access behind the end of a file is a signal: nobody may cut it.
        if !fcntl_get_seals(file)?.contains(SealFlags::SHRINK) {
            return Err(io::Error::other("the control block may shrink"));
        }
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: no address is asked for, so no existing mapping is replaced. The file is as long as the mapping, and
        // sealed against shrinking (both checked above), so access does not fault.
        let at = unsafe {
            mmap(std::ptr::null_mut(), size_of::<Layout>(), protection, MapFlags::SHARED, file, 0)
        }?;
        let at = NonNull::new(at.cast()).ok_or_else(|| io::Error::other("mapped at address 0"))?;
        Ok(Self { at })
    }

    #[inline]
    fn atomics(&self) -> &Atomics {
        // SAFETY: the mapping is as long as `Layout`, which begins with `Atomics`, so the cast stays within it. It is
        // page-aligned and lives until `drop`. Any bytes are valid atomics. What is written to these bytes, by either
        // process, is written through atomics: this file is the only one that knows the layout, and both processes run the
        // same executable (see `wire::handshake`).
        unsafe { self.at.cast::<Atomics>().as_ref() }
    }

    /// The address of the [`PENDING`] bytes for pending responses.
    #[inline]
    fn pending(&self) -> NonNull<u8> {
        const OFFSET: usize = std::mem::offset_of!(Layout, pending);
        // SAFETY: the offset is that of a field, so it is within the mapping.
        unsafe { self.at.cast::<u8>().add(OFFSET) }
    }
}

impl Drop for BlockMapping {
    fn drop(&mut self) {
        // SAFETY: the mapping was made by `of` with this address and size. Whoever uses it keeps `self`, so no borrow of it
        // is left.
        let unmapped = unsafe { munmap(self.at.as_ptr().cast(), size_of::<Layout>()) };
        debug_assert!(unmapped.is_ok());
    }
}

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

    /// Both sides in one process.
    #[cfg(test)]
    pub(crate) fn both_sides(self) -> (ParentControl, WorkerControl) {
        let (parent, file) = self.split();
        (parent, WorkerControl::open(&file).expect("a block without a worker"))
    }
}

/// Where a worker's time went, in nanoseconds, and the most memory it had, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PhaseTotals {
    /// Writing results, moving them, reading inputs.
    pub(crate) moving: [u64; 3],
    /// The tasks themselves.
    pub(crate) compute: u64,
    pub(crate) peak: u64,
}

/// A time as [`PhaseTotals`] has it.
pub(crate) fn nanos(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

fn monotonic() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    // Neither is negative: the clock starts at 0.
    now.tv_sec.unsigned_abs() * 1_000_000_000 + now.tv_nsec.unsigned_abs()
}

#[cfg(test)]
#[path = "control_block_tests.rs"]
mod tests;

//! What is where in a control block, and its mapping.

use crate::sys::Generation;
use rustix::fs::{SealFlags, fcntl_get_seals};
use rustix::io::Errno;
use rustix::mm::{MapFlags, ProtFlags, mmap, munmap};
use rustix::thread::futex;
use std::io;
use std::os::fd::BorrowedFd;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, AtomicU64};
use std::time::Duration;

/// Bytes for pending responses.
pub(crate) const PENDING: usize = 64 * 1024;

/// Result buffers that a worker may have.
pub(crate) const RESULT_BUFFERS: usize = 8;

/// Calls that can be marked as cancelled at a time.
pub(super) const CANCELLED_CALLS: usize = 64;

/// The worker takes no more tasks.
pub(super) const ENDING: u32 = 2;

/// Says that this is a control block, of this layout. Change the last digit with the layout.
pub(super) const MAGIC: u64 = u64::from_le_bytes(*b"wirectl5");

/// Who has the pending responses. The worker may append to them at any time; a lock is needed to start anew, and to read.
pub(super) mod pending_lock {
    /// Nobody: the worker only appends.
    pub(crate) const FREE: u32 = 0;
    /// The parent reads what is there. The worker may append, and not start anew.
    pub(crate) const READ: u32 = 1;
    /// As `READ`, and the worker waits for the end of that.
    pub(crate) const AWAITED: u32 = 2;
    /// The worker starts anew.
    pub(crate) const RENEWED: u32 = 3;
}

/// What both sides may touch at any time.
#[repr(C)]
pub(super) struct Atomics {
    /// Index of the running task plus one; 0 is none.
    pub(super) running: AtomicU64,
    pub(super) running_call: AtomicU32,
    /// How many tasks have begun, of those that came, with the skipped ones before the last of them.
    pub(super) begun: AtomicU64,
    /// How many of them have failed: a panic, or a value that could not be read or written.
    pub(super) failed: AtomicU64,
    /// The pipes in which the worker is to mark where tasks end, by their inodes: of its standard output and error. 0 is none.
    pub(super) marked: [AtomicU64; 2],
    /// Not 0 when the worker is to record when tasks start.
    pub(super) timed: AtomicU32,
    /// Not 0 when the worker is to record where its time goes.
    pub(super) traced: AtomicU32,
    /// Not 0 when the worker is to record how long it works for what comes together.
    pub(super) clocked: AtomicU32,
    /// The number of the fault to inject, and the task to inject it at.
    pub(super) fault: AtomicU32,
    pub(super) fault_at: AtomicU64,
    /// Nanoseconds spent on writing results, moving them, reading inputs.
    pub(super) moving: [AtomicU64; 3],
    /// Nanoseconds spent in the tasks themselves.
    pub(super) compute: AtomicU64,
    /// Nanoseconds from when tasks were read to when their answers were sent.
    pub(super) worked: AtomicU64,
    /// Peak memory of the worker, in bytes.
    pub(super) peak: AtomicU64,
    /// When the running task started, in nanoseconds of the monotonic clock, which all processes share.
    pub(super) started: AtomicU64,
    /// The first tasks, up to this number, are to be answered without running them.
    pub(super) cancelled: AtomicU64,
    /// How many entries of the next field are set.
    pub(super) cancelled_calls: AtomicU32,
    /// Calls whose tasks are to be answered without running them; 0 is none.
    pub(super) cancelled_call: [AtomicU32; CANCELLED_CALLS],
    /// Who has each result buffer; see [`LeaseStates`](super::LeaseStates).
    pub(super) leases: [AtomicU32; RESULT_BUFFERS],
    /// Counts buffers that were returned.
    pub(super) returned: AtomicU32,
    /// Whether the worker waits for one.
    pub(super) waiting: AtomicU32,
    /// Bytes that went to the socket before the pending ones.
    pub(super) base: AtomicU64,
    /// Bytes of pending responses: whole frames.
    pub(super) pending_len: AtomicU64,
    /// Who has the pending responses, as in [`pending_lock`].
    pub(super) pending_lock: AtomicU32,
    /// [`MAGIC`].
    pub(super) magic: AtomicU64,
    /// Not 0 once the block has its `WorkerControl`; [`ENDING`] once that worker is about to end.
    pub(super) has_worker: AtomicU32,
}

/// The block in memory. There is never a reference to all of it: only to `atomics`, and to bytes of `pending` that nobody
/// writes meanwhile.
#[repr(C)]
pub(super) struct Layout {
    atomics: Atomics,
    pending: [u8; PENDING],
}

/// The mapping of one block, kept by everything that reaches it.
#[derive(Debug)]
pub(super) struct BlockMapping {
    pub(super) at: NonNull<Layout>,
    /// In which process it was mapped.
    owner: Generation,
}

// SAFETY: a mapping is not tied to a thread. It gives out atomics and an address; who uses the address says why it may.
unsafe impl Send for BlockMapping {}
// SAFETY: as above.
unsafe impl Sync for BlockMapping {}

impl BlockMapping {
    /// Maps a file of exactly the size of a block.
    pub(super) fn of(file: BorrowedFd<'_>) -> io::Result<Self> {
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
        Ok(Self { at, owner: Generation::current() })
    }

    /// Whether this process mapped it, and not the one that it was forked from.
    pub(super) fn is_of_this_process(&self) -> bool {
        self.owner.is_current()
    }

    /// Memory without a file, for a simulation.
    #[cfg(all(test, feature = "bincode"))]
    pub(super) fn anonymous() -> io::Result<Self> {
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: no address is asked for, so no existing mapping is replaced, and there is no file that could be cut.
        let at = unsafe {
            rustix::mm::mmap_anonymous(
                std::ptr::null_mut(),
                size_of::<Layout>(),
                protection,
                MapFlags::PRIVATE,
            )
        }?;
        let at = NonNull::new(at.cast()).ok_or_else(|| io::Error::other("mapped at address 0"))?;
        Ok(Self { at, owner: Generation::current() })
    }

    #[inline]
    pub(super) fn atomics(&self) -> &Atomics {
        // SAFETY: the mapping is as long as `Layout`, which begins with `Atomics`, so the cast stays within it. It is
        // page-aligned and lives until `drop`. Any bytes are valid atomics. What is written to these bytes, by either
        // process, is written through atomics: nothing else in this crate knows the address, and both processes run the same
        // executable (see `wire::handshake`).
        unsafe { self.at.cast::<Atomics>().as_ref() }
    }

    /// The address of the [`PENDING`] bytes for pending responses.
    #[inline]
    pub(super) fn pending(&self) -> NonNull<u8> {
        const OFFSET: usize = std::mem::offset_of!(Layout, pending);
        // SAFETY: the offset is that of a field, so it is within the mapping.
        unsafe { self.at.cast::<u8>().add(OFFSET) }
    }
}

impl Drop for BlockMapping {
    fn drop(&mut self) {
        // If the kernel refuses, it stays until the process ends.
        // SAFETY: the mapping was made by `of` with this address and size. Whoever uses it keeps `self`, so no borrow of it
        // is left.
        let _ = unsafe { munmap(self.at.as_ptr().cast(), size_of::<Layout>()) };
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

/// Waits until `word` is woken or has another value. It may return sooner.
pub(super) fn wait_while(word: &AtomicU32, value: u32) {
    match futex::wait(word, futex::Flags::empty(), value, None) {
        Ok(()) | Err(Errno::AGAIN | Errno::INTR) => {}
        // Where the kernel does not let this process wait, it looks from time to time.
        Err(_) => std::thread::sleep(Duration::from_millis(1)),
    }
}

/// Wakes what waits for `word`.
pub(super) fn wake(word: &AtomicU32) {
    // What is not woken looks again only where it cannot wait either; there this fails too.
    let _ = futex::wake(word, futex::Flags::empty(), 1);
}

pub(super) fn monotonic() -> u64 {
    if let Some(nanos) = crate::clock::simulated_nanos() {
        return nanos;
    }
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    // Neither is negative: the clock starts at 0.
    now.tv_sec.unsigned_abs() * 1_000_000_000 + now.tv_nsec.unsigned_abs()
}

//! The page a worker shares with its parent: what it is running, and the answers it has not sent yet.
//!
//! When a worker dies its memory is gone, and so would be the answers it had collected for one large
//! write. They are collected here instead, so that a death costs the task that was running and no other.
//! Only the worker writes (but for what is `cancelled`, `unwanted` or given back); the parent reads the outbox only once the worker is dead.

use rustix::fs::{MemfdFlags, ftruncate, memfd_create};
use rustix::mm::{MapFlags, MremapFlags, ProtFlags, mmap, mremap, munmap};
use rustix::thread::futex;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

/// Bytes of the outbox.
pub(crate) const OUTBOX: usize = 64 * 1024;

/// Memories with a result that a worker may have lent to its parent at a time.
pub(crate) const RESULT_BUFFERS: usize = 8;

/// The worker has it.
const HERE: u32 = 0;
/// The parent has it.
const LENT: u32 = 1;
/// The parent has it for good.
const KEPT: u32 = 2;

/// Calls that can be marked as unwanted at a time.
const UNWANTED: usize = 64;

#[repr(C)]
struct Shared {
    /// Index of the running task plus one; 0 is none.
    running: AtomicU64,
    running_call: AtomicU32,
    /// Not 0 when the worker is to write down when tasks start.
    timed: AtomicU32,
    /// Not 0 when it is to write down where its time goes.
    traced: AtomicU32,
    /// What is to go wrong, by its number, and at which task.
    fault: AtomicU32,
    fault_at: AtomicU64,
    /// Nanoseconds that it spent writing results, moving them, reading inputs.
    moving: [AtomicU64; 3],
    /// Nanoseconds of the tasks themselves.
    compute: AtomicU64,
    /// The most memory it had, in bytes.
    peak: AtomicU64,
    /// When the running task started, in nanoseconds of the monotonic clock, which all processes share.
    started: AtomicU64,
    /// So many of the tasks sent so far are to be answered without running them.
    cancelled: AtomicU64,
    /// How many of the next are set.
    unwanted_calls: AtomicU32,
    /// Calls whose tasks are to be answered without running them; 0 is none.
    unwanted: [AtomicU32; UNWANTED],
    /// What became of the memories for results: `HERE`, `LENT` or `KEPT`.
    lent: [AtomicU32; RESULT_BUFFERS],
    /// Counts those that came back.
    returned: AtomicU32,
    /// Whether the worker waits for one.
    waiting: AtomicU32,
    /// Bytes that went to the socket before what is in the outbox now.
    base: AtomicU64,
    /// Bytes in the outbox that are whole frames.
    len: AtomicU64,
    outbox: [std::cell::UnsafeCell<u8>; OUTBOX],
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

/// A mapping of the shared page.
#[derive(Debug)]
pub(crate) struct ControlBlock {
    shared: NonNull<Shared>,
}

// SAFETY: the mapping is not tied to a thread; all fields are atomics but the outbox, which is written
// through `&mut self` only.
unsafe impl Send for ControlBlock {}
// SAFETY: what takes `&self` touches atomics, and of the outbox what is not written any more (see `outbox`).
unsafe impl Sync for ControlBlock {}

impl ControlBlock {
    /// Makes a page, and the descriptor to hand to the worker. It has no name that could be left behind.
    pub(crate) fn create() -> io::Result<(Self, OwnedFd)> {
        let fd = memfd_create("wirecheck", MemfdFlags::CLOEXEC)?;
        ftruncate(&fd, size_of::<Shared>() as u64)?;
        Ok((Self::map(fd.as_fd())?, fd))
    }

    /// Maps a page that the parent made.
    pub(crate) fn map(fd: BorrowedFd<'_>) -> io::Result<Self> {
        let size = rustix::fs::fstat(fd)?.st_size;
        if usize::try_from(size) != Ok(size_of::<Shared>()) {
            return Err(io::Error::other("the shared page has another size"));
        }
        // SAFETY: no address is asked for, so no existing mapping is replaced; the file is at least as
        // long as the mapping (checked above), so access does not fault.
        let address = unsafe {
            mmap(
                std::ptr::null_mut(),
                size_of::<Shared>(),
                ProtFlags::READ | ProtFlags::WRITE,
                MapFlags::SHARED,
                fd,
                0,
            )
        }?;
        let shared = NonNull::new(address.cast()).ok_or_else(|| io::Error::other("mapped at address 0"))?;
        Ok(Self { shared })
    }

    /// A second view of the same page.
    pub(crate) fn again(&self) -> io::Result<Self> {
        // SAFETY: an old size of 0 makes a second mapping of the shared pages and leaves the first as it is.
        let address =
            unsafe { mremap(self.shared.as_ptr().cast(), 0, size_of::<Shared>(), MremapFlags::MAYMOVE) }?;
        let shared = NonNull::new(address.cast()).ok_or_else(|| io::Error::other("mapped at address 0"))?;
        Ok(Self { shared })
    }

    #[inline]
    fn shared(&self) -> &Shared {
        // SAFETY: the mapping is page-aligned, as long as `Shared` and lives until `drop`; a fresh memfd
        // is all zeroes, which is a valid value of every field.
        unsafe { self.shared.as_ref() }
    }

    // The worker's side.

    #[inline]
    pub(crate) fn start(&self, call: u32, index: u64) {
        let shared = self.shared();
        shared.running_call.store(call, Ordering::Relaxed);
        shared.running.store(index.wrapping_add(1), Ordering::Release);
    }

    #[inline]
    pub(crate) fn end(&self) {
        self.shared().running.store(0, Ordering::Release);
    }

    /// Notes the time at which the running task starts.
    pub(crate) fn stamp(&self) {
        self.shared().started.store(monotonic(), Ordering::Release);
    }

    /// Whether the parent wants to know when tasks start.
    #[inline]
    pub(crate) fn is_timed(&self) -> bool {
        self.shared().timed.load(Ordering::Relaxed) != 0
    }

    /// Whether the parent wants to know where the time goes.
    #[inline]
    pub(crate) fn is_traced(&self) -> bool {
        self.shared().traced.load(Ordering::Relaxed) != 0
    }

    /// The number of what is to go wrong, and at which task; 0 is nothing.
    #[inline]
    pub(crate) fn fault(&self) -> (u32, u64) {
        let shared = self.shared();
        (shared.fault.load(Ordering::Acquire), shared.fault_at.load(Ordering::Relaxed))
    }

    /// Adds to what was spent; the peak is the highest there was.
    pub(crate) fn spend(&self, more: PhaseTotals) {
        let shared = self.shared();
        for (sum, more) in shared.moving.iter().zip(more.moving) {
            sum.fetch_add(more, Ordering::Relaxed);
        }
        shared.compute.fetch_add(more.compute, Ordering::Relaxed);
        shared.peak.fetch_max(more.peak, Ordering::Relaxed);
    }

    /// Whether no task of this call is wanted any more.
    #[inline]
    pub(crate) fn is_unwanted(&self, call: u32) -> bool {
        let shared = self.shared();
        shared.unwanted_calls.load(Ordering::Relaxed) > 0
            && shared.unwanted.iter().any(|unwanted| unwanted.load(Ordering::Relaxed) == call)
    }

    /// Whether the task that came as number `count`, counted from 1, is not wanted any more.
    #[inline]
    pub(crate) fn is_cancelled(&self, count: u64) -> bool {
        count <= self.shared().cancelled.load(Ordering::Relaxed)
    }

    /// Marks a memory as lent to the parent.
    pub(crate) fn lend(&self, slot: usize) {
        if let Some(lent) = self.shared().lent.get(slot) {
            lent.store(LENT, Ordering::Release);
        }
    }

    /// Whether the parent does not have it, for now or for good.
    pub(crate) fn is_here(&self, slot: usize) -> bool {
        self.shared().lent.get(slot).is_some_and(|lent| lent.load(Ordering::Acquire) == HERE)
    }

    /// Whether the parent took it for good; asked once, the place is free for another one.
    pub(crate) fn was_kept(&self, slot: usize) -> bool {
        let swap = |lent: &AtomicU32| lent.compare_exchange(KEPT, HERE, Ordering::AcqRel, Ordering::Acquire);
        self.shared().lent.get(slot).is_some_and(|lent| swap(lent).is_ok())
    }

    /// Waits until a memory comes back, unless `is_free` finds one.
    pub(crate) fn wait_for_return(&self, mut is_free: impl FnMut() -> bool) {
        let shared = self.shared();
        shared.waiting.store(1, Ordering::SeqCst);
        loop {
            let seen = shared.returned.load(Ordering::SeqCst);
            if is_free() {
                break;
            }
            // Woken up for nothing, or interrupted: looked at again. A parent that is gone ends this process.
            let _ = futex::wait(&shared.returned, futex::Flags::empty(), seen, None);
        }
        shared.waiting.store(0, Ordering::SeqCst);
    }

    /// Adds a frame to the outbox; `false` when there is no space for it.
    #[inline]
    pub(crate) fn push(&mut self, frame: &[u8]) -> bool {
        let shared = self.shared();
        let len = shared.len.load(Ordering::Relaxed) as usize;
        let Some(slots) = shared.outbox.get(len..).filter(|free| free.len() >= frame.len()) else {
            return false;
        };
        let to = std::cell::UnsafeCell::raw_get(slots.as_ptr());
        copy(frame, to);
        shared.len.store((len + frame.len()) as u64, Ordering::Release);
        true
    }

    /// What is waiting to be sent.
    pub(crate) fn outbox(&self) -> &[u8] {
        let shared = self.shared();
        let len = (shared.len.load(Ordering::Acquire) as usize).min(OUTBOX);
        let from = shared.outbox.as_ptr().cast::<u8>();
        // SAFETY: `len` is within the array. Its bytes are written only through `&mut self` of the
        // worker's `ControlBlock`, which this borrow excludes there; in the parent the worker is dead.
        unsafe { std::slice::from_raw_parts(from, len) }
    }

    /// Says that the outbox and `direct` more bytes went to the socket.
    pub(crate) fn sent(&self, direct: usize) {
        let shared = self.shared();
        // The length goes first: a death in between then shows fewer bytes as waiting, never the same
        // ones twice.
        let len = shared.len.swap(0, Ordering::AcqRel);
        shared.base.fetch_add(len + direct as u64, Ordering::AcqRel);
    }

    // The parent's side.

    /// Gives a memory back to the worker.
    pub(crate) fn give_back(&self, slot: usize) {
        self.settle(slot, HERE);
    }

    /// Keeps a memory for good: the worker makes another one.
    pub(crate) fn keep(&self, slot: usize) {
        self.settle(slot, KEPT);
    }

    fn settle(&self, slot: usize, state: u32) {
        let shared = self.shared();
        if let Some(lent) = shared.lent.get(slot) {
            lent.store(state, Ordering::SeqCst);
            shared.returned.fetch_add(1, Ordering::SeqCst);
            if shared.waiting.load(Ordering::SeqCst) != 0 {
                let _ = futex::wake(&shared.returned, futex::Flags::empty(), 1);
            }
        }
    }

    /// Asks the worker to answer what it has not begun of the first `count` tasks without running it.
    pub(crate) fn cancel(&self, count: u64) {
        self.shared().cancelled.store(count, Ordering::Relaxed);
    }

    /// Asks the worker to skip the tasks of a call that it has not begun. More calls than there is room for are not noted:
    /// this saves the worker, and whoever asks ends it otherwise.
    pub(crate) fn unwant(&self, call: u32) {
        let shared = self.shared();
        if let Some(free) = shared.unwanted.iter().find(|slot| slot.load(Ordering::Relaxed) == 0) {
            free.store(call, Ordering::Relaxed);
            shared.unwanted_calls.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Forgets such a call.
    pub(crate) fn forget(&self, call: u32) {
        if self.is_unwanted(call) {
            let shared = self.shared();
            if let Some(slot) = shared.unwanted.iter().find(|slot| slot.load(Ordering::Relaxed) == call) {
                slot.store(0, Ordering::Relaxed);
                shared.unwanted_calls.fetch_sub(1, Ordering::Relaxed);
            }
        }
    }

    /// Asks the worker to write down when tasks start.
    pub(crate) fn time(&self) {
        self.shared().timed.store(1, Ordering::Relaxed);
    }

    /// Asks the worker to write down where its time goes.
    pub(crate) fn trace(&self) {
        self.shared().traced.store(1, Ordering::Relaxed);
    }

    /// Asks the worker to make something go wrong at a task; 0 is nothing.
    pub(crate) fn set_fault(&self, number: u32, at: u64) {
        let shared = self.shared();
        shared.fault_at.store(at, Ordering::Relaxed);
        shared.fault.store(number, Ordering::Release);
    }

    /// What the worker has spent so far.
    pub(crate) fn spent(&self) -> PhaseTotals {
        let shared = self.shared();
        PhaseTotals {
            moving: shared.moving.each_ref().map(|sum| sum.load(Ordering::Relaxed)),
            compute: shared.compute.load(Ordering::Relaxed),
            peak: shared.peak.load(Ordering::Relaxed),
        }
    }

    /// How long the running task has been running, if one is and times are written down.
    pub(crate) fn running_for(&self) -> Option<Duration> {
        let task = self.running()?;
        let started = self.shared().started.load(Ordering::Acquire);
        // Another one may have started in between.
        (self.running() == Some(task)).then(|| Duration::from_nanos(monotonic().saturating_sub(started)))
    }

    /// The task that was running: its call and its index.
    pub(crate) fn running(&self) -> Option<(u32, u64)> {
        let shared = self.shared();
        let index = shared.running.load(Ordering::Acquire).checked_sub(1)?;
        Some((shared.running_call.load(Ordering::Relaxed), index))
    }

    /// The answers of a dead worker that never reached the socket, given the bytes that did.
    pub(crate) fn unsent(&self, received: u64) -> &[u8] {
        let base = self.shared().base.load(Ordering::Acquire);
        let arrived = received.checked_sub(base).and_then(|n| usize::try_from(n).ok());
        arrived.and_then(|n| self.outbox().get(n..)).unwrap_or_default()
    }
}

/// Copies `frame` to `to`, which has space for it.
///
/// Answers of small tasks are of a few bytes: for those two overlapping words do what a call of `memcpy` would take several
/// times as long for.
#[inline(always)]
fn copy(frame: &[u8], to: *mut u8) {
    if let (8..=16, Some(first), Some(last)) =
        (frame.len(), frame.first_chunk::<8>(), frame.last_chunk::<8>())
    {
        // SAFETY: the frame has at least 8 bytes, and so has the space (see `push`, which alone calls this). The source is
        // outside of the mapping.
        unsafe { std::ptr::copy_nonoverlapping(first.as_ptr(), to, 8) };
        // SAFETY: the frame, and so the space, has `len` bytes, of which these are the last 8.
        let end = unsafe { to.add(frame.len() - 8) };
        // SAFETY: as above.
        unsafe { std::ptr::copy_nonoverlapping(last.as_ptr(), end, 8) };
    } else {
        // SAFETY: the space is at least as long as `frame` (see `push`), the two do not overlap since nothing outside this
        // file has a pointer into the mapping, and the `&mut self` of `push` keeps others out.
        unsafe { std::ptr::copy_nonoverlapping(frame.as_ptr(), to, frame.len()) };
    }
}

fn monotonic() -> u64 {
    let now = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    // Neither is negative: the clock starts at 0.
    now.tv_sec.unsigned_abs() * 1_000_000_000 + now.tv_nsec.unsigned_abs()
}

impl Drop for ControlBlock {
    fn drop(&mut self) {
        // SAFETY: the mapping was made by `map` with this address and size, and no borrow of it is left.
        let unmapped = unsafe { munmap(self.shared.as_ptr().cast(), size_of::<Shared>()) };
        debug_assert!(unmapped.is_ok());
    }
}

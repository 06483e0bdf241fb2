//! The worker's side of the control block.

use super::layout::{
    Atomics, BlockMapping, ENDING, Layout, MAGIC, PENDING, PhaseTotals, monotonic, nanos, pending_lock,
    wait_while,
};
use super::leases::LeaseStates;
use crate::clock::step;
use rustix::mm::{Advice, madvise};
use std::io;
use std::os::fd::AsFd;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// The one owner of the pending responses. There is one for each block, in whatever process.
#[derive(Debug)]
pub(crate) struct WorkerControl {
    block: Arc<BlockMapping>,
    /// How many bytes are pending, as the block says too; `PENDING` once no more are taken.
    len: usize,
}

impl WorkerControl {
    /// Maps the block that the parent made.
    ///
    /// # Errors
    /// When the file is not a control block, or when the block has its worker already.
    pub(crate) fn open(file: impl AsFd) -> io::Result<Self> {
        let block = Arc::new(BlockMapping::of(file.as_fd())?);
        let atomics = block.atomics();
        if atomics.magic.load(Ordering::Acquire) != MAGIC {
            return Err(io::Error::other("the memory at the place of the control block is another one"));
        }
        if atomics.has_worker.swap(1, Ordering::AcqRel) != 0 {
            return Err(io::Error::other("the control block belongs to another worker"));
        }
        // A process that a task forks must not write here: it would outlive this one.
        // SAFETY: the range is the whole mapping, which was made above. The advice changes nothing in this process.
        unsafe { madvise(block.at.as_ptr().cast(), size_of::<Layout>(), Advice::LinuxDontFork) }?;
        Ok(Self { block, len: 0 })
    }

    /// Of a worker in the same process; there is one for each block.
    #[cfg(all(test, feature = "bincode"))]
    pub(super) fn simulated(block: Arc<BlockMapping>) -> Self {
        Self { block, len: 0 }
    }

    #[inline]
    fn atomics(&self) -> &Atomics {
        self.block.atomics()
    }

    /// Who has which result buffer.
    pub(crate) fn leases(&self) -> LeaseStates {
        LeaseStates::new(Arc::clone(&self.block))
    }

    /// Notes the task that starts, which came as number `count`, counted from 1.
    #[inline]
    pub(crate) fn start(&self, call: u32, index: u64, count: u64) {
        let atomics = self.atomics();
        atomics.begun.store(count, Ordering::Relaxed);
        step();
        atomics.running_call.store(call, Ordering::Relaxed);
        step();
        atomics.running.store(index.wrapping_add(1), Ordering::Release);
        step();
    }

    /// Notes that no task runs.
    #[inline]
    pub(crate) fn end(&self) {
        self.atomics().running.store(0, Ordering::Release);
        step();
    }

    /// Counts a task that has failed.
    #[cold]
    pub(crate) fn count_failure(&self) {
        self.atomics().failed.fetch_add(1, Ordering::Relaxed);
    }

    /// Notes that the worker takes no more tasks and is about to end.
    pub(crate) fn note_ending(&self) {
        self.atomics().has_worker.store(ENDING, Ordering::Release);
        step();
    }

    /// Notes the time at which the running task starts.
    pub(crate) fn stamp(&self) {
        self.atomics().started.store(monotonic(), Ordering::Release);
        step();
    }

    /// Whether the parent wants to know when tasks start.
    #[inline]
    pub(crate) fn is_timed(&self) -> bool {
        self.atomics().timed.load(Ordering::Relaxed) != 0
    }

    /// Whether the parent wants to know where the time goes.
    #[inline]
    pub(crate) fn is_traced(&self) -> bool {
        self.atomics().traced.load(Ordering::Relaxed) != 0
    }

    /// Whether the parent wants to know how long it works.
    #[inline]
    pub(crate) fn is_clocked(&self) -> bool {
        self.atomics().clocked.load(Ordering::Relaxed) != 0
    }

    /// Adds to the time that it has worked.
    pub(crate) fn add_work(&self, time: Duration) {
        self.atomics().worked.fetch_add(nanos(time), Ordering::Release);
    }

    /// The number of the fault to inject, and the task to inject it at; 0 is none.
    #[inline]
    pub(crate) fn fault(&self) -> (u32, u64) {
        let atomics = self.atomics();
        (atomics.fault.load(Ordering::Acquire), atomics.fault_at.load(Ordering::Relaxed))
    }

    /// Adds to the totals; the peak is the highest there was.
    pub(crate) fn spend(&self, more: PhaseTotals) {
        let atomics = self.atomics();
        for (sum, more) in atomics.moving.iter().zip(more.moving) {
            sum.fetch_add(more, Ordering::Relaxed);
        }
        atomics.compute.fetch_add(more.compute, Ordering::Relaxed);
        atomics.peak.fetch_max(more.peak, Ordering::Relaxed);
    }

    /// The pipes in which to mark where tasks end, by their inodes: of standard output and error. 0 is none.
    #[inline]
    pub(crate) fn marked(&self) -> [u64; 2] {
        self.atomics().marked.each_ref().map(|inode| inode.load(Ordering::Relaxed))
    }

    /// Whether the parent has cancelled this call.
    #[inline]
    pub(crate) fn is_call_cancelled(&self, call: u32) -> bool {
        let atomics = self.atomics();
        atomics.cancelled_calls.load(Ordering::Relaxed) > 0
            && atomics.cancelled_call.iter().any(|cancelled| cancelled.load(Ordering::Relaxed) == call)
    }

    /// Whether the parent has cancelled the task that came as number `count`, counted from 1.
    #[inline]
    pub(crate) fn is_cancelled(&self, count: u64) -> bool {
        count <= self.atomics().cancelled.load(Ordering::Relaxed)
    }

    /// Adds a frame to the pending responses; returns false when there is no room for it.
    #[inline]
    pub(crate) fn push(&mut self, frame: &[u8]) -> bool {
        let Some(to) = self.room().get_mut(..frame.len()) else { return false };
        copy(frame, to);
        self.len += frame.len();
        step();
        self.atomics().pending_len.store(self.len as u64, Ordering::Release);
        step();
        true
    }

    /// The memory behind the pending responses.
    #[inline]
    fn room(&mut self) -> &mut [u8] {
        // SAFETY: `len` is at most `PENDING`, and the address is that of `PENDING` bytes of the mapping.
        let at = unsafe { self.block.pending().add(self.len) };
        // SAFETY: these are the rest of the `PENDING` bytes of the mapping, which lives as long as `self`. `&mut self` is the only
        // borrow of them: there is one `WorkerControl` for a block (`open` claims it), and nothing else in this process gives
        // them out while the worker lives. While this process lives, the parent reads only what is before them
        // (`ParentControl::ready`), and a fork of this process does not have the mapping (`open`).
        unsafe { std::slice::from_raw_parts_mut(at.as_ptr(), PENDING - self.len) }
    }

    /// Takes no more frames: one was lost, and none after it could be told apart.
    pub(crate) fn refuse_more(&mut self) {
        self.len = PENDING;
    }

    /// The responses that wait to be sent.
    #[inline]
    pub(crate) fn pending(&self) -> &[u8] {
        // SAFETY: `len` is at most `PENDING`, see `push`. As of `room`: these bytes are written through `&mut self` only, which
        // this borrow excludes.
        unsafe { std::slice::from_raw_parts(self.block.pending().as_ptr(), self.len) }
    }

    /// Notes that the pending responses and `direct` more bytes went to the socket.
    pub(crate) fn mark_sent(&mut self, direct: usize) {
        let sent = std::mem::take(&mut self.len);
        self.wait_for_reader();
        let atomics = self.atomics();
        // The length goes first: a death in between then shows fewer bytes as pending, never the same ones twice.
        atomics.pending_len.store(0, Ordering::Release);
        step();
        atomics.base.fetch_add((sent + direct) as u64, Ordering::AcqRel);
        atomics.pending_lock.store(pending_lock::FREE, Ordering::Release);
    }

    /// Takes the lock of the pending responses. The parent has it for the time of a copy; if it ends in the middle of that, so
    /// does this process.
    fn wait_for_reader(&self) {
        let lock = &self.atomics().pending_lock;
        let change = |from, to| lock.compare_exchange(from, to, Ordering::Acquire, Ordering::Relaxed);
        while let Err(seen) = change(pending_lock::FREE, pending_lock::RENEWED) {
            match seen {
                pending_lock::READ => drop(change(pending_lock::READ, pending_lock::AWAITED)),
                pending_lock::AWAITED => wait_while(lock, pending_lock::AWAITED),
                // Neither side writes anything else, so nobody reads.
                _ => return,
            }
        }
    }
}

/// Copies `frame` to `to`, which is as long.
///
/// Responses of small tasks have a few bytes. For those, two overlapping words do what a call of `memcpy` would take several
/// times as long for.
#[inline(always)]
fn copy(frame: &[u8], to: &mut [u8]) {
    if let (8..=16, Some(first), Some(last)) =
        (frame.len(), frame.first_chunk::<8>(), frame.last_chunk::<8>())
    {
        if let Some(start) = to.first_chunk_mut() {
            *start = *first;
        }
        if let Some(end) = to.last_chunk_mut() {
            *end = *last;
        }
    } else {
        to.copy_from_slice(frame);
    }
}

//! The parent's side of the control block.

use super::layout::{Atomics, BlockMapping, ENDING, PENDING, PhaseTotals, monotonic, pending_lock, wake};
use super::leases::LeaseStates;
use crate::sys::Ended;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// What the parent asks of its worker and sees of it.
#[derive(Debug)]
pub(crate) struct ParentControl {
    block: Arc<BlockMapping>,
}

/// What a worker runs, for a thread that does not own its [`ParentControl`].
#[derive(Debug)]
pub(crate) struct RunningView {
    block: Arc<BlockMapping>,
}

/// The task that a worker runs, as it was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Running {
    /// With which number the task came that has begun last.
    pub(crate) ordinal: u64,
    /// That task, if it has not ended: its call and its index.
    pub(crate) task: Option<(u32, u64)>,
}

impl Running {
    /// Whether the task with this number had ended.
    pub(crate) fn is_after(&self, ordinal: u64) -> bool {
        self.ordinal > ordinal || (self.ordinal == ordinal && self.task.is_none())
    }
}

impl RunningView {
    pub(crate) fn running(&self) -> Running {
        let atomics = self.block.atomics();
        let look = || {
            let task = ParentControl::running_in(atomics);
            Running { ordinal: atomics.begun.load(Ordering::Acquire), task }
        };
        let mut seen = look();
        // They are not written at once. If they change all the time, any of them is as right.
        for _ in 0..3 {
            let again = look();
            if seen == again {
                break;
            }
            seen = again;
        }
        seen
    }
}

impl ParentControl {
    pub(super) fn new(block: Arc<BlockMapping>) -> Self {
        Self { block }
    }

    fn atomics(&self) -> &Atomics {
        self.block.atomics()
    }

    /// Who has which result buffer.
    pub(crate) fn leases(&self) -> LeaseStates {
        LeaseStates::new(Arc::clone(&self.block))
    }

    /// Asks the worker to answer the first `count` tasks, as far as it has not begun them, without running them.
    pub(crate) fn cancel(&self, count: u64) {
        self.atomics().cancelled.store(count, Ordering::Relaxed);
    }

    /// Asks the worker to skip the tasks of a call that it has not begun. This only saves work, so calls beyond the room for
    /// them are not noted.
    pub(crate) fn cancel_call(&self, call: u32) {
        let atomics = self.atomics();
        if let Some(free) = atomics.cancelled_call.iter().find(|slot| slot.load(Ordering::Relaxed) == 0) {
            free.store(call, Ordering::Relaxed);
            atomics.cancelled_calls.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Forgets that a call was cancelled, if it was.
    pub(crate) fn forget_call(&self, call: u32) {
        let atomics = self.atomics();
        if atomics.cancelled_calls.load(Ordering::Relaxed) == 0 {
            return;
        }
        if let Some(slot) = atomics.cancelled_call.iter().find(|slot| slot.load(Ordering::Relaxed) == call) {
            slot.store(0, Ordering::Relaxed);
            atomics.cancelled_calls.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Asks the worker to record when tasks start.
    pub(crate) fn time(&self) {
        self.atomics().timed.store(1, Ordering::Relaxed);
    }

    /// Asks the worker to record where its time goes.
    pub(crate) fn trace(&self) {
        self.atomics().traced.store(1, Ordering::Relaxed);
    }

    /// Asks the worker to record how long it works.
    #[cfg(any(test, feature = "_cluster"))]
    pub(crate) fn clock(&self) {
        self.atomics().clocked.store(1, Ordering::Relaxed);
    }

    /// How long the worker has worked for the answers that it has sent, if it records that. Answers that it sends while it goes on are
    /// counted with the last ones.
    #[cfg(any(test, feature = "_cluster"))]
    pub(crate) fn worked(&self) -> Duration {
        Duration::from_nanos(self.atomics().worked.load(Ordering::Acquire))
    }

    /// Asks the worker to mark in this pipe where tasks end: its standard output (0) or error (1).
    pub(crate) fn mark(&self, stream: usize, inode: u64) {
        if let Some(marked) = self.atomics().marked.get(stream) {
            marked.store(inode, Ordering::Relaxed);
        }
    }

    /// What another thread may look at.
    pub(crate) fn view(&self) -> RunningView {
        RunningView { block: Arc::clone(&self.block) }
    }

    /// Asks the worker to inject a fault at a task; 0 is none.
    pub(crate) fn set_fault(&self, number: u32, at: u64) {
        let atomics = self.atomics();
        atomics.fault_at.store(at, Ordering::Relaxed);
        atomics.fault.store(number, Ordering::Release);
    }

    /// Where the worker's time went so far.
    pub(crate) fn spent(&self) -> PhaseTotals {
        let atomics = self.atomics();
        PhaseTotals {
            moving: atomics.moving.each_ref().map(|sum| sum.load(Ordering::Relaxed)),
            compute: atomics.compute.load(Ordering::Relaxed),
            peak: atomics.peak.load(Ordering::Relaxed),
        }
    }

    /// Whether the worker has decided to end.
    pub(crate) fn is_ending(&self) -> bool {
        self.atomics().has_worker.load(Ordering::Acquire) == ENDING
    }

    /// How long the running task has been running, if one is and starts are recorded.
    pub(crate) fn running_for(&self) -> Option<Duration> {
        let task = self.running()?;
        let started = self.atomics().started.load(Ordering::Acquire);
        // Another one may have started in between.
        (self.running() == Some(task)).then(|| Duration::from_nanos(monotonic().saturating_sub(started)))
    }

    /// The task that runs, or ran when the worker died: its call and its index.
    pub(crate) fn running(&self) -> Option<(u32, u64)> {
        Self::running_in(self.atomics())
    }

    fn running_in(atomics: &Atomics) -> Option<(u32, u64)> {
        let index = atomics.running.load(Ordering::Acquire).checked_sub(1)?;
        Some((atomics.running_call.load(Ordering::Relaxed), index))
    }

    /// Bytes that the worker has sent or collected so far.
    #[cfg(all(test, feature = "bincode"))]
    pub(crate) fn emitted(&self) -> u64 {
        let atomics = self.atomics();
        atomics.base.load(Ordering::Acquire) + atomics.pending_len.load(Ordering::Acquire)
    }

    /// As [`unsent`](Self::unsent), of a worker in this process that will not run again.
    #[cfg(all(test, feature = "bincode"))]
    pub(crate) fn unsent_of_simulated(&self, received: u64) -> Vec<u8> {
        self.unsent(&Ended::simulated(), received)
    }

    /// How many tasks have failed: a panic, or a value that could not be read or written.
    #[cfg(feature = "_cluster")]
    pub(crate) fn failed(&self) -> u64 {
        self.atomics().failed.load(Ordering::Relaxed)
    }

    /// How many of the tasks that came to the worker have begun, or were skipped before one that has.
    pub(crate) fn begun(&self) -> u64 {
        self.atomics().begun.load(Ordering::Acquire)
    }

    /// The responses of this worker, which has ended, that never reached the socket. `received` is the number of bytes that
    /// did. Only [`WorkerProcess`](crate::sys::WorkerProcess) calls this: it knows that `Ended` is about this worker.
    pub(in crate::sys) fn unsent(&self, _: &Ended, received: u64) -> Vec<u8> {
        // Nobody writes to them: the worker, which alone did, has ended with all its threads (`Ended`), and no other process has
        // the mapping: its file went to that worker only (`Command::spawn`), which closed it, and is not mapped in what the
        // worker forked (`WorkerControl::open`).
        self.copy_pending(received)
    }

    /// As [`unsent`](Self::unsent), of a worker that lives: the responses that it has not sent yet. Never waits: if the worker
    /// is about to send them, there are none.
    pub(crate) fn ready(&self, received: u64) -> Vec<u8> {
        let lock = &self.atomics().pending_lock;
        let is_free = lock
            .compare_exchange(pending_lock::FREE, pending_lock::READ, Ordering::Acquire, Ordering::Relaxed)
            .is_ok();
        if !is_free {
            return Vec::new();
        }
        // While the lock says `READ`, the worker does not write to what is pending: see `WorkerControl::mark_sent`.
        let bytes = self.copy_pending(received);
        if lock.swap(pending_lock::FREE, Ordering::Release) == pending_lock::AWAITED {
            wake(lock);
        }
        bytes
    }

    /// A copy of the pending responses behind the first `received` bytes of all. Only while the worker does not write to them.
    fn copy_pending(&self, received: u64) -> Vec<u8> {
        let atomics = self.atomics();
        let base = atomics.base.load(Ordering::Acquire);
        let pending = usize::try_from(atomics.pending_len.load(Ordering::Acquire)).unwrap_or(usize::MAX);
        let len = pending.min(PENDING);
        // SAFETY: the address is that of `PENDING` bytes of the mapping, of which these are the first. It lives as long as `self`.
        // Nobody writes to them meanwhile: the two callers say why, and this process writes to them nowhere.
        let bytes = unsafe { std::slice::from_raw_parts(self.block.pending().as_ptr(), len) };
        let arrived = received.checked_sub(base).and_then(|n| usize::try_from(n).ok());
        arrived.and_then(|n| bytes.get(n..)).unwrap_or_default().to_vec()
    }
}

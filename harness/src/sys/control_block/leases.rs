//! Who has which result buffer: atomics that both sides use.

use super::layout::{Atomics, BlockMapping, wait_while, wake};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// The worker has it and may write to it.
const WITH_WORKER: u32 = 0;
/// The worker has sent it; the parent has not taken it yet.
const SENT: u32 = 1;
/// The parent reads it.
const LEASED: u32 = 2;
/// The parent has it for good.
const KEPT: u32 = 3;

/// The states of a worker's result buffers. Each is in one slot.
///
/// The worker may write to a buffer only while its state is "with the worker"; the parent may read it only while it has the
/// [`SlotLease`] of the slot, of which there is one at a time.
#[derive(Clone, Debug)]
pub(crate) struct LeaseStates {
    block: Arc<BlockMapping>,
}

impl LeaseStates {
    pub(super) fn new(block: Arc<BlockMapping>) -> Self {
        Self { block }
    }

    fn atomics(&self) -> &Atomics {
        self.block.atomics()
    }

    fn state(&self, slot: usize) -> Option<&AtomicU32> {
        self.atomics().leases.get(slot)
    }

    fn change(&self, slot: usize, from: u32, to: u32) -> bool {
        let change =
            |state: &AtomicU32| state.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
        self.state(slot).is_some_and(|state| change(state).is_ok())
    }

    // In the worker.

    /// Marks a buffer as sent to the parent: from now on the worker does not write to it.
    pub(crate) fn send(&self, slot: usize) {
        if let Some(state) = self.state(slot) {
            state.store(SENT, Ordering::Release);
        }
    }

    /// Whether the worker has the buffer, and so may write to it.
    pub(crate) fn is_with_worker(&self, slot: usize) -> bool {
        self.state(slot).is_some_and(|state| state.load(Ordering::Acquire) == WITH_WORKER)
    }

    /// Whether the parent has the buffer and is to return it.
    pub(crate) fn is_with_parent(&self, slot: usize) -> bool {
        self.state(slot).is_some_and(|state| matches!(state.load(Ordering::Acquire), SENT | LEASED))
    }

    /// Whether the parent kept the buffer. Returns true once for each: then the slot is free for another one.
    pub(crate) fn take_kept(&self, slot: usize) -> bool {
        self.change(slot, KEPT, WITH_WORKER)
    }

    /// Waits until a buffer comes back, unless `is_free` finds one.
    pub(crate) fn wait_for_return(&self, mut is_free: impl FnMut() -> bool) {
        let atomics = self.atomics();
        atomics.waiting.store(1, Ordering::SeqCst);
        loop {
            let seen = atomics.returned.load(Ordering::SeqCst);
            if is_free() {
                break;
            }
            // A spurious wake-up or an interrupt only means another look. If the parent is gone, the lifeline ends this
            // process.
            wait_while(&atomics.returned, seen);
        }
        atomics.waiting.store(0, Ordering::SeqCst);
    }

    // In the parent.

    /// Takes a buffer that the worker has sent; `None` if it has not, or if somebody has taken it.
    pub(crate) fn take(&self, slot: usize) -> Option<SlotLease> {
        self.change(slot, SENT, LEASED).then(|| SlotLease { states: self.clone(), slot, then: WITH_WORKER })
    }

    fn settle(&self, slot: usize, state: u32) {
        if !self.block.is_of_this_process() {
            // The lease is that of the process that this one was forked from.
            return;
        }
        let atomics = self.atomics();
        if let Some(lease) = self.state(slot) {
            lease.store(state, Ordering::SeqCst);
            atomics.returned.fetch_add(1, Ordering::SeqCst);
            if atomics.waiting.load(Ordering::SeqCst) != 0 {
                wake(&atomics.returned);
            }
        }
    }
}

/// The right to read one result buffer. Dropping it returns the buffer to the worker.
#[derive(Debug)]
pub(crate) struct SlotLease {
    states: LeaseStates,
    slot: usize,
    /// The state after this.
    then: u32,
}

impl SlotLease {
    /// Keeps the buffer for good: the worker makes another one.
    pub(crate) fn keep(mut self) {
        self.then = KEPT;
    }
}

impl Drop for SlotLease {
    fn drop(&mut self) {
        self.states.settle(self.slot, self.then);
    }
}

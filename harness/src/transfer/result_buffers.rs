//! A worker's memories for its results: a few, lent to the parent one by one.

use super::allocator::{BufferAllocator, NumberedBuffer, create, fits};
use crate::sys::{LeaseStates, RESULT_BUFFERS, keep_freed, nanos, release_freed};
use crate::wire::TransferPolicy;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// So many there may be whatever their size: one at the parent, one being written to.
const ALWAYS: usize = 2;
/// More than those only while all of them have no more bytes than this.
const MORE_UP_TO: usize = 32 << 20;
/// So many the parent may hold until somebody asks for what is in them, if they have no more than [`HELD_BYTES`] together; or
/// one of any size. A worker does not wait for those: what is asked for next may be what it is about to make.
const HELD: usize = 4;
const HELD_BYTES: usize = 8 << 20;
const _: () = assert!(HELD < RESULT_BUFFERS && ALWAYS > 1);

/// The worker's end of the agreement on who may write to a memory.
#[derive(Debug)]
pub(crate) struct ResultBuffers {
    policy: TransferPolicy,
    /// Who has each of them, as the parent sees it too.
    leases: LeaseStates,
    state: Mutex<State>,
    /// Nanoseconds that were waited for a memory, since they were asked for last.
    waited: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    slots: [Slot; RESULT_BUFFERS],
    created: u64,
    /// Numbers of those that are gone, which the parent has not been told.
    dropped: Vec<u64>,
}

#[derive(Debug, Default)]
enum Slot {
    #[default]
    Empty,
    /// With this worker or with the parent, as the lease states say.
    Kept(NumberedBuffer),
    /// Being written to.
    Taken(usize),
}

impl State {
    fn drop_one(&mut self, at: usize) {
        if let Slot::Kept(one) = std::mem::take(&mut self.slots[at]) {
            self.dropped.push(one.number);
        }
    }
}

impl Slot {
    fn bytes(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Kept(one) => one.memory.len(),
            Self::Taken(bytes) => *bytes,
        }
    }
}

/// Whether the parent may hold so many, of so many bytes together.
pub(super) fn may_be_held(memories: usize, bytes: usize) -> bool {
    memories <= 1 || (memories <= HELD && bytes <= HELD_BYTES)
}

/// The slot of a memory: its number says it, to both sides.
pub(crate) fn slot_of(number: u64) -> usize {
    // Below `RESULT_BUFFERS`, so it fits.
    (number % RESULT_BUFFERS as u64) as usize
}

impl ResultBuffers {
    pub(crate) fn new(policy: TransferPolicy, leases: LeaseStates) -> Self {
        Self { policy, leases, state: Mutex::default(), waited: AtomicU64::new(0) }
    }

    /// Lends a memory to the parent.
    pub(crate) fn lend(&self, written: NumberedBuffer) {
        let slot = slot_of(written.number);
        self.leases.send(slot);
        self.lock().slots[slot] = Slot::Kept(written);
    }

    /// Whether the parent holds no more than it may hold for as long as it likes.
    fn is_little_lent(&self, state: &State) -> bool {
        let lent = (0..RESULT_BUFFERS)
            .filter(|at| !self.leases.is_with_worker(*at))
            .map(|at| &state.slots[at])
            .filter(|slot| matches!(slot, Slot::Kept(_)));
        let (count, bytes) = lent.fold((0, 0), |(count, bytes), slot| (count + 1, bytes + slot.bytes()));
        may_be_held(count, bytes)
    }

    /// Whether the next result may have to wait for a memory. As only the parent's answers change that, it stays false until
    /// another one is lent.
    pub(crate) fn may_wait(&self) -> bool {
        !self.is_little_lent(&self.lock())
    }

    /// Whether none is there.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().slots.iter().all(|slot| matches!(slot, Slot::Empty))
    }

    /// Whether the allocator was told to keep what is given back.
    pub(crate) fn keeps_freed(&self) -> bool {
        self.policy.keeps_freed && self.lock().created > 0
    }

    /// How long was waited for a memory since the last time, in nanoseconds.
    pub(crate) fn take_waited(&self) -> u64 {
        self.waited.swap(0, Ordering::Relaxed)
    }

    /// Drops those that are here.
    pub(crate) fn drop_free(&self) {
        let mut state = self.lock();
        for at in 0..RESULT_BUFFERS {
            if self.leases.is_with_worker(at) {
                state.drop_one(at);
            }
        }
        if self.policy.keeps_freed {
            release_freed();
        }
    }

    /// The numbers of those that are gone.
    pub(crate) fn take_dropped(&self) -> Vec<u64> {
        std::mem::take(&mut self.lock().dropped)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn try_take(&self, len: usize) -> Option<io::Result<NumberedBuffer>> {
        let mut state = self.lock();
        // Those the parent took for good leave their slot empty.
        for at in 0..RESULT_BUFFERS {
            if self.leases.take_kept(at) {
                state.drop_one(at);
            }
        }
        let slots = &mut state.slots;
        let here = |at: &usize| matches!(slots[*at], Slot::Kept(_)) && self.leases.is_with_worker(*at);
        let free: Vec<usize> = (0..RESULT_BUFFERS).filter(here).collect();
        let fit = |at: &usize| matches!(&slots[*at], Slot::Kept(one) if fits(&self.policy, &one.memory, len));
        let enough = free.iter().copied().filter(fit).filter(|at| slots[*at].bytes() >= len);
        let best = enough
            .min_by_key(|at| slots[*at].bytes())
            .or_else(|| free.iter().copied().filter(fit).max_by_key(|at| slots[*at].bytes()));
        if let Some(at) = best {
            let bytes = slots[at].bytes().max(len);
            let Slot::Kept(one) = std::mem::replace(&mut slots[at], Slot::Taken(bytes)) else { return None };
            return Some(Ok(one));
        }
        let used = slots.iter().filter(|slot| !matches!(slot, Slot::Empty)).count();
        let bytes: usize = slots.iter().map(Slot::bytes).sum();
        let is_full = used == RESULT_BUFFERS;
        if is_full || (used >= ALWAYS && bytes.saturating_add(len) > MORE_UP_TO) {
            match free.first().copied() {
                // One of the other kind makes room.
                Some(other) => state.drop_one(other),
                // The parent may hold so much for as long as it likes, so this worker does not wait for it.
                None if !is_full && self.is_little_lent(&state) => {}
                None => return None,
            }
        }
        let at = state.slots.iter().position(|slot| matches!(slot, Slot::Empty))?;
        let memory = match create(&self.policy, len) {
            Ok(memory) => memory,
            Err(error) => return Some(Err(error)),
        };
        if state.created == 0 && self.policy.keeps_freed {
            keep_freed();
        }
        state.slots[at] = Slot::Taken(len);
        let number = state.created * RESULT_BUFFERS as u64 + at as u64;
        state.created += 1;
        Some(Ok(NumberedBuffer::new(number, memory)))
    }
}

impl BufferAllocator for ResultBuffers {
    fn policy(&self) -> &TransferPolicy {
        &self.policy
    }

    /// Waits for one that is lent when there may be no more.
    fn take(&self, len: usize) -> io::Result<NumberedBuffer> {
        let mut taken = self.try_take(len);
        if taken.is_none() {
            // The parent has the responses to all that it holds: they are sent at once, and what was pending before this
            // result began was sent too (see `may_wait`).
            let clock = Instant::now();
            self.leases.wait_for_return(|| {
                taken = self.try_take(len);
                taken.is_some()
            });
            self.waited.fetch_add(nanos(clock.elapsed()), Ordering::Relaxed);
        }
        taken.unwrap_or_else(|| Err(io::ErrorKind::OutOfMemory.into()))
    }

    fn put_back(&self, unused: NumberedBuffer) {
        let slot = slot_of(unused.number);
        self.lock().slots[slot] = Slot::Kept(unused);
    }
}

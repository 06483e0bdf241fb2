//! A worker's buffers for its results: a few, sent to the parent one by one.

use super::allocator::{BufferAllocator, NumberedBuffer, create, fits};
use crate::clock;
use crate::sys::{LeaseStates, RESULT_BUFFERS, keep_freed, nanos, release_freed};
use crate::wire::TransferPolicy;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Buffers always allowed, regardless of size: one that the parent has, one being written to.
const ALWAYS: usize = 2;
/// More buffers are allowed while all together have at most this many bytes.
const MORE_UP_TO: usize = 32 << 20;
/// Buffers that the parent may hold until somebody asks for their values, if they have at most [`HELD_BYTES`] together; or one
/// of any size. A worker does not wait for those: the value that is asked for next may be the one it is about to make.
const HELD: usize = 4;
const HELD_BYTES: usize = 8 << 20;
const _: () = assert!(HELD < RESULT_BUFFERS && ALWAYS > 1);

/// The buffers of one worker. Its side of the agreement that is in [`LeaseStates`]: [`take`](BufferAllocator::take) gives a
/// buffer out to write to only while its state is "with the worker", and [`send`](Self::send) ends that.
#[derive(Debug)]
pub(crate) struct ResultBuffers {
    policy: TransferPolicy,
    /// Who has each of them, as the parent sees it too.
    leases: LeaseStates,
    state: Mutex<State>,
    /// Nanoseconds spent waiting for a buffer, since this was last taken.
    waited: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    slots: [BufferSlot; RESULT_BUFFERS],
    created: u64,
    /// Numbers of dropped buffers that the parent has not been told yet.
    dropped: Vec<u64>,
}

#[derive(Debug, Default)]
enum BufferSlot {
    #[default]
    Empty,
    /// With this worker or with the parent, as the lease states say.
    Present(NumberedBuffer),
    /// Being written to.
    Taken(usize),
}

impl State {
    fn drop_one(&mut self, at: usize) {
        if let BufferSlot::Present(one) = std::mem::take(&mut self.slots[at]) {
            self.dropped.push(one.number);
        }
    }
}

impl BufferSlot {
    fn bytes(&self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Present(one) => one.memory.len(),
            Self::Taken(bytes) => *bytes,
        }
    }
}

/// Whether the parent may hold this number of buffers, with these bytes together, for as long as it likes.
pub(super) fn may_be_held(buffers: usize, bytes: usize) -> bool {
    buffers <= 1 || (buffers <= HELD && bytes <= HELD_BYTES)
}

/// The slot of a buffer, which both sides compute from its number.
pub(crate) fn slot_of(number: u64) -> usize {
    // Below `RESULT_BUFFERS`, so it fits.
    (number % RESULT_BUFFERS as u64) as usize
}

impl ResultBuffers {
    pub(crate) fn new(policy: TransferPolicy, leases: LeaseStates) -> Self {
        Self { policy, leases, state: Mutex::default(), waited: AtomicU64::new(0) }
    }

    /// Marks a buffer as sent to the parent.
    pub(crate) fn send(&self, written: NumberedBuffer) {
        let slot = slot_of(written.number);
        self.leases.send(slot);
        self.lock().slots[slot] = BufferSlot::Present(written);
    }

    /// Whether the parent has no more than it may hold for as long as it likes.
    fn parent_has_little(&self, state: &State) -> bool {
        let with_parent = (0..RESULT_BUFFERS).filter(|at| self.leases.is_with_parent(*at));
        let slots = with_parent.map(|at| &state.slots[at]);
        let (count, bytes) = slots.fold((0, 0), |(count, bytes), slot| (count + 1, bytes + slot.bytes()));
        may_be_held(count, bytes)
    }

    /// Whether the next result may have to wait for a buffer. Once false, this stays false until another one is sent.
    pub(crate) fn may_wait(&self) -> bool {
        !self.parent_has_little(&self.lock())
    }

    /// Whether there are no buffers.
    pub(crate) fn is_empty(&self) -> bool {
        self.lock().slots.iter().all(|slot| matches!(slot, BufferSlot::Empty))
    }

    /// Whether the allocator was told to keep freed memory.
    pub(crate) fn keeps_freed(&self) -> bool {
        self.policy.keeps_freed && self.lock().created > 0
    }

    /// How long results waited for a buffer since the last call, in nanoseconds.
    pub(crate) fn take_waited(&self) -> u64 {
        self.waited.swap(0, Ordering::Relaxed)
    }

    /// Drops the buffers that the parent does not have.
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

    /// The numbers of the buffers that were dropped since the last call.
    pub(crate) fn take_dropped(&self) -> Vec<u64> {
        std::mem::take(&mut self.lock().dropped)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn try_take(&self, len: usize) -> Option<io::Result<NumberedBuffer>> {
        let mut state = self.lock();
        // Buffers that the parent has kept leave their slot empty.
        for at in 0..RESULT_BUFFERS {
            if self.leases.take_kept(at) {
                state.drop_one(at);
            }
        }
        let slots = &mut state.slots;
        let here =
            |at: &usize| matches!(slots[*at], BufferSlot::Present(_)) && self.leases.is_with_worker(*at);
        let free: Vec<usize> = (0..RESULT_BUFFERS).filter(here).collect();
        let fit = |at: &usize| matches!(&slots[*at], BufferSlot::Present(one) if fits(&self.policy, &one.memory, len));
        let enough = free.iter().copied().filter(fit).filter(|at| slots[*at].bytes() >= len);
        let best = enough
            .min_by_key(|at| slots[*at].bytes())
            .or_else(|| free.iter().copied().filter(fit).max_by_key(|at| slots[*at].bytes()));
        if let Some(at) = best {
            let bytes = slots[at].bytes().max(len);
            let BufferSlot::Present(one) = std::mem::replace(&mut slots[at], BufferSlot::Taken(bytes)) else {
                return None;
            };
            return Some(Ok(one));
        }
        let used = slots.iter().filter(|slot| !matches!(slot, BufferSlot::Empty)).count();
        let bytes: usize = slots.iter().map(BufferSlot::bytes).sum();
        let is_full = used == RESULT_BUFFERS;
        if is_full || (used >= ALWAYS && bytes.saturating_add(len) > MORE_UP_TO) {
            match free.first().copied() {
                // A buffer of the other kind makes room.
                Some(other) => state.drop_one(other),
                // The parent may hold these for as long as it likes, so waiting for them might never end.
                None if !is_full && self.parent_has_little(&state) => {}
                None => return None,
            }
        }
        let at = state.slots.iter().position(|slot| matches!(slot, BufferSlot::Empty))?;
        let memory = match create(&self.policy, len) {
            Ok(memory) => memory,
            Err(error) => return Some(Err(error)),
        };
        if state.created == 0 && self.policy.keeps_freed {
            keep_freed();
        }
        state.slots[at] = BufferSlot::Taken(len);
        let number = state.created * RESULT_BUFFERS as u64 + at as u64;
        state.created += 1;
        Some(Ok(NumberedBuffer::new(number, memory)))
    }
}

impl BufferAllocator for ResultBuffers {
    fn policy(&self) -> &TransferPolicy {
        &self.policy
    }

    /// Waits for a buffer that the parent has when no more are allowed.
    fn take(&self, len: usize) -> io::Result<NumberedBuffer> {
        let mut taken = self.try_take(len);
        if taken.is_none() {
            // The responses for these buffers were sent at once, and everything else that was pending was sent before this
            // result began (`may_wait`). So nothing that the parent waits for is held up here.
            let start = clock::now();
            self.leases.wait_for_return(|| {
                taken = self.try_take(len);
                taken.is_some()
            });
            self.waited.fetch_add(nanos(clock::since(start)), Ordering::Relaxed);
        }
        taken.unwrap_or_else(|| Err(io::ErrorKind::OutOfMemory.into()))
    }

    fn put_back(&self, unused: NumberedBuffer) {
        let slot = slot_of(unused.number);
        self.lock().slots[slot] = BufferSlot::Present(unused);
    }
}

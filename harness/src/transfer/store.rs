//! A backend's buffers for what it sends.

use super::allocator::{BufferAllocator, NumberedBuffer, create, fits};
use crate::sys::SpareDescriptor;
use crate::wire::TransferPolicy;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Bytes of free buffers that are kept: their pages exist already.
const KEPT: usize = 128 << 20;

/// See the [module](super). A buffer is in `free` only when nothing that was sent needs it: until then a
/// [`SharedBuffer`](super::SharedBuffer) owns it, which the connection keeps until the worker has answered or has ended.
#[derive(Debug, Default)]
pub(crate) struct Store {
    policy: TransferPolicy,
    free: Mutex<Vec<NumberedBuffer>>,
    next: AtomicU64,
    /// Counts dropped buffers, so that workers can be told.
    gone: AtomicU64,
    /// For a result whose descriptor finds no other place.
    spare: Arc<SpareDescriptor>,
}

impl Store {
    pub(crate) fn new(policy: TransferPolicy) -> Self {
        Self { policy, spare: Arc::new(SpareDescriptor::reserve()), ..Self::default() }
    }

    pub(crate) fn spare(&self) -> Arc<SpareDescriptor> {
        Arc::clone(&self.spare)
    }

    /// How many buffers were dropped. When it changes, workers have some to forget.
    #[inline]
    pub(crate) fn gone(&self) -> u64 {
        self.gone.load(Ordering::Acquire)
    }

    fn lock(&self) -> MutexGuard<'_, Vec<NumberedBuffer>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl BufferAllocator for Store {
    fn policy(&self) -> &TransferPolicy {
        &self.policy
    }

    fn take(&self, len: usize) -> io::Result<NumberedBuffer> {
        let mut free = self.lock();
        let fitting = |one: &&NumberedBuffer| fits(&self.policy, &one.memory, len);
        // The smallest that is long enough, or else the longest.
        let enough = free.iter().filter(fitting).filter(|one| one.memory.len() >= len);
        let best = enough.map(|one| (one.memory.len(), one.number)).min();
        let best = best
            .or_else(|| free.iter().filter(fitting).map(|one| (one.memory.len(), one.number)).max())
            .and_then(|(_, number)| free.iter().position(|one| one.number == number));
        if let Some(at) = best {
            return Ok(free.swap_remove(at));
        }
        drop(free);
        let memory = create(&self.policy, len)?;
        Ok(NumberedBuffer::new(self.next.fetch_add(1, Ordering::Relaxed), memory))
    }

    fn put_back(&self, used: NumberedBuffer) {
        let mut free = self.lock();
        free.push(used);
        let mut dropped = Vec::new();
        // The longest first: they are the least likely to be needed in full.
        while free.iter().map(|one| one.memory.len()).sum::<usize>() > KEPT {
            let longest = (0..free.len()).max_by_key(|at| free[*at].memory.len());
            dropped.extend(longest.map(|at| free.swap_remove(at)));
        }
        drop(free);
        if !dropped.is_empty() {
            drop(dropped);
            self.gone.fetch_add(1, Ordering::AcqRel);
        }
    }
}

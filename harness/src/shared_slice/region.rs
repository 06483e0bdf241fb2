//! What is handed to another process: sealed memory, and the number by which both sides know it.
//!
//! A value that is sent says the number and its place, which [`sending`](super::sending) writes down. Whoever carries
//! the bytes makes sure that the other side has the region when it reads them:
//!
//! * it sends [`id`](Region::id) and [`file`](Region::file) the first time, and takes note with [`held_by`](Region::held_by);
//! * the other side calls [`adopt`](Region::adopt) and keeps what it gets until it is told to [forget](Holder::forget) it.
//!
//! A region that came from elsewhere is passed on in the same way.

use crate::sys::SealedMemory;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::ptr::addr_eq;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, RwLock, Weak};

/// Memory with a number. It is freed here with the last `Arc`.
pub(crate) struct Region {
    id: u64,
    memory: SealedMemory,
    holders: Mutex<Vec<Weak<dyn Holder>>>,
}

/// Who passed a region on to another process.
pub(crate) trait Holder: fmt::Debug + Send + Sync {
    /// Nothing in this process needs the region any more, so nothing sent from here will speak of it, unless it comes here
    /// again. Until this returns it cannot: the table of regions is locked. So it is to take note and no more.
    fn forget(&self, id: u64);
}

/// Those that are alive, by number.
static TABLE: RwLock<BTreeMap<u64, Weak<Region>>> = RwLock::new(BTreeMap::new());

/// Set in the number of memory that is filled value by value: whoever opens it has to know.
const FILLS: u64 = 1;

impl Region {
    /// All of this memory.
    pub(super) fn of_whole(memory: SealedMemory) -> Arc<Self> {
        Self::register(next_id(), memory)
    }

    /// Memory that is filled value by value.
    pub(super) fn of_filled_later(memory: SealedMemory) -> Arc<Self> {
        Self::register(next_id() | FILLS, memory)
    }

    fn register(id: u64, memory: SealedMemory) -> Arc<Self> {
        let region = Arc::new(Self { id, memory, holders: Mutex::default() });
        let mut table = TABLE.write().unwrap_or_else(PoisonError::into_inner);
        table.insert(id, Arc::downgrade(&region));
        region
    }

    /// What another process passed on. One that is known here is that one, whatever the file.
    ///
    /// # Errors
    /// When the file is not sealed memory, or cannot be mapped.
    pub(crate) fn adopt(id: u64, file: OwnedFd) -> io::Result<Arc<Self>> {
        if let Some(known) = Self::find(id) {
            return Ok(known);
        }
        let memory = SealedMemory::open(file, id & FILLS != 0)?;
        let mut table = TABLE.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have been faster. Its own `memory` is dropped after the lock.
        if let Some(known) = table.get(&id).and_then(Weak::upgrade) {
            drop(table);
            return Ok(known);
        }
        let region = Arc::new(Self { id, memory, holders: Mutex::default() });
        table.insert(id, Arc::downgrade(&region));
        Ok(region)
    }

    /// The one with this number, if it is alive here.
    pub(crate) fn find(id: u64) -> Option<Arc<Self>> {
        TABLE.read().unwrap_or_else(PoisonError::into_inner).get(&id).and_then(Weak::upgrade)
    }

    /// Unlikely to be that of another region, of whatever process.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// To be sent along.
    pub(crate) fn file(&self) -> BorrowedFd<'_> {
        self.memory.file()
    }

    pub(super) fn memory(&self) -> &SealedMemory {
        &self.memory
    }

    /// Has this holder told when the region is gone. `true` when it was not one yet.
    pub(crate) fn held_by(&self, holder: &Arc<dyn Holder>) -> bool {
        let mut holders = self.holders();
        let is_new = !holders.iter().any(|known| addr_eq(known.as_ptr(), Arc::as_ptr(holder)));
        if is_new {
            // An allocation is kept by its `Weak`s, so another holder cannot be at the address of one in the list.
            holders.retain(|known| known.strong_count() > 0);
            holders.push(Arc::downgrade(holder));
        }
        is_new
    }

    fn holders(&self) -> MutexGuard<'_, Vec<Weak<dyn Holder>>> {
        self.holders.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let holders = std::mem::take(self.holders.get_mut().unwrap_or_else(PoisonError::into_inner));
        let holders: Vec<Arc<dyn Holder>> = holders.iter().filter_map(Weak::upgrade).collect();
        {
            let mut table = TABLE.write().unwrap_or_else(PoisonError::into_inner);
            // It may have come here again by now, as another one with this number.
            if table.get(&self.id).is_some_and(|region| region.strong_count() == 0) {
                table.remove(&self.id);
            }
            // Within the lock: it can come again only once they know that it is gone, so they hear of both in this order.
            for holder in &holders {
                holder.forget(self.id);
            }
        }
        // Outside of it: the last of a holder may be dropped here, and regions that it keeps.
        drop(holders);
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Region").field("id", &self.id).field("memory", &self.memory).finish_non_exhaustive()
    }
}

/// Counted from a random number, by two: the lowest bit is [`FILLS`]. 0 is no region's.
fn next_id() -> u64 {
    static NEXT: LazyLock<AtomicU64> =
        LazyLock::new(|| AtomicU64::new(RandomState::new().hash_one(std::process::id()) & !FILLS));
    loop {
        let id = NEXT.fetch_add(2, Ordering::Relaxed);
        if id != 0 {
            return id;
        }
    }
}

#[cfg(test)]
#[path = "region_tests.rs"]
mod tests;

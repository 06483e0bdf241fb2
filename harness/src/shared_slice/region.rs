//! A region: sealed memory that is shared with other processes, and the number by which they know it.
//!
//! An encoded value contains the number of its region and its offset; [`sending`](super::sending) notes which regions were
//! written. Whoever transfers the bytes makes sure that the other side has the region when it decodes them:
//!
//! * it sends [`id`](Region::id) and [`file`](Region::file) the first time, and registers with [`held_by`](Region::held_by);
//! * the other side calls [`adopt`](Region::adopt) and keeps the region until it is told to [forget](Holder::forget) it.
//!
//! A region that came from another process is passed on in the same way.

use super::missing::Missing;
use crate::sys::SealedMemory;
use std::collections::{BTreeMap, VecDeque};
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

/// Something that has sent a region to another process.
pub(crate) trait Holder: fmt::Debug + Send + Sync {
    /// Nothing in this process needs the region any more, so nothing that is sent from here will refer to it, unless it is
    /// received again. That cannot happen before this returns, since the table of regions is locked. So this only takes a note.
    fn forget(&self, id: u64);
}

/// The regions that are alive, by number.
static TABLE: RwLock<BTreeMap<u64, Weak<Region>>> = RwLock::new(BTreeMap::new());

/// Regions that were announced to this process and could not be mapped, and why. The last few, to explain an error.
static UNAVAILABLE: Mutex<VecDeque<(u64, Missing)>> = Mutex::new(VecDeque::new());

/// How many of them are kept.
const EXPLAINED: usize = 64;

/// Set in the number of a region that is filled value by value: whoever opens it has to know that.
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

    /// A region that another process has sent. If its number is known here, that region is returned and the file is not used.
    ///
    /// # Errors
    /// When the file is not sealed memory, or cannot be mapped.
    pub(crate) fn adopt(id: u64, file: OwnedFd) -> io::Result<Arc<Self>> {
        if let Some(known) = Self::find(id) {
            return Ok(known);
        }
        let memory = SealedMemory::open(file, id & FILLS != 0)?;
        let mut table = TABLE.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have been faster. `memory` is dropped after the lock is released.
        if let Some(known) = table.get(&id).and_then(Weak::upgrade) {
            drop(table);
            return Ok(known);
        }
        let region = Arc::new(Self { id, memory, holders: Mutex::default() });
        table.insert(id, Arc::downgrade(&region));
        Ok(region)
    }

    /// Notes that a region could not be adopted. A value that refers to it cannot be read.
    pub(crate) fn note_unavailable(id: u64, why: Missing) {
        let mut unavailable = UNAVAILABLE.lock().unwrap_or_else(PoisonError::into_inner);
        unavailable.retain(|(known, _)| *known != id);
        if unavailable.len() == EXPLAINED {
            unavailable.pop_front();
        }
        unavailable.push_back((id, why));
    }

    /// Why the region with this number is not here, if it was announced.
    pub(super) fn unavailable(id: u64) -> Option<Missing> {
        let unavailable = UNAVAILABLE.lock().unwrap_or_else(PoisonError::into_inner);
        unavailable.iter().find(|(known, _)| *known == id).map(|(_, why)| why.clone())
    }

    /// The region with this number, if it is alive in this process.
    pub(crate) fn find(id: u64) -> Option<Arc<Self>> {
        TABLE.read().unwrap_or_else(PoisonError::into_inner).get(&id).and_then(Weak::upgrade)
    }

    /// Its number. Another region, also of another process, is unlikely to have the same one.
    pub(crate) fn id(&self) -> u64 {
        self.id
    }

    /// The file to send to another process.
    pub(crate) fn file(&self) -> BorrowedFd<'_> {
        self.memory.file()
    }

    /// Whether it is filled value by value.
    #[cfg(feature = "_cluster")]
    pub(crate) fn grows(&self) -> bool {
        Self::id_grows(self.id)
    }

    /// Whether the region with this number is.
    #[cfg(feature = "_cluster")]
    pub(crate) fn id_grows(id: u64) -> bool {
        id & FILLS != 0
    }

    pub(crate) fn memory(&self) -> &SealedMemory {
        &self.memory
    }

    /// Tells this holder when the region is gone. Returns true if it was not registered yet.
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
            // It may have been received again by now, as another region with this number.
            if table.get(&self.id).is_some_and(|region| region.strong_count() == 0) {
                table.remove(&self.id);
            }
            // Within the lock: it can only be received again once they know that it is gone, so they hear of both in this order.
            for holder in &holders {
                holder.forget(self.id);
            }
        }
        // After the lock is released: this may drop the last reference to a holder, and regions that it keeps.
        drop(holders);
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Region").field("id", &self.id).field("memory", &self.memory).finish_non_exhaustive()
    }
}

/// Counts from a random number by two, since the lowest bit is [`FILLS`]. No region has the number 0.
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

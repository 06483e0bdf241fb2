//! Which regions the values refer to that a thread encodes for another process.
//!
//! Whoever transfers the bytes holds a [`Sending`] while it encodes values, and transfers the regions that [`take_mentions`]
//! returns. Without it, a shared value cannot be encoded: its number would mean nothing in a file.

use super::Region;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::sync::Arc;

thread_local! {
    static IS_SENDING: Cell<bool> = const { Cell::new(false) };
    static HAS_MENTIONS: Cell<bool> = const { Cell::new(false) };
    static MENTIONS: RefCell<Vec<Arc<Region>>> = const { RefCell::new(Vec::new()) };
}

/// While this exists, the thread encodes values for a process that is sent the regions they refer to.
///
/// A nested one has separate mentions. Mentions that nobody took are dropped with it.
#[derive(Debug)]
pub(crate) struct Sending {
    was_sending: bool,
    outer: Vec<Arc<Region>>,
    /// Not to be moved to another thread.
    _here: PhantomData<*const ()>,
}

impl Sending {
    pub(crate) fn start() -> Self {
        let outer = if has_mentions() { take_mentions() } else { Vec::new() };
        Self { was_sending: IS_SENDING.replace(true), outer, _here: PhantomData }
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        IS_SENDING.set(self.was_sending);
        if has_mentions() {
            drop(take_mentions());
        }
        if !self.outer.is_empty() {
            HAS_MENTIONS.set(true);
            let outer = std::mem::take(&mut self.outer);
            let _ = MENTIONS.try_with(|mentions| mentions.replace(outer));
        }
    }
}

/// Whether a region was mentioned since the last [`take_mentions`]. Costs a load of a thread-local variable.
#[inline]
pub(crate) fn has_mentions() -> bool {
    HAS_MENTIONS.get()
}

/// The regions that were mentioned since the last call, each once.
pub(crate) fn take_mentions() -> Vec<Arc<Region>> {
    HAS_MENTIONS.set(false);
    // A thread that encodes values is not being destroyed, so this does not fail.
    let mut regions = MENTIONS.try_with(RefCell::take).unwrap_or_default();
    if regions.len() > 1 {
        regions.sort_unstable_by_key(|region| region.id());
        regions.dedup_by_key(|region| region.id());
    }
    regions
}

/// Notes that a value refers to this region. Returns false if nothing is being sent.
pub(super) fn mention(region: &Arc<Region>) -> bool {
    if !IS_SENDING.get() {
        return false;
    }
    HAS_MENTIONS.set(true);
    MENTIONS
        .try_with(|mentions| {
            let mut mentions = mentions.borrow_mut();
            // Values that are sent together are often in the same region.
            if mentions.last().is_none_or(|last| last.id() != region.id()) {
                mentions.push(Arc::clone(region));
            }
        })
        .is_ok()
}

/// Whether this thread is sending, for values without a region.
pub(super) fn is_sending() -> bool {
    IS_SENDING.get()
}

#[cfg(test)]
#[path = "sending_tests.rs"]
mod tests;

//! Which regions the values speak of that a thread writes for another process.
//!
//! Whoever carries the bytes holds a [`Sending`] while it has values written, and takes along what
//! [`take_mentions`] gives. Outside of that a shared value cannot be written: its number says nothing to a file.

use super::Region;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::sync::Arc;

thread_local! {
    static IS_SENDING: Cell<bool> = const { Cell::new(false) };
    static HAS_MENTIONS: Cell<bool> = const { Cell::new(false) };
    static MENTIONS: RefCell<Vec<Arc<Region>>> = const { RefCell::new(Vec::new()) };
}

/// While it is there, this thread writes values for a process that is passed the regions they speak of.
///
/// One within another has mentions of its own. Those that nobody took are gone with it.
#[derive(Debug)]
pub(crate) struct Sending {
    was_sending: bool,
    outer: Vec<Arc<Region>>,
    /// It is about this thread.
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

/// Whether a region was mentioned since the last [`take_mentions`]: a load of a thread's variable.
#[inline]
pub(crate) fn has_mentions() -> bool {
    HAS_MENTIONS.get()
}

/// The regions that were mentioned since the last time, each once.
pub(crate) fn take_mentions() -> Vec<Arc<Region>> {
    HAS_MENTIONS.set(false);
    // No thread that has values written is at its end.
    let mut regions = MENTIONS.try_with(RefCell::take).unwrap_or_default();
    if regions.len() > 1 {
        regions.sort_unstable_by_key(|region| region.id());
        regions.dedup_by_key(|region| region.id());
    }
    regions
}

/// Takes note of a region; `false` when nothing is being sent.
pub(super) fn mention(region: &Arc<Region>) -> bool {
    if !IS_SENDING.get() {
        return false;
    }
    HAS_MENTIONS.set(true);
    MENTIONS
        .try_with(|mentions| {
            let mut mentions = mentions.borrow_mut();
            // Most of the time, values that are sent together are in the same one.
            if mentions.last().is_none_or(|last| last.id() != region.id()) {
                mentions.push(Arc::clone(region));
            }
        })
        .is_ok()
}

/// Whether this thread is sending: asked where there is no region to mention.
pub(super) fn is_sending() -> bool {
    IS_SENDING.get()
}

#[cfg(test)]
#[path = "sending_tests.rs"]
mod tests;

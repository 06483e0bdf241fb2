//! Contents that this node has fetched, by their hash. Those that are in use are kept; the others as long as there is room for them.

use crate::digest::Digest;
use std::collections::HashMap;

/// Contents, each with what was made of it.
#[derive(Debug)]
pub(super) struct Cache<T> {
    known: HashMap<Digest, Kept<T>>,
    /// Bytes of contents that are not in use.
    unused: u64,
    /// The most of these.
    limit: u64,
    /// Counts uses, to tell which was last.
    clock: u64,
}

#[derive(Debug)]
struct Kept<T> {
    content: T,
    length: u64,
    users: usize,
    last_used: u64,
}

impl<T: Clone> Cache<T> {
    /// At most so many bytes that are not in use are kept.
    pub(super) fn new(limit: u64) -> Self {
        Self { known: HashMap::new(), unused: 0, limit, clock: 0 }
    }

    /// A content, if it is there. It is in use until it is [released](Self::release).
    pub(super) fn take(&mut self, name: &Digest) -> Option<T> {
        let kept = self.known.get_mut(name)?;
        if kept.users == 0 {
            self.unused -= kept.length;
        }
        kept.users += 1;
        Some(kept.content.clone())
    }

    /// Adds a content, which is not in use yet.
    pub(super) fn add(&mut self, name: Digest, length: u64, content: T) {
        self.clock += 1;
        let kept = Kept { content, length, users: 0, last_used: self.clock };
        if let Some(known) = self.known.get_mut(&name) {
            // It came twice, and the first may be in use.
            known.last_used = kept.last_used;
            return;
        }
        self.known.insert(name, kept);
        self.unused += length;
        // Its users take it before anything else is added.
        self.drop_unused(Some(&name));
    }

    /// Bytes of all contents.
    pub(super) fn bytes(&self) -> u64 {
        self.known.values().map(|kept| kept.length).sum()
    }

    /// One user less.
    pub(super) fn release(&mut self, name: &Digest) {
        self.clock += 1;
        let Some(kept) = self.known.get_mut(name).filter(|kept| kept.users > 0) else { return };
        kept.users -= 1;
        kept.last_used = self.clock;
        if kept.users == 0 {
            self.unused += kept.length;
            self.drop_unused(None);
        }
    }

    /// Drops what was not used for the longest time, as far as there is no room for it.
    fn drop_unused(&mut self, but: Option<&Digest>) {
        while self.unused > self.limit {
            let unused = self.known.iter().filter(|(name, kept)| kept.users == 0 && Some(*name) != but);
            let Some(oldest) = unused.min_by_key(|(_, kept)| kept.last_used).map(|(name, _)| *name) else {
                return;
            };
            if let Some(kept) = self.known.remove(&oldest) {
                self.unused -= kept.length;
            }
        }
    }
}

#[cfg(test)]
#[path = "cache_tests.rs"]
mod tests;

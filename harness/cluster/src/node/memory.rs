//! The memory of `Shared` values that a caller's workers on this node read.

use super::host::{Host, Worker};
use super::peers::{Peers, Seat};
use crate::digest::Digest;
use crate::store::StoreError;
use crate::tunnel::{Entry, Link, LinkId};
use std::collections::HashMap;
use std::collections::hash_map::Entry as MapEntry;
use wirecheck::cluster::{GrowingMemory, MemoryCopy};

/// A content that is to be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fetch {
    pub(super) name: Digest,
    pub(super) length: u64,
}

/// Who waits for contents that are being fetched.
pub(super) type Fetching = HashMap<Digest, Vec<(LinkId, u64)>>;

/// The memory that one caller has spoken of, by its number.
#[derive(Debug, Default)]
pub(super) struct Memories(HashMap<u64, Memory>);

#[derive(Debug)]
enum Memory {
    /// It comes with the bundles.
    Grows(GrowingMemory),
    /// It is being fetched.
    Fetched(Digest),
    /// It is in the cache, in use.
    There(Digest, MemoryCopy),
    /// It cannot be had.
    Refused(String),
}

impl<H: Host> Peers<H> {
    /// Takes what a caller says of memory. Returns false if it is not about memory.
    pub(super) fn memory_entry(&mut self, id: LinkId, number: u64, entry: Entry<'_>) -> bool {
        let Some(peer) = self.peers.get_mut(&id) else { return true };
        match entry {
            Entry::Await { memory } => {
                if let Some(seat) = peer.seats.get_mut(&number) {
                    seat.awaited.push_back(memory);
                }
            }
            Entry::Part { memory, length, from, bytes } => {
                if let Err(error) = peer.memories.append(memory, length, from, bytes) {
                    let why = format!("on the node {}, {error}", self.own.name);
                    peer.memories.0.insert(memory, Memory::Refused(why));
                }
            }
            Entry::Object { memory, length, name } => self.object(id, memory, length, Digest(name)),
            Entry::NoMemory { memory, why } => {
                peer.memories.0.insert(memory, Memory::Refused(why.to_owned()));
            }
            Entry::Forget { memory } => self.forget(id, memory),
            _ => return false,
        }
        self.hand_over(id);
        true
    }

    fn object(&mut self, id: LinkId, memory: u64, length: u64, name: Digest) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        match peer.memories.0.get(&memory) {
            Some(Memory::Fetched(known) | Memory::There(known, _)) if *known == name => return,
            Some(Memory::There(known, _)) => self.cache.release(known),
            _ => {}
        }
        if let Some(copy) = self.cache.take(&name) {
            peer.memories.0.insert(memory, Memory::There(name, copy));
            return;
        }
        peer.memories.0.insert(memory, Memory::Fetched(name));
        let waiting = self.fetching.entry(name).or_default();
        waiting.push((id, memory));
        if waiting.len() == 1 {
            let _ = self.fetches.send(Fetch { name, length });
        }
    }

    fn forget(&mut self, id: LinkId, memory: u64) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        for seat in peer.seats.values_mut().filter(|seat| seat.has.contains(&memory)) {
            seat.has.retain(|known| *known != memory);
            if let Some(channel) = seat.worker.as_ref().and_then(Worker::memory) {
                channel.forget(memory);
            }
        }
        if let Some(Memory::There(name, _)) = peer.memories.0.remove(&memory) {
            self.cache.release(&name);
        }
        if peer.seats.values().any(|seat| seat.awaited.contains(&memory)) {
            // Its task is not wanted any more. The worker must not wait for it without end.
            let why = "the program that made it has dropped it".to_owned();
            peer.memories.0.insert(memory, Memory::Refused(why));
        }
    }

    /// A content was fetched, or could not be.
    pub(super) fn fetched(&mut self, fetch: Fetch, outcome: Result<MemoryCopy, StoreError>) {
        let waiting = self.fetching.remove(&fetch.name).unwrap_or_default();
        if let Ok(copy) = &outcome {
            self.cache.add(fetch.name, fetch.length, copy.clone());
        }
        let why = outcome.as_ref().err().map(|error| format!("on the node {}, {error}", self.own.name));
        for (id, memory) in waiting {
            let Some(peer) = self.peers.get_mut(&id) else { continue };
            let is_wanted =
                matches!(peer.memories.0.get(&memory), Some(Memory::Fetched(name)) if *name == fetch.name);
            if !is_wanted {
                continue;
            }
            if let Some(why) = why.clone() {
                let is_missing =
                    matches!(outcome, Err(StoreError::Missing { .. } | StoreError::Wrong { .. }));
                peer.link.push(0, Entry::NotFetched { memory, is_missing, why: &why });
                if is_missing {
                    // Its workers wait until the caller has put it again, or says that it cannot.
                    peer.memories.0.remove(&memory);
                } else {
                    peer.memories.0.insert(memory, Memory::Refused(why));
                }
            } else if let Some(copy) = self.cache.take(&fetch.name) {
                peer.memories.0.insert(memory, Memory::There(fetch.name, copy));
            }
            self.hand_over(id);
        }
        self.wake.notify_one();
    }

    /// Hands the workers of a caller what they wait for, as far as it is there.
    fn hand_over(&mut self, id: LinkId) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        for (number, seat) in peer.seats.iter_mut().filter(|(_, seat)| !seat.awaited.is_empty()) {
            if peer.memories.hand_to(*number, seat, &mut peer.link) {
                self.wake.notify_one();
            }
        }
    }

    /// A caller is gone, and what was kept for it is not in use any more.
    pub(super) fn release_memories(&mut self, memories: Memories) {
        for memory in memories.0.into_values() {
            if let Memory::There(name, _) = memory {
                self.cache.release(&name);
            }
        }
    }
}

impl Memories {
    /// Whether this is memory of the caller.
    pub(super) fn has(&self, memory: u64) -> bool {
        matches!(self.0.get(&memory), Some(Memory::Grows(_) | Memory::There(..)))
    }

    fn append(&mut self, memory: u64, length: u64, from: u64, bytes: &[u8]) -> std::io::Result<()> {
        if let MapEntry::Vacant(place) = self.0.entry(memory) {
            place.insert(Memory::Grows(GrowingMemory::new(length)?));
        }
        // If an earlier part could not be kept, the later ones are of no use.
        let Some(Memory::Grows(growing)) = self.0.get_mut(&memory) else { return Ok(()) };
        if from != growing.written() {
            return Err(std::io::Error::other("memory came in the wrong order"));
        }
        growing.append(bytes)
    }

    /// Hands the worker of a seat what it waits for, in order. Returns whether the caller is to be told something.
    pub(super) fn hand_to<H: Host>(&self, number: u64, seat: &mut Seat<H>, link: &mut Link) -> bool {
        let Some(channel) = seat.worker.as_ref().and_then(Worker::memory) else { return false };
        let before = seat.awaited.len();
        while let Some(memory) = seat.awaited.front().copied() {
            let is_handed = match self.0.get(&memory) {
                Some(Memory::Grows(growing)) => channel.share(memory, &growing.copy()),
                Some(Memory::There(_, copy)) => channel.share(memory, copy),
                Some(Memory::Refused(why)) => channel.refuse(memory, why),
                Some(Memory::Fetched(_)) | None => false,
            };
            if !is_handed {
                break;
            }
            seat.awaited.pop_front();
            if !seat.has.contains(&memory) {
                seat.has.push(memory);
            }
            link.push(number, Entry::MemoryCame);
        }
        seat.awaited.len() < before
    }
}

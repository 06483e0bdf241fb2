//! The memory of `Shared` values that workers on nodes read: put on the server once, and told to the nodes that need it.
//!
//! Memory that grows, which holds small values, goes to each node with the bundles.

use super::nodes::Node;
use super::seats::{Hub, Place};
use crate::digest::Digest;
use crate::store::StoreError;
use crate::tunnel::Entry;
use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use wirecheck::cluster::SharedMemory;

/// The most bytes of memory that grows in one entry.
const PART: usize = 128 << 10;
/// How often an object that is gone is put again within a while.
const TRIES: u32 = 3;
/// That while.
const TRIES_PER: Duration = Duration::from_secs(60);

/// Memory that threads of the program have said to share, in this order. A seat's stream refers to it only after that.
#[derive(Debug, Default)]
pub(super) struct Announced(Mutex<VecDeque<Share>>);

/// Memory that the worker of a seat is to get.
#[derive(Debug)]
pub(super) struct Share {
    pub(super) seat: u64,
    pub(super) memory: SharedMemory,
    /// Whether the worker waits for it.
    pub(super) is_awaited: bool,
}

impl Announced {
    pub(super) fn push(&self, share: Share) {
        self.lock().push_back(share);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lock().is_empty()
    }

    fn take(&self) -> VecDeque<Share> {
        std::mem::take(&mut self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Share>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is to be done with the server.
#[derive(Debug)]
pub(super) enum StoreJob {
    /// To put memory. With `again`, also if it seems to be there. The name is known if it was put before.
    Put {
        memory: SharedMemory,
        name: Option<Digest>,
        again: bool,
    },
    Delete(Digest),
}

/// What became of memory that was to be put.
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) memory: u64,
    pub(super) name: Option<Digest>,
    /// Whether this caller has put it there.
    pub(super) is_own: bool,
    pub(super) outcome: Result<(), StoreError>,
}

/// All memory that workers on nodes read or will read.
#[derive(Debug, Default)]
pub(super) struct Memories(HashMap<u64, Known>);

#[derive(Debug)]
struct Known {
    memory: SharedMemory,
    content: Content,
    /// How often it was to be put again lately.
    tries: u32,
    last_try: Option<Instant>,
    /// The nodes that need it.
    nodes: HashMap<String, Told>,
}

/// How its bytes get to nodes.
#[derive(Debug)]
enum Content {
    /// With the bundles.
    Grows,
    /// It is being put on the server.
    Stored {
        name: Option<Digest>,
    },
    /// It is an object on the server.
    Object {
        name: Digest,
        is_own: bool,
    },
    Failed {
        name: Option<Digest>,
    },
}

/// What a node knows of it.
#[derive(Debug, Default)]
struct Told {
    /// Up to which byte it has memory that grows.
    written: u64,
    /// Whether it knows the object.
    has_name: bool,
}

impl Memories {
    /// Memory of this process that was sent to nodes.
    pub(super) fn find(&self, memory: u64) -> Option<&SharedMemory> {
        self.0.get(&memory).map(|known| &known.memory)
    }
}

impl Hub {
    /// Takes what was announced. To be called before bytes that were read from the stream of a seat are sent.
    pub(super) fn take_announced(&mut self) {
        for share in self.announced.take() {
            self.share(share);
        }
    }

    fn share(&mut self, share: Share) {
        let Some(seat) = self.seats.get_mut(&share.seat) else {
            // Its opening is still on its way to this thread. Or it is over, and will be released.
            self.early_shares.entry(share.seat).or_default().push(share);
            return;
        };
        let Place::On(node) = seat.place.clone() else {
            seat.shares.push(share);
            return;
        };
        self.share_on(&node, &share);
    }

    /// Tells a node what it needs to know of memory.
    pub(super) fn share_on(&mut self, node: &str, share: &Share) {
        let memory = &share.memory;
        let known = self.memories.0.entry(memory.id()).or_insert_with(|| Known {
            memory: memory.clone(),
            content: if memory.grows() { Content::Grows } else { Content::Failed { name: None } },
            tries: 0,
            last_try: None,
            nodes: HashMap::new(),
        });
        known.memory = memory.clone();
        if let Content::Failed { name } = known.content {
            // It may succeed by now.
            known.content = Content::Stored { name };
            let _ = self.store_jobs.send(StoreJob::Put { memory: memory.clone(), name, again: false });
        }
        let Some(to) = self.nodes.get_mut(node) else { return };
        let told = known.nodes.entry(node.to_owned()).or_default();
        match known.content {
            Content::Grows => push_parts(to, memory, told),
            Content::Object { name, .. } => push_object(to, memory, name, told),
            Content::Stored { .. } | Content::Failed { .. } => {}
        }
        if share.is_awaited {
            to.link.push(share.seat, Entry::Await { memory: memory.id() });
        }
        self.wake.notify_one();
    }

    /// Takes what became of memory that was to be put on the server.
    pub(super) fn stored(&mut self, stored: Stored) {
        let Stored { memory: id, name, is_own, outcome } = stored;
        let Some(known) = self.memories.0.get_mut(&id) else {
            // It is gone by now.
            if let Some(name) = name.filter(|_| is_own) {
                self.delete(name);
            }
            return;
        };
        let was_own = matches!(known.content, Content::Object { is_own: true, .. });
        match (outcome, name) {
            (Ok(()), Some(name)) => {
                known.content = Content::Object { name, is_own: is_own || was_own };
                for (node, told) in &mut known.nodes {
                    if let Some(node) = self.nodes.get_mut(node) {
                        push_object(node, &known.memory, name, told);
                    }
                }
            }
            (outcome, name) => {
                let why =
                    outcome.err().map_or_else(|| "it has no name".to_owned(), |error| error.to_string());
                let why = format!("this program could not put it on the NATS server: {why}");
                known.content = Content::Failed { name };
                for (node, _) in known.nodes.iter().filter(|(_, told)| !told.has_name) {
                    if let Some(node) = self.nodes.get_mut(node) {
                        node.link.push(0, Entry::NoMemory { memory: id, why: &why });
                    }
                }
            }
        }
        self.wake.notify_one();
    }

    /// A node could not fetch an object.
    pub(super) fn not_fetched(&mut self, from: &str, id: u64, is_missing: bool, why: &str) {
        let Some(known) = self.memories.0.get_mut(&id) else { return };
        let told = known.nodes.entry(from.to_owned()).or_default();
        // It is told the object again when that is there, or needed, again.
        told.has_name = false;
        if !is_missing {
            return;
        }
        if known.last_try.is_none_or(|at| at.elapsed() > TRIES_PER) {
            known.tries = 0;
        }
        match known.content {
            Content::Object { name, .. } if known.tries < TRIES && known.memory.is_alive() => {
                known.tries += 1;
                known.last_try = Some(Instant::now());
                known.content = Content::Stored { name: Some(name) };
                let memory = known.memory.clone();
                let _ = self.store_jobs.send(StoreJob::Put { memory, name: Some(name), again: true });
            }
            // The node is told how it ends.
            Content::Stored { .. } => {}
            _ => {
                if let Some(node) = self.nodes.get_mut(from) {
                    node.link.push(0, Entry::NoMemory { memory: id, why });
                    self.wake.notify_one();
                }
            }
        }
    }

    /// Forgets memory without values, here and on the nodes.
    pub(super) fn forget_dropped(&mut self) {
        let gone = self.memories.0.extract_if(|_, known| !known.memory.is_alive());
        let gone: Vec<(u64, Known)> = gone.collect();
        for (id, known) in gone {
            for node in known.nodes.keys() {
                if let Some(node) = self.nodes.get_mut(node) {
                    node.link.push(0, Entry::Forget { memory: id });
                }
            }
            if let Content::Object { name, is_own: true } = known.content {
                self.delete(name);
            }
            self.wake.notify_one();
        }
    }

    /// Deletes an object, unless other memory has the same content.
    fn delete(&mut self, name: Digest) {
        let has_it = |content: &mut Content| match content {
            Content::Object { name: other, is_own } if *other == name => {
                // It is deleted with that.
                *is_own = true;
                true
            }
            Content::Stored { name: other } => *other == Some(name),
            _ => false,
        };
        if !self.memories.0.values_mut().any(|known| has_it(&mut known.content)) {
            let _ = self.store_jobs.send(StoreJob::Delete(name));
        }
    }

    /// A node is gone, with all that it knew.
    pub(super) fn forget_node(&mut self, node: &str) {
        for known in self.memories.0.values_mut() {
            known.nodes.remove(node);
        }
    }

    /// The objects that this caller has put on the server.
    pub(super) fn own_objects(&self) -> Vec<Digest> {
        let own = self.memories.0.values().filter_map(|known| match known.content {
            Content::Object { name, is_own: true } => Some(name),
            _ => None,
        });
        own.collect()
    }
}

fn push_parts(node: &mut Node, memory: &SharedMemory, told: &mut Told) {
    let Some(bytes) = memory.bytes_from(told.written) else {
        let why = "the program that made it has dropped it";
        node.link.push(0, Entry::NoMemory { memory: memory.id(), why });
        return;
    };
    let start = memory.written() - bytes.len() as u64;
    for (at, bytes) in (0_u64..).zip(bytes.chunks(PART)) {
        let from = start + at * PART as u64;
        node.link.push(0, Entry::Part { memory: memory.id(), length: memory.length(), from, bytes });
    }
    told.written = memory.written();
}

fn push_object(node: &mut Node, memory: &SharedMemory, name: Digest, told: &mut Told) {
    if !std::mem::replace(&mut told.has_name, true) {
        let (memory, length) = (memory.id(), memory.length());
        node.link.push(0, Entry::Object { memory, length, name: name.0 });
    }
}

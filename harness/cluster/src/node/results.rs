//! Memory of `Shared` values in the results of one worker, on its way to the caller: before the bytes that refer to it.

use super::memory::Memories;
use crate::tunnel::{Entry, Link};
use std::collections::{HashMap, VecDeque};
use std::time::{Duration, Instant};
use wirecheck::cluster::{MemoryChannel, WorkerMemory};

/// The most bytes of one entry.
const PART: usize = 128 << 10;
/// The caller keeps memory that does not grow for so long after the last result in it, so that further ones need no bytes.
const KEPT: Duration = Duration::from_secs(1);
/// Memory that grows is kept as long as there is not more of it.
const GROWING: usize = 64;

/// See the [module](self).
#[derive(Debug, Default)]
pub(super) struct Results {
    queue: VecDeque<(u64, Made)>,
    /// What the caller has.
    told: HashMap<u64, Told>,
}

#[derive(Debug)]
enum Made {
    By(WorkerMemory),
    /// It is the caller's own.
    ByCaller,
    Unusable(String),
}

#[derive(Debug)]
struct Told {
    upto: u64,
    grows: bool,
    last_used: Instant,
}

impl Results {
    /// Takes what the worker has handed over.
    pub(super) fn take(&mut self, channel: &MemoryChannel, of_caller: &Memories) {
        while let Some((number, memory)) = channel.take() {
            let made = match memory {
                _ if of_caller.has(number) => Made::ByCaller,
                Ok(memory) => Made::By(memory),
                Err(error) => Made::Unusable(error.to_string()),
            };
            self.queue.push_back((number, made));
        }
    }

    /// Sends it, as far as there is room. Returns whether all of it was sent.
    pub(super) fn send(&mut self, seat: u64, node: &str, link: &mut Link) -> bool {
        while let Some((number, made)) = self.queue.front() {
            let memory = *number;
            match made {
                Made::ByCaller => {}
                Made::Unusable(why) => {
                    let why = format!("on the node {node}, the memory of a result could not be read: {why}");
                    link.push(seat, Entry::NoMemory { memory, why: &why });
                }
                Made::By(made) => {
                    let (grows, length, last_used) = (made.grows(), made.length(), Instant::now());
                    let fresh = Told { upto: made.start(), grows, last_used };
                    let told = self.told.entry(memory).or_insert(fresh);
                    told.last_used = last_used;
                    while told.upto < made.written() {
                        if !link.has_room() {
                            return false;
                        }
                        let bytes = made.bytes(told.upto, PART);
                        link.push(seat, Entry::Part { memory, length, from: told.upto, bytes: &bytes });
                        told.upto += bytes.len() as u64;
                    }
                }
            }
            link.push(seat, Entry::Await { memory });
            self.queue.pop_front();
        }
        true
    }

    /// Has the caller forget what was not used for a while. Returns whether there was something.
    pub(super) fn tidy(&mut self, seat: u64, link: &mut Link, now: Instant) -> bool {
        if !self.queue.is_empty() || self.told.is_empty() {
            return false;
        }
        let is_old = |told: &Told| !told.grows && now.saturating_duration_since(told.last_used) >= KEPT;
        let mut gone: Vec<u64> =
            self.told.iter().filter(|(_, told)| is_old(told)).map(|(id, _)| *id).collect();
        let mut growing: Vec<(Instant, u64)> =
            self.told.iter().filter(|(_, told)| told.grows).map(|(id, told)| (told.last_used, *id)).collect();
        if let Some(surplus) = growing.len().checked_sub(GROWING) {
            growing.sort_unstable();
            gone.extend(growing[..surplus].iter().map(|(_, id)| *id));
        }
        for memory in &gone {
            self.told.remove(memory);
            link.push(seat, Entry::Forget { memory: *memory });
        }
        !gone.is_empty()
    }
}

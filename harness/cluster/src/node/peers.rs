//! The callers of a node, and the seats that each has.

use super::cache::Cache;
use super::host::{Host, Worker};
use super::memory::{Fetch, Fetching, Memories};
use super::programs::{Others, ProgramKey, Programs};
use crate::beat::{BEAT, Beat};
use crate::program::{ProgramInfo, objection};
use crate::tunnel::{Entries, Entry, Flow, Key, Link, LinkId, Received, reset};
use bytes::Bytes;
use std::collections::btree_map::Entry as MapEntry;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use wirecheck::Error;
use wirecheck::cluster::{MemoryCopy, Program, SeatCommand, WorkerHost};

/// A caller that was not heard for so long is gone, and its workers are killed.
const GONE_AFTER: Duration = Duration::from_millis(5500);

/// A worker that had nothing to do for so long may make room for others.
const IDLE: Duration = Duration::from_millis(250);

/// Makes what starts workers of another program.
pub(super) type StartHost<H = WorkerHost> = Box<dyn Fn(Program, &ProgramInfo) -> Result<H, Error>>;

/// All that a node knows.
pub(super) struct Peers<H: Host = WorkerHost> {
    pub(super) key: Key,
    pub(super) programs: Programs<H>,
    start: StartHost<H>,
    pub(super) own: Beat,
    pub(super) peers: BTreeMap<LinkId, Peer<H>>,
    /// Seats that wait for a place, first come first served.
    waiting: VecDeque<(LinkId, u64)>,
    /// Seats that got a worker and have no pump yet.
    pub(super) placed: Vec<(LinkId, u64)>,
    /// Contents of `Shared` values.
    pub(super) cache: Cache<MemoryCopy>,
    pub(super) fetching: Fetching,
    /// What is to be fetched.
    pub(super) fetches: UnboundedSender<Fetch>,
    /// Notified when there is something to send.
    pub(super) wake: Rc<Notify>,
}

/// A caller.
pub(super) struct Peer<H: Host = WorkerHost> {
    pub(super) link: Link,
    /// The subject of its inbox.
    pub(super) address: String,
    pub(super) seats: BTreeMap<u64, Seat<H>>,
    pub(super) memories: Memories,
}

pub(super) struct Seat<H: Host = WorkerHost> {
    /// `None` while it waits for a place.
    pub(super) worker: Option<H::Worker>,
    /// What starts its worker, and has to outlive it. `None` while its program is loaded.
    host: Option<Rc<H>>,
    /// How its worker is to be started.
    setup: Rc<[u8]>,
    pub(super) flow: Flow,
    /// Whether nothing more comes from the caller, or is taken from it.
    pub(super) is_finished: bool,
    /// Since when its worker has nothing to do.
    pub(super) idle_since: Option<Instant>,
    /// Memory that its worker waits for, in this order.
    pub(super) awaited: VecDeque<u64>,
    /// Memory that its worker has got.
    pub(super) has: Vec<u64>,
    /// Of the pump, when something of the above has changed.
    pub(super) changed: Rc<Notify>,
}

impl<H: Host> Peers<H> {
    pub(super) fn new(
        key: Key,
        (programs, start): (Programs<H>, StartHost<H>),
        own: Beat,
        fetches: UnboundedSender<Fetch>,
        wake: Rc<Notify>,
    ) -> Self {
        Self {
            key,
            programs,
            start,
            own,
            peers: BTreeMap::new(),
            waiting: VecDeque::new(),
            placed: Vec::new(),
            cache: Cache::new(room_for_unused()),
            fetching: Fetching::new(),
            fetches,
            wake,
        }
    }

    /// The beat of now.
    pub(super) fn beat(&self) -> Beat {
        let cached = self.programs.cached();
        Beat { taken: self.taken() as u32, callers: self.peers.len() as u32, cached, ..self.own.clone() }
    }

    fn taken(&self) -> usize {
        let with_worker = |peer: &Peer<H>| peer.seats.values().filter(|seat| seat.worker.is_some()).count();
        self.peers.values().map(with_worker).sum()
    }

    /// What is to be sent now, each with its address, and when to ask again.
    pub(super) fn collect(&mut self, now: Instant) -> (Vec<(String, Bytes)>, Instant) {
        let (mut messages, mut next) = (Vec::new(), now + BEAT);
        for peer in self.peers.values_mut() {
            while let Some(message) = peer.link.next_message(&self.key, now) {
                messages.push((peer.address.clone(), message));
            }
            next = next.min(peer.link.next_time(now));
        }
        (messages, next)
    }

    /// Takes a message; returns what its sender is to be told at once. `from` is the sender's subject.
    pub(super) fn take(&mut self, message: &[u8], from: Option<&str>, now: Instant) -> Option<Bytes> {
        let key = self.key.clone();
        let content = key.open(message)?;
        let (id, is_first) = Link::of(content)?;
        let peer = match (self.peers.entry(id), from) {
            (MapEntry::Occupied(known), _) => known.into_mut(),
            (MapEntry::Vacant(place), Some(from)) if is_first => {
                let link = Link::new(id, false, now);
                let (seats, memories) = (BTreeMap::new(), Memories::default());
                place.insert(Peer { link, address: from.to_owned(), seats, memories })
            }
            // It was given up, or this process is another one.
            _ => return (!Link::is_reset(content)).then(|| reset(id, false, &key)),
        };
        match peer.link.receive(content, now) {
            Received::Entries(entries) => {
                for (seat, entry) in Entries(entries).map_while(Result::ok) {
                    self.entry(id, seat, entry);
                }
                self.place_waiting();
            }
            Received::Reset => self.give_up(id),
            Received::Nothing | Received::Malformed => {}
        }
        None
    }

    fn entry(&mut self, id: LinkId, number: u64, entry: Entry<'_>) {
        if self.memory_entry(id, number, entry) {
            return;
        }
        let Some(peer) = self.peers.get_mut(&id) else { return };
        match entry {
            Entry::Open { setup, program } => self.open(id, number, setup, program),
            Entry::Stored => self.programs.answered((id, number), Ok(())),
            Entry::NotStored { why } => self.programs.answered((id, number), Err(why.to_owned())),
            Entry::Released => self.release(id, number),
            _ => {
                let Some(seat) = peer.seats.get_mut(&number) else { return };
                match entry {
                    Entry::Data { bytes } => {
                        // Straight to the worker, where nothing waits. The pump does the rest.
                        let is_next = seat.flow.waiting().is_empty();
                        let worker = seat.worker.as_mut().filter(|_| is_next);
                        let written = worker.and_then(|worker| worker.write(bytes)).unwrap_or(0);
                        seat.idle_since = None;
                        if let Some(passed) = seat.flow.passed_straight(written) {
                            peer.link.push(number, Entry::Credit { passed });
                        }
                        if written == bytes.len() {
                            return;
                        }
                        let has_room = seat.flow.came(&bytes[written..]);
                        seat.changed.notify_one();
                        if !has_room {
                            self.give_up(id);
                        }
                        return;
                    }
                    Entry::Finished => seat.is_finished = true,
                    Entry::Credit { passed } => seat.flow.credit(passed),
                    Entry::Command { command } => {
                        if let (Some(command), Some(worker)) = (SeatCommand::read(command), &mut seat.worker)
                        {
                            worker.command(command);
                        }
                    }
                    _ => {}
                }
                seat.changed.notify_one();
            }
        }
    }

    fn open(&mut self, id: LinkId, number: u64, setup: &[u8], program: &[u8]) {
        let Some(peer) = self.peers.get_mut(&id) else { return };
        let info = ProgramInfo::read(program).ok_or_else(|| {
            format!(
                "the node {} does not understand what the caller says of its program: build both with the same version of wirecheck",
                self.own.name
            )
        });
        let info = info.and_then(|info| objection(&info, &self.own).map_or(Ok(info), Err));
        let info = match info {
            Ok(info) => info,
            Err(why) => {
                peer.link.push(number, Entry::Refused { why: &why });
                return;
            }
        };
        let host = if info.build == self.own.build {
            Some(self.programs.own())
        } else {
            self.programs.other(info, (id, number), Instant::now())
        };
        if host.is_some() {
            self.waiting.push_back((id, number));
        }
        let seat = Seat {
            worker: None,
            host,
            setup: setup.into(),
            flow: Flow::default(),
            is_finished: false,
            idle_since: None,
            awaited: VecDeque::new(),
            has: Vec::new(),
            changed: Rc::default(),
        };
        peer.seats.insert(number, seat);
    }

    /// A program that is to be loaded, and what that needs; `None` if nobody waits for it any more.
    pub(super) fn loading(&self, key: ProgramKey) -> Option<(Rc<ProgramInfo>, Others)> {
        Some((self.programs.loading(key)?, self.programs.others.clone()?))
    }

    /// A program was loaded, or why not: its seats get workers, or end.
    pub(super) fn loaded(&mut self, key: ProgramKey, outcome: Result<Program, String>) {
        let (seats, host) = self.programs.loaded(key, outcome, &self.start);
        for (id, number) in seats {
            let Some(peer) = self.peers.get_mut(&id) else { continue };
            match (&host, peer.seats.get_mut(&number)) {
                (Ok(host), Some(seat)) => {
                    seat.host = Some(Rc::clone(host));
                    self.waiting.push_back((id, number));
                }
                (Err(why), Some(_)) => {
                    peer.link.push(number, Entry::Refused { why });
                    peer.seats.remove(&number);
                }
                (_, None) => {}
            }
        }
        self.place_waiting();
    }

    /// Ends a seat. Its worker is killed if it lives.
    pub(super) fn release(&mut self, id: LinkId, number: u64) {
        self.waiting.retain(|waiting| *waiting != (id, number));
        self.programs.forget(|seat| *seat == (id, number));
        if let Some(seat) = self.peers.get_mut(&id).and_then(|peer| peer.seats.remove(&number)) {
            seat.changed.notify_one();
        }
        self.place_waiting();
    }

    /// Starts workers for seats that wait, as far as there are places.
    pub(super) fn place_waiting(&mut self) {
        while self.taken() < self.own.places as usize {
            let Some((id, number)) = self.waiting.pop_front() else { return };
            let Some(peer) = self.peers.get_mut(&id) else { continue };
            let Some(seat) = peer.seats.get_mut(&number) else { continue };
            let Some(host) = seat.host.clone() else { continue };
            let host = self.programs.with(&host, &seat.setup, Instant::now());
            match host.and_then(|host| host.start().inspect(|_| seat.host = Some(host))) {
                Ok(worker) => {
                    seat.worker = Some(worker);
                    peer.link.push(number, Entry::Placed);
                    self.placed.push((id, number));
                }
                Err(error) => {
                    peer.link.push(
                        number,
                        Entry::Refused { why: &format!("on the node {}, {error}", self.own.name) },
                    );
                    peer.seats.remove(&number);
                }
            }
            self.wake.notify_one();
        }
    }

    /// Ends workers that have been idle for a while, if callers wait that have fewer here: an idle worker costs its caller a start,
    /// and others would wait for its place without end. It ends as one whose pool has said that nothing more comes.
    pub(super) fn make_room(&mut self, now: Instant) {
        let leaving = |seat: &Seat<H>| seat.worker.is_some() && seat.is_finished;
        let all = || self.peers.values().flat_map(|peer| peer.seats.values());
        let wanted = self.waiting.len().saturating_sub(all().filter(|seat| leaving(seat)).count());
        for (id, _) in self.waiting.clone().into_iter().take(wanted) {
            let workers = |peer: &Peer<H>| peer.seats.values().filter(|seat| seat.worker.is_some()).count();
            let own = self.peers.get(&id).map_or(0, workers);
            let others = self.peers.iter_mut().filter(|(other, peer)| **other != id && workers(peer) > own);
            let is_idle = |seat: &&mut Seat<H>| {
                !seat.is_finished
                    && seat.idle_since.is_some_and(|since| now.saturating_duration_since(since) >= IDLE)
            };
            let idle = others.filter_map(|(_, peer)| {
                let count = workers(peer);
                Some((count, peer.seats.values_mut().find(is_idle)?))
            });
            let Some((_, seat)) = idle.max_by_key(|(count, _)| *count) else { continue };
            seat.is_finished = true;
            seat.changed.notify_one();
        }
    }

    /// Forgets a caller, and kills its workers.
    fn give_up(&mut self, id: LinkId) {
        let Some(mut peer) = self.peers.remove(&id) else { return };
        self.waiting.retain(|(link, _)| *link != id);
        self.programs.forget(|(link, _)| *link == id);
        // All at once, so that their ends are waited for together.
        peer.seats.values_mut().filter_map(|seat| seat.worker.as_mut()).for_each(Worker::kill);
        peer.seats.values().for_each(|seat| seat.changed.notify_one());
        self.release_memories(std::mem::take(&mut peer.memories));
        drop(peer);
        self.place_waiting();
    }

    /// Gives callers up that were not heard for long.
    pub(super) fn forget_silent(&mut self, now: Instant) {
        let gone = |peer: &Peer<H>| peer.link.silence(now) >= GONE_AFTER;
        let gone: Vec<LinkId> = self.peers.iter().filter(|(_, peer)| gone(peer)).map(|(id, _)| *id).collect();
        gone.into_iter().for_each(|id| self.give_up(id));
        self.programs.forget_unused(now);
    }

    /// Forgets all callers. Returns what each is to be told, with its address.
    pub(super) fn end(&mut self) -> Vec<(String, Bytes)> {
        let key = self.key.clone();
        let told = self.peers.values().map(|peer| (peer.address.clone(), reset(peer.link.id(), false, &key)));
        let told = told.collect();
        let all: Vec<LinkId> = self.peers.keys().copied().collect();
        self.own.places = 0;
        all.into_iter().for_each(|id| self.give_up(id));
        told
    }
}

/// Bytes of `Shared` values that are kept although no worker uses them: an eighth of the memory of this machine.
fn room_for_unused() -> u64 {
    let system = rustix::system::sysinfo();
    system.totalram.saturating_mul(system.mem_unit.into()) / 8
}

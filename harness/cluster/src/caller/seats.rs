//! Seats that are open, on which node each is, and what is said about them.

use super::board::Board;
use super::executable::Wanting;
use super::late::Late;
use super::memory::{Announced, Memories, Share, StoreJob, Stored};
use super::nodes::{Node, Refusal};
use super::results::Results;
use crate::program::ProgramInfo;
use crate::tunnel::{Entry, Flow, Key, LinkId};
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::os::fd::OwnedFd;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Notify;
use tokio::sync::mpsc::UnboundedSender;
use wirecheck::cluster::{
    DeadTask, MemoryChannel, NewSeat, SeatCommand, SeatEnd, SeatLine, SeatReport, SeatStatus,
};

/// What the threads of the program ask for.
#[derive(Debug)]
pub(super) enum Order {
    Open(NewSeat),
    Command(u64, SeatCommand),
    Release(u64),
    /// A task has cost all of its workers.
    KeepDeadTask(DeadTask),
    /// Memory was announced.
    Share,
    /// Memory was put on the server, or not.
    Stored(Stored),
    /// The connection was lost for a moment.
    Reconnected,
    /// The server complains.
    Complaint(String),
    Stop,
}

/// All that the thread of a caller knows.
pub(super) struct Hub {
    pub(super) key: Key,
    pub(super) program: Rc<ProgramInfo>,
    /// Labels that a node must have.
    pub(super) labels: Vec<String>,
    pub(super) nodes: BTreeMap<String, Node>,
    /// Makes the number of a new link.
    pub(super) new_link: fn() -> LinkId,
    /// Nodes that were heard and did not hear.
    pub(super) deaf: HashMap<String, Refusal>,
    /// When the connection was found again, if it was ever lost.
    pub(super) reconnected: Option<Instant>,
    /// What the server has complained about last.
    pub(super) complaint: Option<String>,
    /// The node of each link.
    pub(super) links: HashMap<LinkId, String>,
    pub(super) seats: HashMap<u64, Seat>,
    /// Seats without a node, first come first served.
    pub(super) waiting: VecDeque<u64>,
    /// Seats that got a worker and have no pump yet.
    pub(super) placed: Vec<u64>,
    pub(super) late: Late,
    /// Who waits for the executable.
    pub(super) wanting: Vec<Wanting>,
    pub(super) is_uploading: bool,
    /// Whether this caller has put its executable on the server.
    pub(super) has_uploaded: bool,
    /// Memory of `Shared` values.
    pub(super) memories: Memories,
    /// What other threads have said of that.
    pub(super) announced: Arc<Announced>,
    /// Memory for seats that were not opened yet.
    pub(super) early_shares: HashMap<u64, Vec<Share>>,
    /// What is to be done with the server.
    pub(super) store_jobs: UnboundedSender<StoreJob>,
    /// Notified when there is something to send.
    pub(super) wake: Rc<Notify>,
    pub(super) board: Arc<Board>,
}

/// Where a seat is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nowhere yet.
    Waiting,
    /// A node was asked to start a worker.
    Asked(String),
    /// A node has its worker.
    On(String),
}

impl Place {
    pub(super) fn node(&self) -> Option<&str> {
        match self {
            Self::Waiting => None,
            Self::Asked(node) | Self::On(node) => Some(node),
        }
    }
}

pub(super) struct Seat {
    pub(super) place: Place,
    pub(super) status: Arc<SeatStatus>,
    /// How its worker is to be started.
    pub(super) setup: Arc<[u8]>,
    /// Until the pump takes it.
    pub(super) stream: Option<OwnedFd>,
    pub(super) flow: Flow,
    /// Set once the worker has ended. All that it has answered came before.
    pub(super) end: Option<SeatEnd>,
    /// Of the pump, when something of the above has changed.
    pub(super) changed: Rc<Notify>,
    /// Orders from before it had a worker.
    orders: Vec<SeatCommand>,
    /// Over which memory in results goes to the pool.
    pub(super) memory: MemoryChannel,
    pub(super) results: Results,
    /// Memory that was announced before it had a worker.
    pub(super) shares: Vec<Share>,
}

impl Hub {
    /// Does what is asked. Returns false once nothing more will be.
    pub(super) fn order(&mut self, order: Order) -> bool {
        match order {
            Order::Open(NewSeat { number, stream, memory, status, setup }) => {
                let seat = Seat {
                    place: Place::Waiting,
                    status,
                    setup,
                    stream: Some(stream),
                    flow: Flow::default(),
                    end: None,
                    changed: Rc::default(),
                    orders: Vec::new(),
                    memory,
                    results: Results::default(),
                    shares: self.early_shares.remove(&number).unwrap_or_default(),
                };
                self.seats.insert(number, seat);
                self.waiting.push_back(number);
                self.place_waiting();
            }
            Order::Command(number, command) => self.command(number, command),
            Order::Release(number) => self.release(number),
            Order::Share => self.take_announced(),
            Order::Stored(stored) => self.stored(stored),
            Order::Reconnected => self.reconnected(Instant::now()),
            Order::Complaint(text) => self.complaint = Some(text),
            // Not of a seat.
            Order::KeepDeadTask(_) => {}
            Order::Stop => return false,
        }
        self.wake.notify_one();
        true
    }

    fn command(&mut self, number: u64, command: SeatCommand) {
        let Some(seat) = self.seats.get_mut(&number) else { return };
        if let Place::On(node) = &seat.place {
            if let Some(node) = self.nodes.get_mut(node) {
                push_command(node, number, command);
            }
        } else if command == SeatCommand::Kill {
            seat.status.refused("it was ended before a node had a place for it".to_owned());
            self.release(number);
        } else {
            seat.orders.push(command);
        }
    }

    /// Nobody asks for the seat any more.
    pub(super) fn release(&mut self, number: u64) {
        self.early_shares.remove(&number);
        let Some(seat) = self.seats.remove(&number) else { return };
        self.waiting.retain(|waiting| *waiting != number);
        seat.changed.notify_one();
        if let Some(node) = seat.place.node().and_then(|node| self.nodes.get_mut(node)) {
            node.taken.remove(&number);
            node.link.push(number, Entry::Released);
        }
        self.place_waiting();
    }

    /// Takes what a node says about a seat.
    pub(super) fn entry(&mut self, from: &str, number: u64, entry: Entry<'_>, now: Instant) {
        if let Entry::NotFetched { memory, is_missing, why } = entry {
            return self.not_fetched(from, memory, is_missing, why);
        }
        let Some(seat) = self.seats.get_mut(&number) else { return };
        // A node that was given up may speak of a seat that another one has by now.
        let Some(node) = self.nodes.get_mut(from).filter(|_| seat.place.node() == Some(from)) else { return };
        match entry {
            Entry::Placed => {
                self.deaf.remove(from);
                seat.status.placed(&node.info.name);
                node.has_program = true;
                let was_refusing = node.refusal.take().is_some();
                seat.place = Place::On(from.to_owned());
                std::mem::take(&mut seat.orders)
                    .into_iter()
                    .for_each(|command| push_command(node, number, command));
                self.placed.push(number);
                for share in std::mem::take(&mut seat.shares) {
                    self.share_on(from, &share);
                }
                if was_refusing {
                    self.note_nodes();
                }
            }
            // Another node may take it.
            Entry::Refused { why } => {
                node.taken.remove(&number);
                node.refuse(why, now);
                seat.place = Place::Waiting;
                self.waiting.push_front(number);
                self.note_nodes();
                self.place_waiting();
            }
            Entry::Wanted => self.wanting.push((from.to_owned(), number)),
            Entry::Data { bytes } => {
                if !seat.flow.came(bytes) {
                    self.lose(from);
                    return;
                }
            }
            Entry::Credit { passed } => seat.flow.credit(passed),
            Entry::Report { report } => {
                if let Some(report) = SeatReport::read(report) {
                    seat.status.report(report);
                }
            }
            Entry::Worked { nanos } => {
                seat.status.worked(Duration::from_nanos(nanos));
                return;
            }
            Entry::Ended { end } => {
                seat.end = SeatEnd::read(end);
                node.taken.remove(&number);
                if seat.end.is_none() {
                    seat.status.lost();
                    self.seats.remove(&number);
                }
                self.place_waiting();
            }
            Entry::Line { line } => {
                if let Some(line) = SeatLine::read(line) {
                    seat.status.line(&line);
                }
                return;
            }
            Entry::MemoryCame => seat.status.memory_came(),
            Entry::Part { memory, length, from, bytes } => seat.results.part(memory, length, from, bytes),
            Entry::NoMemory { memory, why } => seat.results.refuse(memory, why),
            Entry::Forget { memory } => seat.results.forget(memory),
            Entry::Await { memory } => seat.results.announce(memory, seat.flow.came_in_all()),
            // Taken before, or said by callers only.
            Entry::Open { .. }
            | Entry::Finished
            | Entry::Command { .. }
            | Entry::Released
            | Entry::Stored
            | Entry::NotStored { .. }
            | Entry::Object { .. }
            | Entry::NotFetched { .. } => {}
        }
        if let Some(seat) = self.seats.get(&number) {
            seat.changed.notify_one();
        }
    }
}

fn push_command(node: &mut Node, seat: u64, command: SeatCommand) {
    let mut bytes = Vec::new();
    command.write(&mut bytes);
    node.link.push(seat, Entry::Command { command: &bytes });
}

//! The nodes of a caller: who is there, who gets the next seat, and who is lost.

use super::board::Board;
use super::seats::{Hub, Place};
use crate::beat::{BEAT, Beat};
use crate::program::{ProgramInfo, objection};
use crate::tunnel::{Entry, Link, reset};
use bytes::Bytes;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

/// A node that was not heard for so long is lost: five beats, and a half for their way.
const LOST_AFTER: Duration = Duration::from_millis(5500);
/// After this silence it is asked whether its process lives.
const ASK_AFTER: Duration = Duration::from_millis(BEAT.as_millis() as u64 * 6 / 5);
/// The same where it has workers of this caller, so that their tasks do not wait long for a process that is gone.
const ASK_BUSY_AFTER: Duration = Duration::from_millis(BEAT.as_millis() as u64 / 2);
/// After a server was away, nodes may take so long to connect again. Until then it says that nobody listens, and they live.
const CONNECTS: Duration = Duration::from_secs(1);
/// A node that has refused a seat is not asked again for so long, and for twice as long each time.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// A node of a cluster, as it described itself last.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeInfo {
    /// Its name: that of its machine, unless it was given another one.
    pub name: String,
    /// The first digits of the hash of its executable.
    pub build: String,
    /// Whether that is the executable of this program.
    pub is_same_build: bool,
    /// Whether it takes tasks of this program: it has the same executable, or trusts the key that this program is signed with.
    pub runs_this_program: bool,
    /// Why it takes none, if so.
    pub refusal: Option<String>,
    /// The machine, the system and the C library that it runs programs for: `x86_64-linux-gnu`.
    pub triple: String,
    /// The version of its GNU C library, if it has that one: `2.36`.
    pub glibc: Option<String>,
    /// How many workers it may have.
    pub workers: usize,
    /// How many it has.
    pub busy: usize,
    /// How many callers it works for.
    pub callers: usize,
    /// What it was labelled with.
    pub labels: Vec<String>,
}

impl NodeInfo {
    /// What a node says of itself, for this program.
    pub(crate) fn of(beat: &Beat, program: &ProgramInfo) -> Self {
        let refusal = objection(program, beat);
        Self {
            name: beat.name.clone(),
            build: beat.build.to_string(),
            is_same_build: beat.build == program.build,
            runs_this_program: refusal.is_none(),
            refusal,
            triple: beat.triple.clone(),
            glibc: beat.glibc.map(|version| version.to_string()),
            workers: beat.places as usize,
            busy: beat.taken as usize,
            callers: beat.callers as usize,
            labels: beat.labels.clone(),
        }
    }
}

/// A node that runs this program.
pub(super) struct Node {
    pub(super) info: NodeInfo,
    pub(super) link: Link,
    /// Seats that it was asked for or has.
    pub(super) taken: BTreeSet<u64>,
    /// How many seats of this caller it may have.
    share: usize,
    /// Whether it has the executable.
    pub(super) has_program: bool,
    /// Why it has not taken a seat, if so.
    pub(super) refusal: Option<Refusal>,
    /// Whether it is being asked if its process lives.
    pub(super) is_asked: bool,
}

/// Why a node has not taken a seat.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    why: String,
    until: Instant,
    pause: Duration,
    /// Whether it may be asked again.
    is_over: bool,
}

impl Node {
    /// It has refused a seat. Refusals of seats that it was asked for together count once.
    pub(super) fn refuse(&mut self, why: &str, now: Instant) {
        let pause = match &self.refusal {
            None => FIRST_PAUSE,
            Some(known) if known.is_over => (known.pause * 2).min(LONGEST_PAUSE),
            Some(_) => return,
        };
        self.refusal = Some(Refusal { why: why.to_owned(), until: now + pause, pause, is_over: false });
    }

    /// Why it is not asked now.
    fn refuses(&self) -> Option<&str> {
        self.refusal.as_ref().filter(|refusal| !refusal.is_over).map(|refusal| refusal.why.as_str())
    }

    /// What others are told of it.
    fn shown(&self) -> NodeInfo {
        let refusal = self.refuses().map(str::to_owned);
        NodeInfo { runs_this_program: refusal.is_none(), refusal, ..self.info.clone() }
    }

    fn room(&self) -> usize {
        self.share.saturating_sub(self.taken.len())
    }
}

/// Why a node that is heard and does not hear takes no seats. `complaint` is what the server has said last.
fn deaf(name: &str, complaint: Option<&str>) -> String {
    let said = complaint.map_or_else(String::new, |said| format!(", and the NATS server said: {said}"));
    format!(
        "the node {name} does not get what this caller sends{said}; does the server permit this user all that `Role::Caller` needs \
         (`cargo wirecheck permissions`)?"
    )
}

impl Hub {
    /// Takes the beat of a node.
    pub(super) fn beat(&mut self, beat: &Beat, now: Instant) {
        let mut info = NodeInfo::of(beat, &self.program);
        if let Some(missing) = self.labels.iter().find(|label| !info.labels.contains(label)) {
            let missing = missing.escape_debug();
            info.runs_this_program = false;
            info.refusal.get_or_insert(format!(
                "the node {} has not the label `{missing}`, which this caller asks for: start nodes with `WIRECHECK_NODE_LABELS={missing}`",
                info.name.escape_debug()
            ));
        }
        if !info.runs_this_program {
            self.board.note_other(&beat.id, info, now);
            return;
        }
        if !self.nodes.contains_key(&beat.id) {
            let link = Link::new((self.new_link)(), true, now);
            self.links.insert(link.id(), beat.id.clone());
            let node = Node {
                info: info.clone(),
                link,
                taken: BTreeSet::new(),
                share: 0,
                has_program: false,
                refusal: self.deaf.get(&beat.id).cloned(),
                is_asked: false,
            };
            self.nodes.insert(beat.id.clone(), node);
        }
        if let Some(node) = self.nodes.get_mut(&beat.id) {
            // A node does not count a caller before it has spoken to it.
            node.share = info.workers.div_ceil(info.callers.max(1));
            node.has_program = info.is_same_build || beat.cached.contains(&self.program.build);
            node.info = info;
            node.link.note_heard(now);
        }
        self.note_node(&beat.id);
        self.place_waiting();
    }

    /// Gives seats that wait to nodes with room: to those that have the executable first, and among them to those with the most room.
    /// If all nodes have refused a seat lately, it ends with what they have said.
    pub(super) fn place_waiting(&mut self) {
        while let Some(number) = self.waiting.front().copied() {
            if self.nodes.is_empty() {
                return;
            }
            let asked = self.nodes.iter_mut().filter(|(_, node)| node.refuses().is_none());
            let best = asked.max_by_key(|(_, node)| (node.room() > 0, node.has_program, node.room()));
            match best {
                Some((_, node)) if node.room() == 0 => return,
                Some((id, node)) => {
                    self.waiting.pop_front();
                    let Some(seat) = self.seats.get_mut(&number) else { continue };
                    seat.place = Place::Asked(id.clone());
                    node.taken.insert(number);
                    let mut program = Vec::new();
                    self.program.write(&mut program);
                    node.link.push(number, Entry::Open { setup: &seat.setup, program: &program });
                }
                None => {
                    self.waiting.pop_front();
                    let whys = self.nodes.values().filter_map(Node::refuses);
                    let why = whys.collect::<Vec<_>>().join("; ");
                    if let Some(seat) = self.seats.remove(&number) {
                        seat.status.refused(why);
                        seat.changed.notify_one();
                    }
                }
            }
            self.wake.notify_one();
        }
    }

    /// Nodes that have refused seats long ago may be asked again.
    pub(super) fn forget_refusals(&mut self, now: Instant) {
        let refusals = self.nodes.values_mut().filter_map(|node| node.refusal.as_mut());
        let mut over = refusals.filter(|refusal| !refusal.is_over && refusal.until <= now).peekable();
        if over.peek().is_some() {
            over.for_each(|refusal| refusal.is_over = true);
            self.note_nodes();
            self.place_waiting();
        }
    }

    /// Nodes whose silence says that they are lost, and those that are to be asked.
    pub(super) fn silent(&mut self, now: Instant) -> (Vec<String>, Vec<String>) {
        let (mut lost, mut asked) = (Vec::new(), Vec::new());
        let all_are_connected = !self.nodes_connect(now);
        for (id, node) in &mut self.nodes {
            let silence = node.link.silence(now);
            let ask_after = if node.taken.is_empty() { ASK_AFTER } else { ASK_BUSY_AFTER };
            if silence >= LOST_AFTER {
                lost.push(id.clone());
            } else if node.link.deafness(now) >= LOST_AFTER {
                // It is there, and hears nothing.
                node.refuse(&deaf(&node.info.name, self.complaint.as_deref()), now);
                if let Some(refusal) = &node.refusal {
                    self.deaf.insert(id.clone(), refusal.clone());
                }
                lost.push(id.clone());
            } else if silence >= ask_after && !node.is_asked && all_are_connected {
                node.is_asked = true;
                asked.push(id.clone());
            }
        }
        (lost, asked)
    }

    /// Whether nodes may be connecting again.
    pub(super) fn nodes_connect(&self, now: Instant) -> bool {
        self.reconnected.is_some_and(|at| now.saturating_duration_since(at) < CONNECTS)
    }

    /// Gives a node up. What its workers were sent may have run; seats without a worker go to other nodes. Returns the message
    /// that says so, for the case that it lives.
    pub(super) fn lose(&mut self, id: &str) -> Option<Bytes> {
        let node = self.nodes.remove(id)?;
        self.links.remove(&node.link.id());
        self.late.give_up(&node.link);
        self.forget_node(id);
        // All at once, before any of them is noticed: a task must not go from one to the next.
        let mut left = Vec::new();
        for number in &node.taken {
            match self.seats.get_mut(number) {
                // How it has ended is known.
                Some(seat) if seat.end.is_some() => {}
                Some(seat) if matches!(seat.place, Place::On(_)) => {
                    seat.status.lost();
                    left.push(*number);
                }
                Some(seat) => {
                    seat.place = Place::Waiting;
                    self.waiting.push_back(*number);
                }
                None => {}
            }
        }
        for number in left {
            if let Some(seat) = self.seats.remove(&number) {
                seat.changed.notify_one();
            }
        }
        self.note_nodes();
        self.place_waiting();
        Some(reset(node.link.id(), true, &self.key))
    }

    /// Tells the rest of the program what nodes there are.
    pub(super) fn note_nodes(&self) {
        let nodes = self.nodes.iter().map(|(id, node)| (id.clone(), node.shown())).collect();
        Board::note(&self.board, nodes, self.places());
    }

    /// The same of one node, which costs nothing for each of the others but a sum.
    fn note_node(&self, id: &str) {
        if let Some(node) = self.nodes.get(id) {
            self.board.note_one(id, node.shown(), self.places());
        }
    }

    fn places(&self) -> usize {
        self.nodes.values().filter(|node| node.refuses().is_none()).map(|node| node.share).sum()
    }
}

#[cfg(test)]
#[path = "nodes_tests.rs"]
pub(super) mod tests;

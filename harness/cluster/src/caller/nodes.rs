//! The nodes of a caller: who is there, who gets the next seat, and who is lost.

use super::run::Board;
use super::seats::{Hub, Place};
use crate::access::new_number;
use crate::beat::{BEAT, Beat};
use crate::tunnel::{Entry, Link, reset};
use bytes::Bytes;
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// A node that was not heard for so long is lost: five beats, and a half for their way.
const LOST_AFTER: Duration = Duration::from_millis(5500);
/// After this silence it is asked whether its process lives.
const ASK_AFTER: Duration = Duration::from_millis(BEAT.as_millis() as u64 * 6 / 5);

/// A node of a cluster, as it described itself last.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NodeInfo {
    /// Its name: that of its machine, unless it was given another one.
    pub name: String,
    /// The first digits of the hash of its executable.
    pub build: String,
    /// Whether that is the executable of this program. Other nodes get no tasks of it.
    pub is_same_build: bool,
    /// How many workers it may have.
    pub workers: usize,
    /// How many it has.
    pub busy: usize,
    /// How many callers it works for.
    pub callers: usize,
    /// What it was labelled with.
    pub labels: Vec<String>,
}

/// A node with this program.
pub(super) struct Node {
    pub(super) info: NodeInfo,
    pub(super) link: Link,
    /// Seats that it was asked for or has.
    pub(super) taken: HashSet<u64>,
    /// How many seats of this caller it may have.
    share: usize,
    /// Whether it is being asked if its process lives.
    pub(super) is_asked: bool,
}

impl Hub {
    /// Takes the beat of a node.
    pub(super) fn beat(&mut self, beat: &Beat, now: Instant) {
        let info = NodeInfo {
            name: beat.name.clone(),
            build: beat.build.to_string(),
            is_same_build: beat.build == self.build,
            workers: beat.places as usize,
            busy: beat.taken as usize,
            callers: beat.callers as usize,
            labels: beat.labels.clone(),
        };
        if !info.is_same_build {
            self.board.note_other(&beat.id, info, now);
            return;
        }
        if !self.nodes.contains_key(&beat.id) {
            let link = Link::new(new_number(), true, now);
            self.links.insert(link.id(), beat.id.clone());
            let node = Node { info: info.clone(), link, taken: HashSet::new(), share: 0, is_asked: false };
            self.nodes.insert(beat.id.clone(), node);
        }
        if let Some(node) = self.nodes.get_mut(&beat.id) {
            // A node does not count a caller before it has spoken to it.
            node.share = info.workers.div_ceil(info.callers.max(1));
            node.info = info;
            node.link.note_heard(now);
        }
        self.note_nodes();
        self.place_waiting();
    }

    /// Gives seats that wait to the nodes with the most room.
    pub(super) fn place_waiting(&mut self) {
        while let Some(number) = self.waiting.front().copied() {
            let room = |node: &Node| node.share.saturating_sub(node.taken.len());
            let best = self.nodes.iter_mut().max_by_key(|(_, node)| room(node));
            let Some((id, node)) = best.filter(|(_, node)| room(node) > 0) else { return };
            self.waiting.pop_front();
            if let Some(seat) = self.seats.get_mut(&number) {
                seat.place = Place::Asked(id.clone());
                node.taken.insert(number);
                node.link.push(number, Entry::Open { build: &self.build.0 });
                self.wake.notify_one();
            }
        }
    }

    /// Nodes whose silence says that they are lost, and those that are to be asked.
    pub(super) fn silent(&mut self, now: Instant) -> (Vec<String>, Vec<String>) {
        let (mut lost, mut asked) = (Vec::new(), Vec::new());
        for (id, node) in &mut self.nodes {
            let silence = node.link.silence(now);
            if silence >= LOST_AFTER {
                lost.push(id.clone());
            } else if silence >= ASK_AFTER && !node.is_asked {
                node.is_asked = true;
                asked.push(id.clone());
            }
        }
        (lost, asked)
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

    fn note_nodes(&self) {
        let nodes = self.nodes.iter().map(|(id, node)| (id.clone(), node.info.clone())).collect();
        let places = self.nodes.values().map(|node| node.share).sum();
        Board::note(&self.board, nodes, places);
    }
}

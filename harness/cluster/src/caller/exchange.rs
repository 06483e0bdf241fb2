//! What a caller says to nodes and hears of them, without the network and its clock.

use super::seats::Hub;
use crate::beat::Beat;
use crate::tunnel::{Entries, Link, Received, reset};
use bytes::Bytes;
use std::time::{Duration, Instant};

/// How often nodes are looked at.
pub(crate) const LOOK: Duration = Duration::from_millis(100);
/// A node's process is gone if the server has said so often that nobody listens, and the node was not heard meanwhile: it may be
/// connecting again.
const REFUSALS: u32 = 3;
/// The pause between two questions.
pub(crate) const ASK_AGAIN: Duration = Duration::from_millis(125);

/// Messages to nodes, by their names on the broker.
pub(crate) type ToNodes = Vec<(String, Bytes)>;

/// What a look at the nodes has found.
#[derive(Debug, Default)]
pub(crate) struct Looked {
    /// Nodes that are lost, and what each is to be told, for the case that it lives.
    pub(crate) lost: ToNodes,
    /// Nodes that are to be asked whether their processes live.
    pub(crate) asked: Vec<String>,
}

/// What came of asking a node whether its process lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Lives,
    /// The server says that nobody listens.
    NobodyListens,
    /// Nothing came in time.
    Silence,
}

/// A node that is being asked. A request that was under way when its process died is never answered.
#[derive(Debug, Default)]
pub(crate) struct Asking {
    refusals: u32,
    /// When the first of them came.
    since: Option<Instant>,
}

/// How asking goes on.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// After [`ASK_AGAIN`].
    Again,
    Over,
    /// The node is lost, and is to be told this, for the case that it lives.
    Lost(Option<Bytes>),
}

impl Hub {
    /// What is to be sent now, and when to ask again.
    pub(crate) fn collect(&mut self, now: Instant) -> (ToNodes, Instant) {
        let Self { nodes, key, .. } = self;
        let (mut messages, mut next) = (Vec::new(), now + LOOK);
        for (id, node) in nodes {
            while let Some(message) = node.link.next_message(key, now) {
                messages.push((id.clone(), message));
            }
            next = next.min(node.link.next_time(now));
        }
        (messages, next)
    }

    /// Takes a message of a node; returns what it is to be told at once.
    pub(crate) fn take(&mut self, message: &[u8], now: Instant) -> Option<Bytes> {
        let key = self.key.clone();
        let content = key.open(message)?;
        let (link, _) = Link::of(content)?;
        let Some(id) = self.links.get(&link).cloned() else {
            let Self { late, board, .. } = self;
            late.take(link, content, board);
            return (!Link::is_reset(content)).then(|| reset(link, true, &key));
        };
        match self.nodes.get_mut(&id)?.link.receive(content, now) {
            Received::Entries(entries) => {
                for (seat, entry) in Entries(entries).map_while(Result::ok) {
                    self.entry(&id, seat, entry, now);
                }
            }
            Received::Reset => drop(self.lose(&id)),
            Received::Nothing | Received::Malformed => {}
        }
        None
    }

    /// Takes the beat of a node.
    pub(crate) fn hear(&mut self, message: &[u8], now: Instant) {
        let beat = self.key.open(message).and_then(Beat::read);
        if let Some(beat) = beat {
            self.beat(&beat, now);
        }
    }

    /// The connection was lost for a moment.
    pub(crate) fn reconnected(&mut self, now: Instant) {
        // Nodes that are heard later are connected by then.
        if !self.nodes.is_empty() {
            self.reconnected = Some(now);
        }
        self.nodes.values_mut().for_each(|node| node.link.send_again(now));
    }

    /// Looks for nodes that are lost or silent.
    pub(crate) fn look(&mut self, now: Instant) -> Looked {
        self.forget_refusals(now);
        self.forget_dropped();
        let (lost, asked) = self.silent(now);
        let lost = lost.into_iter().filter_map(|id| self.lose(&id).map(|message| (id, message))).collect();
        Looked { lost, asked }
    }

    /// What a node was asked has an answer, or none.
    pub(crate) fn answered(&mut self, id: &str, asking: &mut Asking, answer: Answer, now: Instant) -> Asked {
        // A question from before the connection was lost may come to the server when nodes are not connected again yet.
        let answer = match answer {
            Answer::NobodyListens if self.nodes_connect(now) => Answer::Silence,
            answer => answer,
        };
        match answer {
            Answer::NobodyListens => {
                let since = *asking.since.get_or_insert(now);
                let silence = self.nodes.get(id).map(|node| node.link.silence(now));
                if silence.is_some_and(|silence| silence < now.saturating_duration_since(since)) {
                    *asking = Asking { refusals: 0, since: Some(now) };
                }
                asking.refusals += 1;
                return if asking.refusals < REFUSALS { Asked::Again } else { Asked::Lost(self.lose(id)) };
            }
            Answer::Lives => {
                if let Some(node) = self.nodes.get_mut(id) {
                    node.link.note_heard(now);
                }
            }
            Answer::Silence => {}
        }
        if let Some(node) = self.nodes.get_mut(id) {
            node.is_asked = false;
        }
        Asked::Over
    }
}

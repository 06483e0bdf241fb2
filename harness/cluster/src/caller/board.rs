//! What the thread of a caller tells the rest of the program: which nodes there are, and how many workers it may have.

use super::nodes::NodeInfo;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A node that does not run this program is forgotten when it was not heard for so long.
const OTHERS: Duration = Duration::from_secs(6);

/// What the thread tells the rest of the program.
#[derive(Debug, Default)]
pub(crate) struct Board {
    state: Mutex<State>,
    changed: Condvar,
    /// Answers that came from nodes after they were given up.
    late: AtomicU64,
}

#[derive(Debug, Default)]
struct State {
    nodes: HashMap<String, NodeInfo>,
    /// Nodes that do not run this program, and when they were heard.
    others: HashMap<String, (NodeInfo, Instant)>,
    /// How many workers this caller may have.
    places: usize,
    is_over: bool,
}

impl Board {
    pub(super) fn note(&self, nodes: HashMap<String, NodeInfo>, places: usize) {
        let mut state = self.lock();
        state.nodes = nodes;
        state.places = places;
        drop(state);
        self.changed.notify_all();
    }

    /// One node has said something new of itself.
    pub(super) fn note_one(&self, id: &str, info: NodeInfo, places: usize) {
        let mut state = self.lock();
        let is_new = state.nodes.insert(id.to_owned(), info).is_none();
        let is_changed = is_new || state.places != places;
        state.places = places;
        drop(state);
        if is_changed {
            self.changed.notify_all();
        }
    }

    pub(super) fn note_other(&self, id: &str, info: NodeInfo, now: Instant) {
        let mut state = self.lock();
        state.others.retain(|_, (_, heard)| now.saturating_duration_since(*heard) < OTHERS);
        state.others.insert(id.to_owned(), (info, now));
    }

    pub(super) fn note_late(&self, answers: u64) {
        self.late.fetch_add(answers, Ordering::Relaxed);
    }

    /// How many answers came from nodes after they were given up.
    pub(super) fn late(&self) -> u64 {
        self.late.load(Ordering::Relaxed)
    }

    pub(super) fn end(&self) {
        self.lock().is_over = true;
        self.changed.notify_all();
    }

    /// All nodes that are there.
    pub(crate) fn nodes(&self) -> Vec<NodeInfo> {
        let state = self.lock();
        let others = state.others.values().filter(|(_, heard)| heard.elapsed() < OTHERS);
        let mut nodes: Vec<NodeInfo> =
            state.nodes.values().chain(others.map(|(info, _)| info)).cloned().collect();
        nodes.sort_by(|one, other| (&one.name, &one.build).cmp(&(&other.name, &other.build)));
        nodes
    }

    /// Whether there is a node that runs this program.
    pub(super) fn has_nodes(&self) -> bool {
        !self.lock().nodes.is_empty()
    }

    /// How many workers this caller may have.
    pub(crate) fn places(&self) -> usize {
        self.lock().places
    }

    /// Waits until there is a number of places other than `known`; `None` when the thread has ended.
    pub(crate) fn wait_for_places(&self, known: usize) -> Option<usize> {
        let waited = self.changed.wait_while(self.lock(), |state| state.places == known && !state.is_over);
        let state = waited.unwrap_or_else(PoisonError::into_inner);
        (!state.is_over).then_some(state.places)
    }

    /// Waits until there are so many nodes that run this program. Returns how many there are.
    pub(crate) fn wait_for_nodes(&self, count: usize, patience: Duration) -> usize {
        let is_short = |state: &mut State| state.nodes.len() < count && !state.is_over;
        let waited = self.changed.wait_timeout_while(self.lock(), patience, is_short);
        waited.unwrap_or_else(PoisonError::into_inner).0.nodes.len()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

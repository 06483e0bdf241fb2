//! What is to happen when.

use super::fault::Fault;
use crate::caller::Answer;
use crate::node::Running;
use bytes::Bytes;
use std::time::Duration;

#[derive(Debug)]
pub(super) enum Event {
    ToCaller { caller: u64, node: usize, message: Bytes },
    Heard { beat: Bytes },
    ToNode { id: String, from: u64, message: Bytes },
    Ping { id: String },
    Answered { caller: u64, id: String, answer: Answer },
    CallerTick,
    CallerLook { caller: u64 },
    NodeTick { node: usize },
    NodeLook { id: String },
    Ended { id: String, task: Running },
    Born { node: usize },
    CallerConnected,
    NodeConnected { id: String },
    Happens(Fault),
}

#[derive(Debug)]
pub(super) struct Scheduled {
    pub(super) at: Duration,
    /// Of two at the same time, the first comes first.
    pub(super) number: u64,
    pub(super) event: Event,
}

impl PartialEq for Scheduled {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Scheduled {}

impl PartialOrd for Scheduled {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Scheduled {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.at, self.number).cmp(&(other.at, other.number))
    }
}

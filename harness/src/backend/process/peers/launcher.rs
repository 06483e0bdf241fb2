//! Starts peers, and notes what they do.

use super::peer::Misdeed;
use crate::backend::process::worker::TaskId;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

/// Starts peers: each with the next misdeed of a list, and with none once that is used up.
#[derive(Clone, Debug, Default)]
pub(super) struct PeerLauncher {
    pub(super) habits: Habits,
    record: Arc<Mutex<Record>>,
}

/// How peers treat bytes and tasks, which no caller should notice.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    /// The most bytes that one takes, or gives, at a time.
    pub(super) bytes: usize,
    /// The most tasks that one runs at a time.
    pub(super) tasks: usize,
}

impl Default for Habits {
    fn default() -> Self {
        Self { bytes: usize::MAX, tasks: usize::MAX }
    }
}

#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) misdeeds: VecDeque<Misdeed>,
    /// How often each task was begun.
    pub(super) begun: HashMap<TaskId, u32>,
    /// Peers that were started, and those of them that have not ended.
    pub(super) started: usize,
    pub(super) alive: usize,
}

impl PeerLauncher {
    pub(super) fn new(habits: Habits, misdeeds: impl IntoIterator<Item = Misdeed>) -> Self {
        let launcher = Self { habits, record: Arc::default() };
        launcher.record().misdeeds.extend(misdeeds);
        launcher
    }

    pub(super) fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap()
    }
}

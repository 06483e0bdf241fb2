//! What the workers of a node have done.

use std::ops::Add;
use std::sync::atomic::{AtomicU64, Ordering};

/// What the workers of a node have done that are gone, of all its programs.
#[derive(Debug, Default)]
pub struct WorkerCounts {
    started: AtomicU64,
    crashed: AtomicU64,
    begun: AtomicU64,
    done: AtomicU64,
    failed: AtomicU64,
}

/// What workers have done with their tasks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TaskCounts {
    /// Tasks that have begun, with the skipped ones before them.
    pub begun: u64,
    /// Those of them that run no longer.
    pub done: u64,
    /// Those that run now. What its worker took with it when it died is neither.
    pub running: u64,
    /// Those of them that have panicked, or whose input or result could not be sent.
    pub failed: u64,
}

impl WorkerCounts {
    /// Processes that were started.
    pub fn started(&self) -> u64 {
        self.started.load(Ordering::Relaxed)
    }

    /// Processes that have died by themselves.
    pub fn crashed(&self) -> u64 {
        self.crashed.load(Ordering::Relaxed)
    }

    /// The tasks of those that are gone.
    pub fn tasks(&self) -> TaskCounts {
        let [begun, done, failed] =
            [&self.begun, &self.done, &self.failed].map(|count| count.load(Ordering::Relaxed));
        TaskCounts { begun, done, running: 0, failed }
    }

    pub(super) fn note_start(&self) {
        self.started.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn note_crash(&self) {
        self.crashed.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn add(&self, tasks: TaskCounts) {
        self.begun.fetch_add(tasks.begun, Ordering::Relaxed);
        self.done.fetch_add(tasks.done, Ordering::Relaxed);
        self.failed.fetch_add(tasks.failed, Ordering::Relaxed);
    }
}

impl Add for TaskCounts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            begun: self.begun + other.begun,
            done: self.done + other.done,
            running: self.running + other.running,
            failed: self.failed + other.failed,
        }
    }
}

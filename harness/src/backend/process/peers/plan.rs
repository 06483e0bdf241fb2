//! What a run is to do, and what goes wrong in it.

use crate::backend::process::pool::Config;
use crate::error::Exit;
use crate::simulation::{Event, Tamper};
use std::fmt;
use std::time::Duration;

/// What a task does, each time it is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Behaviour {
    Returns,
    /// It takes this time.
    Takes(Duration),
    /// Until it is stopped.
    Never,
    Panics,
    /// Its process ends after this time.
    Ends(Duration, Exit),
    /// The same, but only the first time that it is run.
    EndsOnce(Exit),
    /// Its result has this number of bytes more.
    Large(usize),
    /// It closes all descriptors of its process.
    ClosesDescriptors,
}

/// What happens to a worker, whatever its tasks do.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub(super) refused: bool,
    /// It ends before it greets.
    pub(super) ends_at_once: bool,
    pub(super) never_greets: bool,
    /// At which of its steps what comes over it.
    pub(super) events: Vec<(u64, Event)>,
    /// How long its orderly end takes.
    pub(super) slow_end: Duration,
    pub(super) tamper: Option<Tamper>,
    pub(super) preparation: Preparation,
}

/// How an initializer ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Preparation {
    #[default]
    Works,
    Dies,
    Panics,
}

/// How a caller uses the pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    Map,
    TryMap,
    Iter,
    Unordered,
    Submit,
}

#[derive(Clone, Debug)]
pub(super) struct Call {
    pub(super) verb: Verb,
    /// The first input; the others count on.
    pub(super) first: u64,
    pub(super) tasks: Vec<Behaviour>,
    /// Results that are fetched of an iterator before it is dropped; all if there are fewer.
    pub(super) fetched: usize,
    /// How long the reader of an iterator waits after each result.
    pub(super) pause: Duration,
    /// Jobs that are cancelled, each after this time.
    pub(super) cancels: Option<Duration>,
}

/// What is done to a pool while calls are under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outside {
    Resize(usize),
    Close,
    /// Closes it and waits for the calls.
    Join,
    Terminate,
}

/// One thread of the program.
#[derive(Clone, Debug, Default)]
pub(super) struct Caller {
    pub(super) calls: Vec<Call>,
}

#[derive(Clone, Debug)]
pub(super) struct Plan {
    pub(super) config: Config,
    pub(super) callers: Vec<Caller>,
    pub(super) starts: Vec<Start>,
    /// What another thread does to the pool, and how long after the one before.
    pub(super) outside: Vec<(Duration, Outside)>,
    /// Bytes that each stream holds.
    pub(super) capacity: usize,
    /// Nanoseconds of a turn, at most.
    pub(super) turn: usize,
    pub(super) switch: usize,
    pub(super) lots: usize,
    pub(super) splits: bool,
}

/// Inputs of two calls are at least this far apart.
pub(super) const APART: u64 = 1_000;

/// In a few lines, without settings that no run changes.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Config { workers, tasks, batch, window, task_timeout, call_timeout, .. } = &self.config;
        let Config { retries, idle, start_limits, .. } = &self.config;
        writeln!(
            f,
            "workers {workers}, tasks each {tasks}, {batch:?}, window {window:?}, retries {retries}"
        )?;
        writeln!(f, "limits: {start_limits:?}, task {task_timeout:?}, call {call_timeout:?}, idle {idle:?}")?;
        for (at, start) in self.starts.iter().enumerate() {
            writeln!(f, "start {at}: {start:?}")?;
        }
        for (at, caller) in self.callers.iter().enumerate() {
            writeln!(f, "caller {at}: {:?}", caller.calls)?;
        }
        writeln!(f, "from outside: {:?}", self.outside)?;
        let Self { capacity, turn, switch, lots, splits, .. } = self;
        if self.config.initializer.is_some() {
            writeln!(f, "with an initializer")?;
        }
        write!(f, "capacity {capacity}, turn {turn}, switch {switch}, lots {lots}, splits {splits}")
    }
}

impl Plan {
    /// One call, of inputs from 0 on, over workers of which those first in line have a fate.
    pub(super) fn of(config: Config, tasks: Vec<Behaviour>, starts: Vec<Start>) -> Self {
        let call = Call {
            verb: Verb::TryMap,
            first: 0,
            tasks,
            fetched: usize::MAX,
            pause: Duration::ZERO,
            cancels: None,
        };
        Self {
            config,
            callers: vec![Caller { calls: vec![call] }],
            starts,
            outside: Vec::new(),
            capacity: 64 * 1024,
            turn: 2_000,
            switch: 5,
            lots: 1,
            splits: false,
        }
    }

    /// Whether a call may be paused, in which case nobody looks at its limits.
    pub(super) fn has_pauses(&self) -> bool {
        self.callers.iter().flat_map(|caller| &caller.calls).any(|call| !call.pause.is_zero())
    }

    /// Whether the pool may take no more calls.
    pub(super) fn may_close(&self) -> bool {
        self.outside.iter().any(|(_, what)| !matches!(what, Outside::Resize(_)))
    }

    pub(super) fn behaviour(&self, input: u64) -> Behaviour {
        self.call_of(input).tasks[usize::try_from(input % APART).unwrap_or(0)]
    }

    pub(super) fn call_of(&self, input: u64) -> &Call {
        let mut calls = self.callers.iter().flat_map(|caller| &caller.calls);
        calls.find(|call| call.first == input / APART * APART).expect("an input of a call")
    }
}

/// What a task gives.
pub(super) fn result_of(input: u64, behaviour: Behaviour) -> (u64, String) {
    let more = if let Behaviour::Large(bytes) = behaviour { bytes } else { 0 };
    (input.wrapping_mul(3) + 1, "x".repeat(more))
}

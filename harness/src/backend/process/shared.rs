//! What a pool is, apart from its API: the workers that are idle, and how many there may be.
//!
//! A call takes idle workers out, runs its own event loop over them on the caller's thread, and puts them
//! back. No lock is held while tasks run, and calls from several threads share by handing workers over.

use super::member::Member;
use super::pace::Batch;
use crate::error::Error;
use crate::sys::{self, Command};
use std::collections::VecDeque;
use std::ffi::CString;
use std::os::unix::ffi::OsStringExt;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How a process backend treats its workers.
#[derive(Debug)]
pub(crate) struct Config {
    /// The most processes at once.
    pub(crate) workers: usize,
    /// Tasks a worker runs before it ends; 0 is no limit.
    pub(crate) tasks: u64,
    pub(crate) batch: Batch,
    /// How long a new worker may take to greet.
    pub(crate) greeting: Duration,
}

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) counters: Counters,
    command: Command,
    state: Mutex<State>,
    freed: Condvar,
    waiters: AtomicUsize,
    /// Workers a call could get at once: idle ones and ones not started.
    spare: AtomicUsize,
    next_call: AtomicU32,
}

#[derive(Debug, Default)]
struct State {
    idle: Vec<Member>,
    /// Workers that exist, here or with a call.
    live: usize,
    /// Calls that wait for a worker, first come first served.
    queue: VecDeque<u64>,
    next_ticket: u64,
}

enum Taken {
    Member(Box<Member>),
    /// The right to start one.
    Place,
}

/// Running totals, for reports.
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) tasks: AtomicU64,
    pub(crate) sent: AtomicU64,
    pub(crate) received: AtomicU64,
    pub(crate) started: AtomicU64,
    pub(crate) crashed: AtomicU64,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64, n: u64) {
        counter.fetch_add(n, Ordering::Relaxed);
    }
}

/// Gives its running totals.
pub(crate) trait Counts {
    /// Tasks, bytes sent, bytes received, processes started, processes that crashed.
    fn counts(&self) -> [u64; 5];
}

impl Counts for Shared {
    fn counts(&self) -> [u64; 5] {
        let Counters { tasks, sent, received, started, crashed } = &self.counters;
        [tasks, sent, received, started, crashed].map(|counter| counter.load(Ordering::Relaxed))
    }
}

impl Shared {
    pub(crate) fn new(config: Config) -> Result<Self, Error> {
        if sys::is_worker() {
            return Err(Error::refused(
                "this process was started as a worker and does not serve: call `wirecheck::init()` first \
                 in `main` (or use `#[wirecheck::main]`; in test files `wirecheck::test_support!()`)",
            ));
        }
        let workers = config.workers;
        Ok(Self {
            config,
            counters: Counters::default(),
            command: command(),
            state: Mutex::default(),
            freed: Condvar::new(),
            waiters: AtomicUsize::new(0),
            spare: AtomicUsize::new(workers),
            next_call: AtomicU32::new(1),
        })
    }

    /// A number for a call, never 0: that is what an untouched page holds as cancelled.
    pub(crate) fn new_call(&self) -> u32 {
        loop {
            let call = self.next_call.fetch_add(1, Ordering::Relaxed);
            if call != 0 {
                return call;
            }
        }
    }

    /// Starts workers until `workers` exist, and waits for their greetings.
    pub(crate) fn fill(&self) -> Result<(), Error> {
        let mut started = Vec::new();
        while let Some(member) = self.try_take()? {
            started.push(member);
        }
        let outcome = started.iter_mut().try_for_each(|member| super::greet::wait(member, &self.config));
        for member in started {
            if outcome.is_ok() { self.put(member) } else { self.lost(member) }
        }
        outcome
    }

    /// Takes an idle worker, or starts one if there may be more; `None` when all are with other calls, or
    /// another call was first to ask.
    pub(crate) fn try_take(&self) -> Result<Option<Member>, Error> {
        if self.spare.load(Ordering::Relaxed) == 0 {
            return Ok(None);
        }
        let mut state = self.lock();
        if !state.queue.is_empty() {
            return Ok(None);
        }
        let taken = self.take(&mut state);
        drop(state);
        self.realise(taken)
    }

    /// As [`try_take`](Self::try_take), but stands in line for at most `patience`.
    pub(crate) fn take_within(&self, patience: Duration) -> Result<Option<Member>, Error> {
        let deadline = Instant::now() + patience;
        let mut state = self.lock();
        let ticket = state.next_ticket;
        state.next_ticket += 1;
        state.queue.push_back(ticket);
        self.waiters.fetch_add(1, Ordering::Relaxed);
        let mut taken = None;
        loop {
            if state.queue.front() == Some(&ticket) {
                taken = self.take(&mut state);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if taken.is_some() || left.is_zero() {
                break;
            }
            state = self.freed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.queue.retain(|other| *other != ticket);
        drop(state);
        self.waiters.fetch_sub(1, Ordering::Relaxed);
        // The next in line may find a worker too.
        self.freed.notify_all();
        self.realise(taken)
    }

    fn take(&self, state: &mut State) -> Option<Taken> {
        let taken = if let Some(member) = state.idle.pop() {
            Some(Taken::Member(Box::new(member)))
        } else if state.live < self.config.workers {
            state.live += 1;
            Some(Taken::Place)
        } else {
            None
        };
        self.note_spare(state);
        taken
    }

    /// Starts a process for a free place, outside the lock: other calls need not wait for it.
    fn realise(&self, taken: Option<Taken>) -> Result<Option<Member>, Error> {
        match taken {
            None => Ok(None),
            Some(Taken::Member(member)) => Ok(Some(*member)),
            Some(Taken::Place) => {
                Counters::add(&self.counters.started, 1);
                Member::start(&self.command, self.config.tasks).map(Some).map_err(|error| {
                    self.forget_one();
                    Error::io("a worker process could not be started", error)
                })
            }
        }
    }

    /// Whether another call waits for a worker.
    pub(crate) fn is_wanted(&self) -> bool {
        self.waiters.load(Ordering::Relaxed) > 0
    }

    /// Puts a worker back.
    pub(crate) fn put(&self, member: Member) {
        let mut state = self.lock();
        state.idle.push(member);
        self.note_spare(&state);
        self.freed.notify_all();
    }

    /// Ends a worker and makes its place free.
    pub(crate) fn lost(&self, member: Member) {
        drop(member);
        self.forget_one();
    }

    /// Makes the place of a worker free whose process is gone.
    pub(crate) fn forget_one(&self) {
        let mut state = self.lock();
        state.live -= 1;
        self.note_spare(&state);
        self.freed.notify_all();
    }

    fn note_spare(&self, state: &State) {
        let spare = state.idle.len() + self.config.workers.saturating_sub(state.live);
        self.spare.store(spare, Ordering::Relaxed);
    }

    /// No code that can panic runs under this lock, so a poisoned one still holds a whole state.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
        // All are told before any is waited for: 64 workers then end side by side.
        for member in &mut state.idle {
            if member.outstanding() > 0 {
                member.kill();
            }
            member.close();
        }
        state.idle.clear();
    }
}

fn command() -> Command {
    let name = std::env::args_os().next().unwrap_or_else(|| "wirecheck".into());
    // A program that does not call `init` would run its `main` again. The argument makes most programs
    // stop at once instead, and a test harness filter out all its tests.
    let arguments = [name, "wirecheck-worker".into()];
    let mark = (sys::WORKER_VARIABLE.into(), "1".into());
    let environment = std::env::vars_os().chain([mark]).map(|(name, value): (std::ffi::OsString, _)| {
        let mut pair = name.into_vec();
        pair.push(b'=');
        pair.extend(std::ffi::OsString::into_vec(value));
        pair
    });
    Command::new(
        sys::EXECUTABLE,
        arguments.into_iter().filter_map(|argument| CString::new(argument.into_vec()).ok()).collect(),
        environment.filter_map(|pair| CString::new(pair).ok()).collect(),
    )
}

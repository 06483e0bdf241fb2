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
    /// Workers of calls that ended early, still within their last task.
    finishing: Vec<Member>,
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

    /// A number for a call, never 0: that is what frames carry that belong to no call.
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
        // Those in line come first.
        if !state.queue.is_empty() {
            return Ok(None);
        }
        let taken = self.take(&mut state);
        drop(state);
        self.realise(taken)
    }

    /// As [`try_take`](Self::try_take), but stands in line for at most `patience`. The ticket keeps the place
    /// from one try to the next.
    pub(crate) fn take_within(
        &self,
        ticket: &mut Option<u64>,
        patience: Duration,
    ) -> Result<Option<Member>, Error> {
        let deadline = Instant::now() + patience;
        let mut state = self.lock();
        let place = *ticket.get_or_insert_with(|| {
            let place = state.next_ticket;
            state.next_ticket += 1;
            state.queue.push_back(place);
            self.waiters.fetch_add(1, Ordering::Relaxed);
            place
        });
        let taken = loop {
            let taken = if state.queue.front() == Some(&place) { self.take(&mut state) } else { None };
            let left = deadline.saturating_duration_since(Instant::now());
            if taken.is_some() || left.is_zero() {
                break taken;
            }
            // A worker that finishes its last task tells nobody.
            let left = if state.finishing.is_empty() { left } else { left.min(Duration::from_millis(10)) };
            state = self.freed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        };
        drop(state);
        if taken.is_some() {
            self.leave_line(ticket);
        }
        self.realise(taken)
    }

    /// Gives a place in line up.
    pub(crate) fn leave_line(&self, ticket: &mut Option<u64>) {
        if let Some(place) = ticket.take() {
            self.lock().queue.retain(|other| *other != place);
            self.waiters.fetch_sub(1, Ordering::Relaxed);
            // The next in line may find a worker.
            self.freed.notify_all();
        }
    }

    fn take(&self, state: &mut State) -> Option<Taken> {
        let before = state.finishing.len();
        state.finishing.retain(|member| !member.has_exited());
        state.live -= before - state.finishing.len();
        let taken = loop {
            match state.idle.pop() {
                // Killed while it was idle: nobody's task, so nobody's failure.
                Some(member) if member.has_exited() => {
                    Counters::add(&self.counters.crashed, 1);
                    state.live -= 1;
                }
                Some(member) => break Some(Taken::Member(Box::new(member))),
                None if state.live < self.config.workers => {
                    state.live += 1;
                    break Some(Taken::Place);
                }
                None => break None,
            }
        };
        self.note_spare(state);
        taken
    }

    /// Keeps the place of a worker until it has finished the task it is running, and it alone.
    pub(crate) fn leave_to_finish(&self, member: Member) {
        self.lock().finishing.push(member);
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
        state.idle.append(&mut state.finishing);
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

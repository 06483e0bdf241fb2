//! What a pool is, apart from its API: the workers that are idle, and how many there may be.
//!
//! A call takes idle workers out, runs its own event loop over them on the caller's thread, and puts them
//! back. No lock is held while tasks run, and calls from several threads share by handing workers over.

use super::config::Config;
use super::greet;
use super::launch::Launcher;
use super::member::Member;
use crate::backend::count::available;
use crate::error::{Error, Exit, Kind as ErrorKind};
use crate::sys;
use crate::wire::Terms;
use rustix::event::{EventfdFlags, eventfd};
use rustix::process::{Pid, Signal, kill_process};
use std::collections::VecDeque;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Workers that may die in a row in their initializer before the backend is given up.
const MOST_FAILED_STARTS: u32 = 3;
/// How often workers are looked at that only finish a task, while their place is waited for.
pub(crate) const FINISHING: Duration = Duration::from_millis(10);

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) config: Config,
    pub(crate) counters: Counters,
    launcher: Launcher,
    terms: Terms,
    /// The most processes at once.
    limit: AtomicUsize,
    state: Mutex<State>,
    freed: Condvar,
    waiters: AtomicUsize,
    /// Workers a call could get at once: idle ones, ones not started, and those in whose place one could be once they end.
    spare: AtomicUsize,
    /// Of these, the last.
    finishing: AtomicUsize,
    /// Whether there are more workers than there may be, since their number was changed.
    over: AtomicBool,
    /// Workers of iterators that nobody is reading from. They do not count, or whoever waits for a worker might wait
    /// for a reader that waits for it.
    parked: AtomicUsize,
    /// The iterators that nobody is reading from.
    paused: AtomicUsize,
    /// Those who wait for all calls to end.
    joining: AtomicUsize,
    next_call: AtomicU32,
    failed_starts: AtomicU32,
    phase: AtomicU8,
    /// Readable once the backend is terminated.
    stop: OwnedFd,
}

/// How long a backend takes calls.
mod phase {
    pub(super) const OPEN: u8 = 0;
    pub(super) const CLOSED: u8 = 1;
    pub(super) const TERMINATED: u8 = 2;
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
    /// Workers of iterators that nobody is reading from. Their status is not collected before they are looked after again.
    unattended: Vec<Pid>,
    /// Calls under way.
    calls: usize,
    /// Why no worker can be used any more.
    broken: Option<String>,
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
    pub(crate) stopped: AtomicU64,
    pub(crate) retried: AtomicU64,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64, n: u64) {
        counter.fetch_add(n, Ordering::Relaxed);
    }
}

/// Gives its running totals.
pub(crate) trait Counts {
    /// Tasks, bytes sent, bytes received, processes started, crashed, stopped on purpose, tasks retried.
    fn counts(&self) -> [u64; 7];
}

impl Counts for Shared {
    fn counts(&self) -> [u64; 7] {
        let Counters { tasks, sent, received, started, crashed, stopped, retried } = &self.counters;
        [tasks, sent, received, started, crashed, stopped, retried]
            .map(|counter| counter.load(Ordering::Relaxed))
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
        let nest = sys::nest();
        if nest.depth >= config.depth {
            return Err(Error::new(ErrorKind::Nested { depth: nest.depth, most: config.depth }));
        }
        let workers = config.workers;
        let share = (available() / workers).max(1);
        let launcher = Launcher::new(config.launch.clone(), share)?;
        let terms = Terms {
            // The initializer takes one of them, and is none of the caller's.
            tasks: if config.tasks == 0 { 0 } else { config.tasks + u64::from(config.initializer.is_some()) },
            idle: config.idle.map_or(0, |idle| u64::try_from(idle.as_millis()).unwrap_or(u64::MAX).max(1)),
            depth: nest.depth + 1,
            cores: u32::try_from(share).unwrap_or(u32::MAX),
        };
        let stop = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)
            .map_err(|errno| Error::io("the pool's stop signal could not be made", errno))?;
        Ok(Self {
            config,
            counters: Counters::default(),
            launcher,
            terms,
            limit: AtomicUsize::new(workers),
            state: Mutex::default(),
            freed: Condvar::new(),
            waiters: AtomicUsize::new(0),
            spare: AtomicUsize::new(workers),
            over: AtomicBool::new(false),
            finishing: AtomicUsize::new(0),
            parked: AtomicUsize::new(0),
            paused: AtomicUsize::new(0),
            joining: AtomicUsize::new(0),
            next_call: AtomicU32::new(1),
            failed_starts: AtomicU32::new(0),
            phase: AtomicU8::new(phase::OPEN),
            stop,
        })
    }

    pub(crate) fn launcher(&self) -> &Launcher {
        &self.launcher
    }

    /// The most processes at once.
    pub(crate) fn workers(&self) -> usize {
        self.limit.load(Ordering::Relaxed)
    }

    /// Changes the most processes at once. Idle ones beyond it end now, others as they become idle.
    pub(crate) fn resize(&self, workers: usize) {
        self.limit.store(workers, Ordering::Relaxed);
        let mut over = Vec::new();
        let mut state = self.lock();
        while self.counted(&state) > workers {
            let Some(member) = state.idle.pop() else { break };
            state.live -= 1;
            over.push(member);
        }
        self.note_spare(&state);
        drop(state);
        end_all(over);
        self.freed.notify_all();
    }

    /// Workers that count against the limit.
    fn counted(&self, state: &State) -> usize {
        state.live.saturating_sub(self.parked.load(Ordering::Relaxed))
    }

    /// Workers of an iterator that is left for a while.
    pub(crate) fn park(&self, workers: usize) {
        self.parked.fetch_add(workers, Ordering::Relaxed);
        self.paused.fetch_add(1, Ordering::SeqCst);
        if self.is_wanted() || self.joining.load(Ordering::SeqCst) > 0 {
            self.note_spare(&self.lock());
            self.freed.notify_all();
        }
    }

    /// They are in use again.
    pub(crate) fn unpark(&self, workers: usize) {
        self.parked.fetch_sub(workers, Ordering::Relaxed);
        self.paused.fetch_sub(1, Ordering::SeqCst);
    }

    /// Has [`terminate`](Self::terminate) end workers that nobody looks after for a while; gives whether it is too late.
    pub(crate) fn entrust(&self, workers: impl Iterator<Item = Pid>) -> bool {
        let mut state = self.lock();
        state.unattended.extend(workers);
        self.is_terminated()
    }

    /// They are looked after again.
    pub(crate) fn take_back(&self, workers: impl Iterator<Item = Pid>) {
        let mut state = self.lock();
        for worker in workers {
            state.unattended.retain(|known| *known != worker);
        }
    }

    /// Takes no more calls.
    pub(crate) fn close(&self) {
        let _ = self.phase.compare_exchange(phase::OPEN, phase::CLOSED, Ordering::Relaxed, Ordering::Relaxed);
    }

    /// Ends everything at once.
    pub(crate) fn terminate(&self) {
        self.phase.store(phase::TERMINATED, Ordering::Relaxed);
        let _ = rustix::io::write(&self.stop, &1_u64.to_ne_bytes());
        self.freed.notify_all();
        for worker in &self.lock().unattended {
            let _ = kill_process(*worker, Signal::KILL);
        }
        self.end_idle();
    }

    pub(crate) fn is_terminated(&self) -> bool {
        self.phase.load(Ordering::Relaxed) == phase::TERMINATED
    }

    /// Readable once the backend is terminated.
    pub(crate) fn stop_signal(&self) -> BorrowedFd<'_> {
        self.stop.as_fd()
    }

    /// Whether a new call is taken.
    pub(crate) fn admit(&self) -> Result<(), Error> {
        if self.phase.load(Ordering::Relaxed) == phase::OPEN {
            return self.check_broken();
        }
        Err(Error::refused("this backend is closed and takes no more tasks: build another one"))
    }

    fn check_broken(&self) -> Result<(), Error> {
        self.lock().broken.as_ref().map_or(Ok(()), |story| Err(Error::refused(story.clone())))
    }

    /// Counts a call that begins, for [`wait_for_calls`](Self::wait_for_calls).
    pub(crate) fn call_begins(&self) {
        self.lock().calls += 1;
    }

    pub(crate) fn call_ends(&self) {
        self.lock().calls -= 1;
        self.freed.notify_all();
    }

    /// Waits until no call is under way, but for iterators that nobody is reading from: their reader may be who waits.
    pub(crate) fn wait_for_calls(&self) {
        self.joining.fetch_add(1, Ordering::SeqCst);
        let is_busy = |state: &mut State| state.calls > self.paused.load(Ordering::SeqCst);
        drop(self.freed.wait_while(self.lock(), is_busy));
        self.joining.fetch_sub(1, Ordering::SeqCst);
    }

    /// Ends idle workers, and those that only finish what nobody waits for.
    pub(crate) fn end_idle(&self) {
        let mut state = self.lock();
        let mut idle = std::mem::take(&mut state.idle);
        idle.append(&mut state.finishing);
        state.live -= idle.len();
        self.note_spare(&state);
        drop(state);
        end_all(idle);
    }

    /// The initializer failed: no worker can be used any more.
    pub(crate) fn break_down(&self, error: &Error) {
        let story = format!("this backend is stopped since its initializer failed: {error}");
        self.lock().broken.get_or_insert(story);
        self.freed.notify_all();
    }

    /// A worker died in its initializer; gives whether another one may be tried.
    pub(crate) fn note_failed_start(&self) -> bool {
        self.failed_starts.fetch_add(1, Ordering::Relaxed) + 1 < MOST_FAILED_STARTS
    }

    pub(crate) fn note_good_start(&self) {
        self.failed_starts.store(0, Ordering::Relaxed);
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

    /// Starts workers until as many exist as there may be, side by side, and waits until they are ready.
    pub(crate) fn fill(&self) -> Result<(), Error> {
        let mut started = Vec::new();
        let mut outcome = Ok(());
        loop {
            match self.try_take() {
                Ok(Some(member)) => started.push(member),
                Ok(None) => break,
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
        }
        let outcome =
            outcome.and_then(|()| started.iter_mut().try_for_each(|member| greet::wait(member, self)));
        if outcome.is_ok() {
            started.into_iter().for_each(|member| self.put(member));
        } else {
            started.iter_mut().for_each(Member::kill);
            started.into_iter().for_each(|member| self.lost(member));
        }
        outcome
    }

    /// Takes an idle worker, or starts one if there may be more; `None` when all are with other calls, or
    /// another call was first to ask.
    pub(crate) fn try_take(&self) -> Result<Option<Member>, Error> {
        if self.spare.load(Ordering::Relaxed) == 0 {
            return Ok(None);
        }
        self.check_broken()?;
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
            let is_first = state.queue.front() == Some(&place) && state.broken.is_none();
            let taken = if is_first { self.take(&mut state) } else { None };
            let left = deadline.saturating_duration_since(Instant::now());
            if taken.is_some() || left.is_zero() || state.broken.is_some() || self.is_terminated() {
                break taken;
            }
            // A worker that finishes its last task tells nobody.
            let left = if state.finishing.is_empty() { left } else { left.min(FINISHING) };
            state = self.freed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        };
        drop(state);
        if taken.is_some() {
            self.leave_line(ticket);
        } else {
            self.check_broken()?;
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
                // Killed while it was idle: nobody's task, so nobody's failure. Or it ended by itself, as an idle worker may.
                Some(mut member) if member.has_exited() => {
                    state.live -= 1;
                    let by_itself = self.config.idle.is_some() && member.reap() == Exit::Code(0);
                    Counters::add(&self.counters.crashed, u64::from(!by_itself));
                }
                Some(member) => break Some(Taken::Member(Box::new(member))),
                None if self.counted(state) < self.workers() => {
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
    pub(crate) fn leave_to_finish(&self, mut member: Member) {
        // Also one that would serve on ends when it has nothing left.
        member.close();
        let mut state = self.lock();
        state.finishing.push(member);
        self.note_spare(&state);
    }

    /// Whether places become free without a word, by the end of workers that only finish a task.
    pub(crate) fn is_finishing(&self) -> bool {
        self.finishing.load(Ordering::Relaxed) > 0
    }

    /// Starts a process for a free place, outside the lock: other calls need not wait for it.
    fn realise(&self, taken: Option<Taken>) -> Result<Option<Member>, Error> {
        match taken {
            None => Ok(None),
            Some(Taken::Member(member)) => Ok(Some(*member)),
            Some(Taken::Place) => {
                Counters::add(&self.counters.started, 1);
                self.start().map(Some).inspect_err(|_| self.forget_one())
            }
        }
    }

    fn start(&self) -> Result<Member, Error> {
        let mut member = self.launcher.start(self.terms)?;
        if self.config.task_timeout.is_some() {
            member.page().time();
        }
        if let Some(initializer) = &self.config.initializer {
            initializer.send(&mut member.link);
            // The worker counts it among the tasks it received.
            member.tasks_added(1);
        }
        Ok(member)
    }

    /// Whether another call waits for a worker.
    pub(crate) fn is_wanted(&self) -> bool {
        self.waiters.load(Ordering::Relaxed) > 0
    }

    /// Whether calls are to let go of workers, since there are more than there may be.
    pub(crate) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    /// Puts a worker back.
    pub(crate) fn put(&self, member: Member) {
        let mut state = self.lock();
        if self.counted(&state) > self.workers() || self.is_terminated() {
            state.live -= 1;
            self.note_spare(&state);
            drop(state);
            drop(member);
        } else {
            // One that still runs what nobody waits for is taken last.
            let at = if member.outstanding() > 0 { 0 } else { state.idle.len() };
            state.idle.insert(at, member);
            self.note_spare(&state);
        }
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
        let counted = self.counted(state);
        let finishing = state.finishing.len();
        let spare = state.idle.len() + finishing + self.workers().saturating_sub(counted);
        self.spare.store(spare, Ordering::Relaxed);
        self.finishing.store(finishing, Ordering::Relaxed);
        self.over.store(counted > self.workers(), Ordering::Relaxed);
    }

    /// No code that can panic runs under this lock, so a poisoned one still holds a whole state.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.end_idle();
    }
}

/// All are told before any is waited for: 64 workers then end side by side.
fn end_all(mut members: Vec<Member>) {
    for member in &mut members {
        if member.outstanding() > 0 || !member.is_ready() {
            member.kill();
        }
        member.close();
    }
}

//! The event loop: one call, the workers it has leased, on the caller's own thread.
//!
//! ```text
//! loop  schedule: tasks of dead workers, then of the source -> workers below their limit
//!       write:    what the workers take
//!       wait:     until a worker answers or dies
//!       read:     answers -> source; a death -> its running task fails, its other tasks go to other workers
//!       limits:   end tasks and calls that take too long
//! ```
//! Every wait is bounded: a worker that dies closes its channel, one that does not greet is given up, and workers whose
//! channel another process keeps open are checked from time to time.

use super::leased_workers::LeasedWorkers;
use super::reentrancy::ReentrancyGuard;
use super::response_reader::{ResponseReader, Tally};
use super::source::{Expired, Source};
use super::waiting_answers::WaitingAnswers;
use crate::backend::Phase;
use crate::backend::process::pool::{Counters, PoolState};
use crate::backend::process::worker::{TaskId, Unanswered, Worker, WorkerHandle};
use crate::clock;
use crate::error::{Error, Kind as ErrorKind};
use crate::id_map::IdMap;
use crate::sys::Backoff;
use crate::transfer::EncodedValue;
use crate::wire::ReceiveStatus;
use rustix::event::{PollFd, PollFlags};
use rustix::io::Errno;
use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Bytes that may wait for a worker before no more tasks are encoded for it.
pub(super) const AHEAD: usize = 256 * 1024;
/// The longest time between two checks of all workers.
pub(super) const CHECK_INTERVAL: Duration = Duration::from_millis(500);
/// Number of workers that may die in a row, with no answer in between, before the call fails.
pub(super) const MOST_DEATHS: usize = 5;
/// Number of rounds used to fill the queues of the workers.
pub(super) const ROUNDS: usize = 8;

pub(crate) struct Engine<'a, W: Worker, S: Source> {
    pub(super) pool: &'a PoolState<W>,
    pub(in crate::backend::process) source: S,
    pub(super) workers: LeasedWorkers<'a, W>,
    /// Whether there is something to read from the worker with the same index.
    readable: Vec<bool>,
    /// What takes bytes or descriptors, by its place in the last wait.
    writable: Vec<usize>,
    /// Number of tasks taken from the source that have no answer yet.
    pub(super) pending: usize,
    /// Tasks of dead workers that are to be sent again.
    pub(super) requeued: VecDeque<Unanswered>,
    /// The calls of this loop, with the bodies of their `LOAD` frames.
    pub(super) loads: Vec<(u32, Arc<EncodedValue>)>,
    /// The store's count of dropped buffers when the workers were last told.
    pub(super) forgotten: u64,
    /// Why the call must end.
    pub(super) fatal: Option<Error>,
    /// How often each task was tried whose worker died.
    pub(super) attempts: IdMap<TaskId, u32>,
    /// The errors of those attempts, where tasks that have cost all of their workers are kept.
    pub(super) attempt_errors: IdMap<TaskId, Vec<Error>>,
    /// Calls that are over, of which a worker still has tasks.
    pub(super) expired_calls: Vec<Expired>,
    pub(super) deaths: usize,
    pub(super) last_check: Instant,
    pub(super) waiting_answers: WaitingAnswers,
    /// Of the wait for all of them.
    backoff: Backoff,
}

/// Where a round of the loop ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Round {
    /// Answers are due.
    Waiting,
    /// Every task has its answer, or no more are wanted.
    Over,
}

impl<'a, W: Worker, S: Source> Engine<'a, W, S> {
    pub(crate) fn new(pool: &'a PoolState<W>, source: S) -> Self {
        Self {
            pool,
            source,
            workers: LeasedWorkers::new(pool),
            readable: Vec::new(),
            writable: Vec::new(),
            pending: 0,
            requeued: VecDeque::new(),
            loads: Vec::new(),
            forgotten: 0,
            fatal: None,
            attempts: IdMap::default(),
            attempt_errors: IdMap::default(),
            expired_calls: Vec::new(),
            deaths: 0,
            last_check: clock::now(),
            waiting_answers: WaitingAnswers::default(),
            backoff: Backoff::default(),
        }
    }

    /// Runs until the source has no more tasks and every task has its answer; returns the source.
    pub(crate) fn run_all(pool: &'a PoolState<W>, source: S) -> (S, Result<(), Error>) {
        let mut engine = Self::new(pool, source);
        let outcome = engine.run();
        let Self { source, workers, .. } = engine;
        drop(workers);
        (source, outcome)
    }

    fn run(&mut self) -> Result<(), Error> {
        let _busy = ReentrancyGuard::enter(self.pool)?;
        while self.round(true)? == Round::Waiting {}
        Ok(())
    }

    /// Runs the loop for a caller that comes back: until `enough` returns true, or just once without waiting if `wait` is not
    /// set.
    pub(crate) fn run_until(&mut self, wait: bool, enough: impl Fn(&S) -> bool) -> Result<Round, Error> {
        let _busy = ReentrancyGuard::enter(self.pool)?;
        self.workers.unpark();
        self.workers.handles.iter_mut().for_each(WorkerHandle::forget_stall);
        let outcome = loop {
            match self.round(wait) {
                Ok(Round::Waiting) if wait && !enough(&self.source) => {}
                // What was read makes room for more tasks.
                Ok(Round::Waiting) => break self.schedule().map(|()| Round::Waiting),
                other => break other,
            }
        };
        self.leave();
        outcome
    }

    /// Pauses the call. The workers go on with the tasks they have.
    pub(crate) fn leave(&mut self) {
        self.write();
        self.workers.park();
    }

    fn round(&mut self, wait: bool) -> Result<Round, Error> {
        if self.pool.is_terminated() {
            self.workers.abandon();
            return Err(Error::new(ErrorKind::Cancelled));
        }
        self.schedule()?;
        if let Some(error) = self.fatal.take() {
            return Err(error);
        }
        self.write();
        if self.source.is_over() {
            return Ok(Round::Over);
        }
        // Not while a worker runs a task of an expired call: it is ended, not returned.
        if self.pending == 0 && self.expired_calls.is_empty() && !self.has_work() {
            // No task is under way. The caller decides by fetching whether there will be more.
            return Ok(if self.source.is_held_up() { Round::Waiting } else { Round::Over });
        }
        if self.workers.handles.is_empty() {
            self.workers.wait_for_worker(self.patience().min(if wait {
                CHECK_INTERVAL
            } else {
                Duration::ZERO
            }))?;
        } else {
            self.wait(wait)?;
            self.read()?;
            self.take_waiting_answers()?;
        }
        if !self.workers.leaving.is_empty() {
            self.check_leaving()?;
        }
        self.enforce_limits()?;
        self.workers.share();
        Ok(Round::Waiting)
    }

    pub(super) fn has_work(&mut self) -> bool {
        !self.requeued.is_empty() || self.source.has_task()
    }

    fn write(&mut self) {
        let watch = &self.pool.config.stopwatch;
        for worker in self.workers.handles.iter_mut().filter(|worker| worker.has_unwritten()) {
            let written = watch.time(Phase::Transfer, || worker.write());
            Counters::add(&self.pool.counters.sent, written.bytes);
            Counters::add(&self.pool.counters.out_of_band, written.out_of_band);
        }
    }

    fn wait(&mut self, wait: bool) -> Result<(), Error> {
        let workers = &self.workers.handles;
        let mut fds: Vec<PollFd<'_>> = Vec::with_capacity(workers.len() + 2);
        fds.extend(workers.iter().map(WorkerHandle::wait_on));
        fds.push(PollFd::from_borrowed_fd(self.pool.stop_signal(), PollFlags::IN));
        if let Some(wake) = self.source.wake() {
            fds.push(PollFd::from_borrowed_fd(wake, PollFlags::IN));
        }
        // Last, since the others are found by their index.
        let descriptors = workers.iter().filter_map(|worker| worker.connection.descriptors_wait_on());
        fds.extend(descriptors.map(|socket| PollFd::from_borrowed_fd(socket, PollFlags::OUT)));
        let timeout = if wait { self.patience() } else { Duration::ZERO };
        match clock::poll(&mut fds, Some(timeout)) {
            Ok(_) => self.backoff.succeeded(),
            Err(Errno::INTR) => {}
            Err(_) if self.backoff.try_again() => {}
            Err(errno) => return Err(Error::io("waiting for workers failed", errno)),
        }
        let dues = PollFlags::IN | PollFlags::HUP | PollFlags::ERR;
        let wakes = self.source.wake().is_some();
        let woken = wakes && fds.get(workers.len() + 1).is_some_and(|wake| wake.revents().intersects(dues));
        self.readable.clear();
        self.readable.extend(fds.iter().take(workers.len()).map(|fd| fd.revents().intersects(dues)));
        self.writable.clear();
        let takes = |(_, fd): &(usize, &PollFd<'_>)| fd.revents().intersects(PollFlags::OUT);
        self.writable.extend(fds.iter().enumerate().filter(takes).map(|(at, _)| at));
        let others = workers.len() + 1 + usize::from(wakes);
        if woken {
            self.source.clear_wake();
        }
        for (worker, _) in
            self.workers.handles.iter_mut().zip(&self.readable).filter(|(_, readable)| !**readable)
        {
            worker.note_nothing();
        }
        self.note_writable(others);
        Ok(())
    }

    /// Tells workers that the wait has said that they take bytes, or descriptors: those are waited for from index `others` on.
    fn note_writable(&mut self, others: usize) {
        for at in std::mem::take(&mut self.writable) {
            if let Some(worker) = self.workers.handles.get_mut(at) {
                worker.note_writable();
            } else if let Some(at) = at.checked_sub(others) {
                let mut waiting = self
                    .workers
                    .handles
                    .iter_mut()
                    .filter(|worker| worker.connection.descriptors_wait_on().is_some());
                if let Some(worker) = waiting.nth(at) {
                    worker.connection.note_descriptors_writable();
                }
            }
        }
    }

    fn read(&mut self) -> Result<(), Error> {
        // Backwards: `swap_remove` replaces a worker by one that was read already.
        for at in (0..self.readable.len()).rev() {
            if self.readable[at] {
                self.read_one(at)?;
            }
        }
        Ok(())
    }

    /// Reads what a worker has sent. `poll` said that there is something, or the worker has ended.
    pub(super) fn read_one(&mut self, at: usize) -> Result<(), Error> {
        let mut is_first = true;
        loop {
            let worker = &mut self.workers.handles[at];
            let n = match self.pool.config.stopwatch.time(Phase::Transfer, || worker.read()) {
                Ok(ReceiveStatus::Bytes(n)) => n,
                Ok(ReceiveStatus::Nothing) if !is_first || worker.may_have_nothing() => return Ok(()),
                Ok(ReceiveStatus::Nothing) => {
                    let error = io::Error::from(io::ErrorKind::WouldBlock);
                    return self.fail_protocol(at, Error::io("reading from a worker failed", error));
                }
                Ok(ReceiveStatus::End) => return self.on_exit(at),
                Err(error) => {
                    return self.fail_protocol(at, Error::io("reading from a worker failed", error));
                }
            };
            Counters::add(&self.pool.counters.received, n as u64);
            match self.settle(at) {
                Ok(0) => {}
                Ok(_) => self.deaths = 0,
                Err(error) => return self.fail_protocol(at, error),
            }
            if n < SHORT_READ {
                return Ok(());
            }
            is_first = false;
        }
    }

    /// Takes answers that wait in a worker behind a task that takes long. It sends them together, and cannot know how long its
    /// next task will take.
    pub(super) fn take_waiting_answers(&mut self) -> Result<(), Error> {
        if !self.waiting_answers.is_due() {
            return Ok(());
        }
        let found = self.take_answers(WorkerHandle::take_waiting_answers)?;
        self.waiting_answers.looked(found);
        Ok(())
    }

    /// Settles the answers that `take` takes from each worker. Returns whether there were some.
    pub(super) fn take_answers(&mut self, take: fn(&mut WorkerHandle<W>) -> bool) -> Result<bool, Error> {
        let mut found = false;
        for at in (0..self.workers.handles.len()).rev() {
            if take(&mut self.workers.handles[at]) {
                found = true;
                if let Err(error) = self.settle(at) {
                    self.fail_protocol(at, error)?;
                }
            }
        }
        Ok(found)
    }

    fn settle(&mut self, at: usize) -> Result<usize, Error> {
        let worker = &mut self.workers.handles[at];
        worker.note_phase_totals(&self.pool.config.stopwatch);
        let mut responses = ResponseReader::new(self.pool, &mut self.source);
        let outcome = responses.settle(&mut worker.connection);
        let Tally { settled, large, finished } = responses.close();
        let worked = worker.take_worked();
        if settled > 0 {
            worker.batch_controller.answered(settled, large, worked);
        } else {
            // Answers of an earlier call say nothing about this call's tasks.
            worker.batch_controller.busy();
        }
        self.pending -= settled;
        self.retire(&finished);
        outcome
    }

    /// Forgets calls that will have no more tasks, here and in the workers.
    pub(super) fn retire(&mut self, finished: &[u32]) {
        for call in finished {
            self.loads.retain(|(known, _)| known != call);
            self.expired_calls.retain(|expired| expired.call != *call);
            self.workers.handles.iter_mut().for_each(|worker| worker.forget_call(*call));
        }
    }
}

/// A read of fewer bytes than this has emptied the channel.
pub(super) const SHORT_READ: usize = 32 * 1024;

//! The event loop: one call, the workers it has leased, on the caller's own thread.
//!
//! ```text
//! loop  fill:  source -> out buffers of workers below their limit (first: tasks of dead workers)
//!       write: what the sockets take
//!       poll:  until a worker answers or dies
//!       read:  answers -> source; a death -> its running task fails, its queue goes elsewhere
//! ```
//! Every wait is bounded: a worker that dies closes its socket, one that does not greet is given up on, and
//! once in a while the loop looks after workers whose socket something else keeps open.

use super::greet;
use super::member::{Member, Remains};
use super::pace::Pace;
use super::shared::{Counters, Shared};
use super::source::{Ready, Settled, Source};
use crate::error::{Error, Kind as ErrorKind, Side};
use crate::wire::{Failure, Header, Inbox, Kind, Received, control};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Bytes that may wait for a worker's socket before no more tasks are encoded for it.
const AHEAD: usize = 256 * 1024;
/// The longest sleep without a look around.
const LOOK_AROUND: Duration = Duration::from_millis(500);
/// Workers that may die in a row without an answer in between, before the call is given up.
const MOST_DEATHS: usize = 5;
/// In so many rounds the queues of the workers are filled.
const ROUNDS: usize = 8;
/// How long a call keeps its last worker while others wait.
const SLICE: Duration = Duration::from_millis(20);

pub(crate) struct Engine<'a, S: Source> {
    shared: &'a Shared,
    source: &'a mut S,
    members: Vec<Member>,
    /// Whether the socket of the member at the same place has something to read.
    readable: Vec<bool>,
    /// Tasks taken from the source that have no answer yet.
    pending: usize,
    /// Frames of tasks that a dead worker had not begun.
    orphans: VecDeque<Vec<u8>>,
    /// The calls of this loop, with their `LOAD` frames.
    loads: Vec<(u32, Vec<u8>)>,
    deaths: usize,
    leased: Instant,
    looked: Instant,
    /// The place in line, while there is no worker.
    ticket: Option<u64>,
}

impl<'a, S: Source> Engine<'a, S> {
    fn new(shared: &'a Shared, source: &'a mut S) -> Self {
        Self {
            shared,
            source,
            members: Vec::new(),
            readable: Vec::new(),
            pending: 0,
            orphans: VecDeque::new(),
            loads: Vec::new(),
            deaths: 0,
            leased: Instant::now(),
            looked: Instant::now(),
            ticket: None,
        }
    }

    /// Runs until the source is done and every task has its answer.
    pub(crate) fn run_all(shared: &'a Shared, source: &'a mut S) -> Result<(), Error> {
        let _busy = Busy::enter(shared)?;
        Self::new(shared, source).run()
    }

    fn run(&mut self) -> Result<(), Error> {
        loop {
            self.fill()?;
            self.write();
            if self.source.is_over() || (!self.has_work() && self.pending == 0) {
                return Ok(());
            }
            if self.members.is_empty() {
                if let Some(member) = self.shared.take_within(&mut self.ticket, LOOK_AROUND)? {
                    self.leased = Instant::now();
                    self.members.push(member);
                }
                continue;
            }
            self.wait()?;
            self.read()?;
            self.share();
        }
    }

    fn has_work(&mut self) -> bool {
        !self.orphans.is_empty() || self.source.ready() == Ready::Task
    }

    /// Whether a worker is to be handed over to another call that waits.
    fn is_yielding(&self) -> bool {
        self.shared.is_wanted() && (self.members.len() > 1 || self.leased.elapsed() >= SLICE)
    }

    /// Hands out tasks; takes or starts workers while there are more tasks than places.
    fn fill(&mut self) -> Result<(), Error> {
        if self.source.is_over() {
            return Ok(());
        }
        // The last one is left to run dry when another call wants a worker.
        let kept = self.members.len().saturating_sub(usize::from(self.is_yielding()));
        // Breadth first: no task waits behind another while a worker is idle or could be had.
        for at in 0..kept {
            if self.members[at].outstanding() == 0 {
                self.fill_one(at, 1);
            }
        }
        while self.has_work() {
            let member = match self.shared.try_take() {
                Ok(Some(member)) => member,
                Ok(None) => break,
                // Fewer workers than allowed can do it too.
                Err(_) if !self.members.is_empty() => break,
                Err(error) => return Err(error),
            };
            if self.members.is_empty() {
                self.leased = Instant::now();
            }
            self.members.push(member);
            self.fill_one(self.members.len() - 1, 1);
        }
        // Then in rounds, so that the last tasks of a call are spread too.
        let mut more = true;
        while more && self.has_work() {
            more = false;
            for at in 0..kept {
                let limit = self.members[at].pace.limit(self.shared.config.batch);
                more |= self.fill_one(at, (limit / ROUNDS).max(1));
            }
        }
        Ok(())
    }

    /// Hands at most `most` tasks to a worker; gives whether it took any.
    fn fill_one(&mut self, at: usize, most: usize) -> bool {
        let limit = self.members[at].pace.limit(self.shared.config.batch);
        let mut taken = 0;
        while taken < most {
            let member = &mut self.members[at];
            if member.outstanding() >= limit || member.unwritten() >= AHEAD || member.is_spent() {
                break;
            }
            if let Some(frame) = self.orphans.pop_front() {
                if let Ok(Some(header)) = Header::read(&frame) {
                    self.announce(at, header.call);
                }
                let member = &mut self.members[at];
                member.out().extend_from_slice(&frame);
                member.task_added();
            } else if self.source.ready() == Ready::Task {
                let call = self.source.call();
                self.announce(at, call);
                let member = &mut self.members[at];
                if self.source.next(member.out()) {
                    member.task_added();
                    self.pending += 1;
                }
            } else {
                break;
            }
            taken += 1;
        }
        taken > 0
    }

    /// Makes sure that a worker has the task and the captures of a call.
    #[inline]
    fn announce(&mut self, at: usize, call: u32) {
        // The call of the task before, nearly always.
        if self.members[at].calls.last() != Some(&call) {
            self.announce_other(at, call);
        }
    }

    #[inline(never)]
    fn announce_other(&mut self, at: usize, call: u32) {
        let member = &mut self.members[at];
        if member.calls.contains(&call) {
            return;
        }
        let known = self.loads.iter().position(|(known, _)| *known == call).unwrap_or_else(|| {
            let mut load = Vec::new();
            self.source.load(&mut load);
            self.loads.push((call, load));
            self.loads.len() - 1
        });
        member.out().extend_from_slice(&self.loads[known].1);
        member.calls.push(call);
    }

    fn write(&mut self) {
        let sent = self.members.iter_mut().filter(|member| member.unwritten() > 0).map(Member::write).sum();
        Counters::add(&self.shared.counters.sent, sent);
    }

    fn wait(&mut self) -> Result<(), Error> {
        let mut fds: Vec<PollFd<'_>> = Vec::with_capacity(self.members.len() + 1);
        for member in &self.members {
            let out = if member.unwritten() > 0 { PollFlags::OUT } else { PollFlags::empty() };
            fds.push(PollFd::from_borrowed_fd(member.socket(), PollFlags::IN | out));
        }
        if let Some(wake) = self.source.wake() {
            fds.push(PollFd::from_borrowed_fd(wake, PollFlags::IN));
        }
        let patience = if self.shared.is_wanted() { SLICE } else { LOOK_AROUND };
        let timeout = Timespec::try_from(patience).ok();
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(Error::io("waiting for workers failed", errno)),
        }
        let dues = PollFlags::IN | PollFlags::HUP | PollFlags::ERR;
        let woken = fds.get(self.members.len()).is_some_and(|wake| wake.revents().intersects(dues));
        self.readable.clear();
        self.readable.extend(fds.iter().take(self.members.len()).map(|fd| fd.revents().intersects(dues)));
        if woken {
            self.source.woken();
        }
        // By the clock and not by silence: events of some workers must not hide that others are stuck.
        if self.looked.elapsed() >= LOOK_AROUND {
            self.looked = Instant::now();
            self.look_around()?;
        }
        Ok(())
    }

    /// Finds what no event tells: workers that never greet, or are gone while their socket is held open.
    fn look_around(&mut self) -> Result<(), Error> {
        let greeting = self.shared.config.greeting;
        for (member, readable) in self.members.iter_mut().zip(&mut self.readable) {
            if member.is_late(greeting) && !*readable {
                // Not given back as a worker, see `release`.
                return Err(greet::too_late(greeting));
            }
            if member.has_exited() {
                *readable = true;
                member.shut();
            }
        }
        Ok(())
    }

    fn read(&mut self) -> Result<(), Error> {
        // Backwards: a member that is removed is replaced by one that was looked at.
        for at in (0..self.readable.len()).rev() {
            if self.readable[at] {
                self.read_one(at)?;
            }
        }
        Ok(())
    }

    fn read_one(&mut self, at: usize) -> Result<(), Error> {
        loop {
            let n = match self.members[at].read() {
                Ok(Received::Bytes(n)) => n,
                Ok(Received::Nothing) => return Ok(()),
                Ok(Received::End) => return self.death(at),
                Err(error) => return self.condemn(at, Error::io("reading from a worker failed", error)),
            };
            Counters::add(&self.shared.counters.received, n as u64);
            match self.settle(at) {
                Ok(0) => {}
                Ok(answers) => {
                    self.deaths = 0;
                    self.members[at].pace.answered(answers);
                }
                Err(error) => return self.condemn(at, error),
            }
            if n < SHORT_READ {
                return Ok(());
            }
        }
    }

    fn settle(&mut self, at: usize) -> Result<usize, Error> {
        let member = &mut self.members[at];
        let mut inbox = member.take_inbox();
        let mut ledger =
            Ledger { shared: self.shared, source: &mut *self.source, settled: 0, finished: Vec::new() };
        let outcome = ledger.settle(member, &mut inbox);
        member.put_inbox(inbox);
        let Ledger { settled, finished, .. } = ledger;
        self.pending -= settled;
        self.retire(&finished);
        outcome
    }

    /// Forgets calls that will have no more tasks.
    fn retire(&mut self, finished: &[u32]) {
        for call in finished {
            self.loads.retain(|(known, _)| known != call);
            for member in &mut self.members {
                if let Some(at) = member.calls.iter().position(|known| known == call) {
                    member.calls.swap_remove(at);
                    control(member.out(), Kind::Unload, *call, 0, &[]);
                }
            }
        }
    }

    /// A worker that broke the protocol: nothing it says counts any more.
    fn condemn(&mut self, at: usize, error: Error) -> Result<(), Error> {
        self.members[at].kill();
        let fatal = error.is_refused();
        self.death(at)?;
        if fatal { Err(error) } else { Ok(()) }
    }

    fn death(&mut self, at: usize) -> Result<(), Error> {
        let member = self.members.swap_remove(at);
        let (greeted, spent) = (member.greeted, member.is_spent());
        let mut ledger =
            Ledger { shared: self.shared, source: &mut *self.source, settled: 0, finished: Vec::new() };
        let mut answers = 0;
        let Remains { pid, exit, running, mut unstarted } = member.bury(|member, inbox| {
            // Garbage at the end of a dead worker's stream is of no more interest.
            answers = ledger.settle(member, inbox).unwrap_or(0);
        });
        let Ledger { mut settled, mut finished, .. } = ledger;
        self.shared.forget_one();
        unstarted.retain(|frame| self.is_own(frame));
        let did_its_share = spent && running.is_none() && unstarted.is_empty();
        if let Some((call, index)) = running {
            let crash = Error::new(ErrorKind::Crash { pid, exit }).on(Side::Worker);
            let outcome = self.source.failed(call, index, crash);
            settled += usize::from(outcome != Settled::Stale);
            finished.extend((outcome == Settled::Last).then_some(call));
        }
        self.pending -= settled;
        self.retire(&finished);
        self.orphans.append(&mut unstarted);
        if did_its_share {
            return Ok(());
        }
        Counters::add(&self.shared.counters.crashed, 1);
        self.deaths = if answers > 0 || running.is_some() { 0 } else { self.deaths + 1 };
        if !greeted && self.deaths >= 2 {
            return Err(greet::silent_end(exit));
        }
        // Workers that were killed while they were idle may all be found dead, one after another.
        let most = MOST_DEATHS + self.shared.config.workers;
        if self.deaths >= most {
            return Err(Error::refused(format!(
                "{most} workers in a row died without running a task; the last one {exit}"
            )));
        }
        Ok(())
    }

    fn is_own(&self, frame: &[u8]) -> bool {
        matches!(Header::read(frame), Ok(Some(header)) if self.loads.iter().any(|(call, _)| *call == header.call))
    }

    /// Hands workers over to other calls that wait for one.
    fn share(&mut self) {
        while self.is_yielding() {
            let Some(at) = self.members.iter().position(|member| member.outstanding() == 0) else { return };
            let member = self.members.swap_remove(at);
            self.release(member);
        }
    }

    fn release(&mut self, mut member: Member) {
        if member.is_late(self.shared.config.greeting) {
            self.shared.lost(member);
            return;
        }
        if member.outstanding() > 0 {
            member.cancel();
        }
        let calls: Vec<u32> = member.calls.drain(..).collect();
        for call in calls {
            control(member.out(), Kind::Unload, call, 0, &[]);
        }
        member.write();
        // What the next call has for it may be of any length.
        member.pace = Pace::default();
        if !member.is_spent() {
            self.shared.put(member);
        } else if member.outstanding() > 0 {
            self.shared.leave_to_finish(member);
        } else {
            self.shared.lost(member);
        }
    }
}

/// Marks that this thread runs an event loop over a set of workers.
///
/// A call from within, from an input iterator or a progress hook, would wait for workers that only the outer call
/// could give back.
struct Busy(*const Shared);

thread_local! {
    static BUSY: RefCell<Vec<*const Shared>> = const { RefCell::new(Vec::new()) };
}

impl Busy {
    fn enter(shared: &Shared) -> Result<Self, Error> {
        let shared: *const Shared = shared;
        BUSY.with(|busy| {
            let mut busy = busy.borrow_mut();
            if busy.contains(&shared) {
                return Err(Error::refused(
                    "this backend runs the very call whose input or progress hook this call was made from, and would \
                     wait for itself: collect the inputs first, or use another backend inside",
                ));
            }
            busy.push(shared);
            Ok(Self(shared))
        })
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        BUSY.with(|busy| busy.borrow_mut().retain(|shared| *shared != self.0));
    }
}

/// A read that did not fill its space: the socket is empty.
const SHORT_READ: usize = 32 * 1024;

/// Takes answers apart and keeps count of what they settled.
struct Ledger<'a, S: Source> {
    shared: &'a Shared,
    source: &'a mut S,
    settled: usize,
    finished: Vec<u32>,
}

impl<S: Source> Ledger<'_, S> {
    /// Hands whole frames to the source; gives the number of answers.
    fn settle(&mut self, member: &mut Member, inbox: &mut Inbox) -> Result<usize, Error> {
        let mut answers = 0;
        while let Some((header, body)) = inbox.next().map_err(|bad| broken(&bad.to_string()))? {
            let settled = match header.kind {
                Kind::Hello if !member.greeted => {
                    greet::check(&header, body)?;
                    member.greeted = true;
                    continue;
                }
                Kind::Done if member.greeted => {
                    member.acknowledge(&header)?;
                    self.source.done(header.call, header.index, body)
                }
                Kind::Failed if member.greeted => {
                    member.acknowledge(&header)?;
                    let failure = Failure::read(body).map_err(|_| broken("a failure cut short"))?;
                    let error = failure.into_error(self.source.format(header.call), Side::Worker);
                    self.source.failed(header.call, header.index, error)
                }
                _ => return Err(broken("a frame that a parent does not take")),
            };
            answers += 1;
            self.settled += usize::from(settled != Settled::Stale);
            if settled == Settled::Last {
                self.finished.push(header.call);
            }
        }
        Counters::add(&self.shared.counters.tasks, answers as u64);
        Ok(answers)
    }
}

fn broken(message: &str) -> Error {
    Error::new(ErrorKind::Protocol(message.to_owned()))
}

impl<S: Source> Drop for Engine<'_, S> {
    /// On every way out, also when an input iterator panics, the workers go back. What is still queued at
    /// one is cancelled; a task that is running there ends first.
    fn drop(&mut self) {
        for member in std::mem::take(&mut self.members) {
            self.release(member);
        }
        self.shared.leave_line(&mut self.ticket);
    }
}

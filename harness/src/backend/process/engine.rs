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

mod busy;
mod death;
mod fill;
mod ledger;

use super::greet;
use super::member::Member;
use super::pace::Pace;
use super::shared::{Counters, Shared};
use super::source::{Ready, Source};
use crate::error::Error;
use crate::wire::{Kind, Received, control};
use busy::Busy;
use ledger::Ledger;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
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

/// A read that did not fill its space: the socket is empty.
const SHORT_READ: usize = 32 * 1024;

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

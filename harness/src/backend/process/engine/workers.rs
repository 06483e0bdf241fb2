//! The workers that a call has leased, and their way back.

use super::SLICE;
use crate::backend::process::member::WorkerHandle;
use crate::backend::process::pace::BatchController;
use crate::backend::process::shared::{Counters, PoolState};
use crate::error::Error;
use std::time::{Duration, Instant};

pub(super) struct LeasedWorkers<'a> {
    shared: &'a PoolState,
    pub(super) members: Vec<WorkerHandle>,
    leased: Instant,
    /// The place in line, while there is no worker.
    ticket: Option<u64>,
    /// While nobody looks after the members: how many they are.
    parked: Option<usize>,
    /// Whether what runs is to be ended.
    abandoned: bool,
}

impl<'a> LeasedWorkers<'a> {
    pub(super) fn new(shared: &'a PoolState) -> Self {
        shared.call_begins();
        Self {
            shared,
            members: Vec::new(),
            leased: Instant::now(),
            ticket: None,
            parked: None,
            abandoned: false,
        }
    }

    /// Takes a worker that can be had at once.
    pub(super) fn try_take(&mut self) -> Result<bool, Error> {
        let member = self.shared.try_take()?;
        Ok(self.add(member))
    }

    /// Stands in line for a worker.
    pub(super) fn take_within(&mut self, patience: Duration) -> Result<bool, Error> {
        let member = self.shared.take_within(&mut self.ticket, patience)?;
        Ok(self.add(member))
    }

    fn add(&mut self, member: Option<WorkerHandle>) -> bool {
        let Some(member) = member else { return false };
        if self.members.is_empty() {
            self.leased = Instant::now();
        }
        self.members.push(member);
        true
    }

    /// Whether a worker is to be handed over to another call that waits, or is one too many.
    pub(super) fn is_yielding(&self) -> bool {
        (self.shared.is_wanted() || self.shared.is_over())
            && (self.members.len() > 1 || self.leased.elapsed() >= SLICE)
    }

    /// Hands workers over to other calls that wait for one.
    pub(super) fn share(&mut self) {
        while self.is_yielding() {
            let idle = self.members.iter().position(|member| member.outstanding() == 0 && member.is_ready());
            let Some(at) = idle else { return };
            let member = self.members.swap_remove(at);
            self.release(member);
        }
    }

    /// Nobody looks after the members for a while.
    pub(super) fn park(&mut self) {
        self.parked = Some(self.members.len());
        self.shared.park(self.members.len());
        if self.shared.entrust(self.members.iter().map(WorkerHandle::id)) {
            self.members.iter_mut().for_each(WorkerHandle::kill);
        }
    }

    pub(super) fn unpark(&mut self) {
        if let Some(members) = self.parked.take() {
            self.shared.take_back(self.members.iter().map(WorkerHandle::id));
            self.shared.unpark(members);
        }
    }

    pub(super) fn abandon(&mut self) {
        self.abandoned = true;
    }

    fn release(&self, mut member: WorkerHandle) {
        let outstanding = member.outstanding() > 0;
        if self.abandoned && outstanding {
            Counters::add(&self.shared.counters.stopped, 1);
        }
        if (self.abandoned && outstanding) || member.is_late(self.shared.config.greeting) {
            member.kill();
            self.shared.lost(member);
            return;
        }
        if outstanding && member.is_ready() {
            member.cancel();
        }
        for (call, load) in std::mem::take(&mut member.calls) {
            member.link.unload(call, &load);
        }
        member.link.forget_gone();
        member.write();
        // What the next call has for it may be of any length.
        member.pace = BatchController::default();
        if !member.is_spent() {
            self.shared.put(member);
        } else if outstanding {
            self.shared.leave_to_finish(member);
        } else {
            self.shared.lost(member);
        }
    }
}

impl Drop for LeasedWorkers<'_> {
    /// On every way out, also when an input iterator panics, the workers go back. What is still queued at
    /// one is cancelled; a task that is running there ends first.
    fn drop(&mut self) {
        self.unpark();
        for member in std::mem::take(&mut self.members) {
            self.release(member);
        }
        self.shared.leave_line(&mut self.ticket);
        self.shared.call_ends();
    }
}

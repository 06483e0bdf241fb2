//! What no event tells: tasks and calls that take too long, workers that never greet or that grow.

use super::{Engine, LOOK_AROUND, SLICE};
use crate::backend::process::greet;
use crate::backend::process::initializer;
use crate::backend::process::member::{StopReason, WorkerHandle};
use crate::backend::process::shared::{Counters, FINISHING};
use crate::backend::process::source::{Expired, Source};
use crate::error::Error;
use std::time::{Duration, Instant};

/// How often workers are looked at whose task is to be ended once it runs.
const DOOMED: Duration = Duration::from_millis(2);
/// How often the memory of a worker is looked at, at most.
const WEIGH: Duration = Duration::from_millis(5);

impl<S: Source> Engine<'_, S> {
    /// How long the loop may sleep.
    pub(super) fn patience(&self) -> Duration {
        let mut patience = if self.shared.is_wanted() { SLICE } else { LOOK_AROUND };
        if self.shared.is_finishing() {
            patience = patience.min(FINISHING);
        }
        if !self.expired_calls.is_empty() {
            patience = patience.min(DOOMED);
        }
        if let Some(limit) = self.shared.config.task_timeout {
            // Of each worker, the time its task has left; of one whose task is about to start, all of it.
            let left = |member: &WorkerHandle| limit.saturating_sub(running_for(member).unwrap_or_default());
            let busy = self.workers.members.iter().filter(|member| member.outstanding() > 0);
            patience = busy.map(left).min().map_or(patience, |left| left.min(patience));
        }
        if let Some(deadline) = self.source.deadline() {
            patience = patience.min(deadline.saturating_duration_since(Instant::now()));
        }
        // Never zero: a limit that is just reached must not make the loop spin.
        patience.max(Duration::from_micros(200))
    }

    pub(super) fn watch(&mut self) -> Result<(), Error> {
        for expired in self.source.expire() {
            self.pending -= expired.pending;
            self.requeued.retain(|orphan| orphan.call != expired.call);
            for member in self.workers.members.iter().filter(|member| member.knows(expired.call)) {
                member.page().cancel_call(expired.call);
            }
            self.expired_calls.push(expired);
        }
        if self.source.is_over() && !self.expired_calls.is_empty() {
            // Nothing of this loop is wanted any more: the workers are not given back while they run something.
            self.workers.abandon();
            return Ok(());
        }
        self.end_doomed();
        if let Some(limit) = self.shared.config.task_timeout {
            for member in self.workers.members.iter_mut().filter(|member| member.outstanding() > 0) {
                // A worker that has answered may not have noted so yet when it is given its next task.
                let due = member.link.first();
                let is_over = |member: &WorkerHandle| {
                    member.page().running() == due && running_for(member).is_some_and(|time| time >= limit)
                };
                if member.kill_if(StopReason::TaskTimeout(limit), is_over) {
                    member.shut();
                }
            }
        }
        self.weigh();
        // By the clock and not by silence: events of some workers must not hide that others are stuck.
        if self.looked.elapsed() >= LOOK_AROUND {
            self.looked = Instant::now();
            self.look_around()?;
        }
        Ok(())
    }

    /// Ends workers that run a task of a call that is over.
    fn end_doomed(&mut self) {
        if self.expired_calls.is_empty() {
            return;
        }
        let members = &mut self.workers.members;
        let mut gone = Vec::new();
        self.expired_calls.retain(|Expired { call, verdict, .. }| {
            let mut is_left = false;
            for member in members.iter_mut().filter(|member| member.knows(*call)) {
                let runs = |member: &WorkerHandle| member.page().running().is_some_and(|(of, _)| of == *call);
                if member.kill_if(*verdict, runs) {
                    member.shut();
                }
                is_left |= member.outstanding() > 0;
            }
            if !is_left {
                gone.push(*call);
            }
            is_left
        });
        self.retire(&gone);
    }

    /// Retires workers that have grown beyond their limit.
    fn weigh(&mut self) {
        let Some(limit) = self.shared.config.recycle else { return };
        for member in &mut self.workers.members {
            if member.is_ready() && !member.is_spent() && member.weighed.elapsed() >= WEIGH {
                member.weighed = Instant::now();
                if resident(member.pid()).is_some_and(|bytes| bytes > limit) {
                    member.retire();
                }
            }
        }
        self.replace_retired();
    }

    /// Lets go of retired workers that have nothing left to do.
    fn replace_retired(&mut self) {
        let done = |member: &WorkerHandle| member.is_retired() && member.outstanding() == 0;
        while let Some(at) = self.workers.members.iter().position(done) {
            let member = self.workers.members.swap_remove(at);
            self.shared.lost(member);
        }
    }

    /// Finds workers that never greet, or are gone while their socket is held open.
    fn look_around(&mut self) -> Result<(), Error> {
        let greeting = self.shared.config.greeting;
        for at in (0..self.workers.members.len()).rev() {
            let member = &mut self.workers.members[at];
            if member.is_late(greeting) {
                return Err(greet::too_late(greeting));
            }
            if member.has_exited() {
                // What it sent is still read, and then its end.
                member.shut();
                self.read_one(at)?;
            }
        }
        Ok(())
    }

    /// Counts a worker that this process ended.
    pub(super) fn note_stopped(&self) {
        Counters::add(&self.shared.counters.stopped, 1);
    }
}

/// How long a worker has been running its task. An initializer may take as long as it likes.
fn running_for(member: &WorkerHandle) -> Option<Duration> {
    member.page().running().filter(|(call, _)| *call != initializer::CALL)?;
    member.page().running_for()
}

/// The resident memory of a process in bytes.
fn resident(pid: u32) -> Option<u64> {
    let statm = std::fs::read_to_string(format!("/proc/{pid}/statm")).ok()?;
    let pages: u64 = statm.split(' ').nth(1)?.parse().ok()?;
    Some(pages * rustix::param::page_size() as u64)
}

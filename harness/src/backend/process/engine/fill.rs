//! Handing out tasks.

use super::{AHEAD, Engine, ROUNDS};
use crate::backend::process::source::{Ready, Source};
use crate::error::Error;
use crate::wire::Header;
use std::time::Instant;

impl<S: Source> Engine<'_, S> {
    /// Hands out tasks; takes or starts workers while there are more tasks than places.
    pub(super) fn fill(&mut self) -> Result<(), Error> {
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
}

//! A worker is gone: its running task fails, what it had not begun goes elsewhere.

use super::ledger::Ledger;
use super::{Engine, MOST_DEATHS};
use crate::backend::process::greet;
use crate::backend::process::member::Remains;
use crate::backend::process::shared::Counters;
use crate::backend::process::source::{Settled, Source};
use crate::error::{Error, Kind as ErrorKind, Side};
use crate::wire::Header;

impl<S: Source> Engine<'_, S> {
    /// A worker that broke the protocol: nothing it says counts any more.
    pub(super) fn condemn(&mut self, at: usize, error: Error) -> Result<(), Error> {
        self.members[at].kill();
        let fatal = error.is_refused();
        self.death(at)?;
        if fatal { Err(error) } else { Ok(()) }
    }

    pub(super) fn death(&mut self, at: usize) -> Result<(), Error> {
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
}

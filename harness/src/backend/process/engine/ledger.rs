//! Taking answers apart.

use crate::backend::process::greet;
use crate::backend::process::member::Member;
use crate::backend::process::shared::{Counters, Shared};
use crate::backend::process::source::{Settled, Source};
use crate::error::{Error, Kind as ErrorKind, Side};
use crate::wire::{Failure, Inbox, Kind};

/// Takes answers apart and keeps count of what they settled.
pub(super) struct Ledger<'a, S: Source> {
    pub(super) shared: &'a Shared,
    pub(super) source: &'a mut S,
    pub(super) settled: usize,
    pub(super) finished: Vec<u32>,
}

impl<S: Source> Ledger<'_, S> {
    /// Hands whole frames to the source; gives the number of answers.
    pub(super) fn settle(&mut self, member: &mut Member, inbox: &mut Inbox) -> Result<usize, Error> {
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

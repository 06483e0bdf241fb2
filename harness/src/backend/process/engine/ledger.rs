//! Taking answers apart.

use crate::backend::process::greet;
use crate::backend::process::member::Member;
use crate::backend::process::shared::{Counters, Shared};
use crate::backend::process::source::{Settled, Source};
use crate::error::{Error, Kind as ErrorKind, Side};
use crate::wire::{Failure, Inbox, Kind};

/// Takes answers apart and keeps count of what they settled.
pub(super) struct Ledger<'a, S: Source> {
    shared: &'a Shared,
    source: &'a mut S,
    settled: usize,
    finished: Vec<u32>,
}

impl<'a, S: Source> Ledger<'a, S> {
    pub(super) fn new(shared: &'a Shared, source: &'a mut S) -> Self {
        Self { shared, source, settled: 0, finished: Vec::new() }
    }

    /// How many tasks were settled, and which calls have no more.
    pub(super) fn close(self) -> (usize, Vec<u32>) {
        (self.settled, self.finished)
    }

    /// Hands the answers that have arrived to the source; gives their number.
    pub(super) fn settle(&mut self, member: &mut Member) -> Result<usize, Error> {
        // Taken out so that a frame can borrow it while the member is used.
        let mut inbox = std::mem::take(&mut member.link.inbox);
        let mut answers = 0;
        let outcome = self.take_frames(member, &mut inbox, &mut answers);
        member.link.inbox = inbox;
        Counters::add(&self.shared.counters.tasks, answers as u64);
        outcome.map(|()| answers)
    }

    fn take_frames(
        &mut self,
        member: &mut Member,
        inbox: &mut Inbox,
        answers: &mut usize,
    ) -> Result<(), Error> {
        while let Some(frame) = inbox.next().map_err(|bad| unfit(member, &bad.to_string()))? {
            if !member.is_ready() {
                greet::advance(member, self.shared, frame.kind, frame.body)?;
                continue;
            }
            let (call, settled) = match frame.kind {
                Kind::Done => {
                    let task = member.acknowledge()?;
                    (task.0, self.source.done(task, frame.body))
                }
                Kind::Failed => {
                    let task = member.acknowledge()?;
                    let failure = Failure::read(frame.body).map_err(|_| broken("a failure cut short"))?;
                    let error = failure.into_error(self.source.format(task.0), Side::Worker);
                    (task.0, self.source.failed(task, error))
                }
                _ => return Err(broken("a frame that a parent does not take")),
            };
            *answers += 1;
            self.settled += usize::from(settled != Settled::Stale);
            if settled == Settled::Last {
                self.finished.push(call);
            }
        }
        Ok(())
    }
}

#[cold]
fn unfit(member: &Member, why: &str) -> Error {
    if member.is_ready() { broken(why) } else { greet::not_a_greeting(why) }
}

fn broken(message: &str) -> Error {
    Error::new(ErrorKind::Protocol(message.to_owned()))
}

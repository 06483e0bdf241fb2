//! Taking answers apart.

use crate::backend::process::greet;
use crate::backend::process::link::Connection;
use crate::backend::process::shared::{Counters, PoolState};
use crate::backend::process::source::{Disposition, Results, Source, Task};
use crate::error::{Error, Kind as ErrorKind, Side};
use crate::transfer::BufferLease;
use crate::wire::{Failure, FrameReader, Kind, Place, ShareBuffer, read_number};

/// Takes answers apart and keeps count of what they settled.
pub(super) struct ResponseReader<'a, S: Source> {
    shared: &'a PoolState,
    source: &'a mut S,
    tally: Tally,
}

/// What answers came to.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// How many tasks were settled.
    pub(super) settled: usize,
    /// Bytes of results that were not in their frames.
    pub(super) large: u64,
    /// Which calls have no more tasks.
    pub(super) finished: Vec<u32>,
}

impl<'a, S: Source> ResponseReader<'a, S> {
    pub(super) fn new(shared: &'a PoolState, source: &'a mut S) -> Self {
        Self { shared, source, tally: Tally::default() }
    }

    pub(super) fn close(self) -> Tally {
        self.tally
    }

    /// Hands the answers that have arrived to the source; gives their number.
    pub(super) fn settle(&mut self, link: &mut Connection) -> Result<usize, Error> {
        // Taken out so that a frame can borrow it while the link is used.
        let mut frames = std::mem::take(&mut link.frames);
        let mut answers = 0;
        let outcome = self.take_frames(link, &mut frames, &mut answers);
        link.frames = frames;
        Counters::add(&self.shared.counters.tasks, answers as u64);
        outcome.map(|()| answers)
    }

    fn take_frames(
        &mut self,
        link: &mut Connection,
        frames: &mut FrameReader,
        answers: &mut usize,
    ) -> Result<(), Error> {
        while let Some(frame) = frames.next().map_err(|bad| unfit(link, &bad.to_string()))? {
            if !link.is_ready() {
                greet::advance(link, self.shared, frame.kind, frame.body)?;
                continue;
            }
            match frame.kind {
                Kind::Done => self.take_results(link, frames, None, answers)?,
                Kind::DoneAt => {
                    let place = Place::read(frame.body).map_err(|_| broken("a place cut short"))?;
                    match link.borrow(place) {
                        Ok(lease) => {
                            Counters::add(&self.shared.counters.received, place.len);
                            Counters::add(&self.shared.counters.elsewhere, place.len);
                            self.tally.large = self.tally.large.saturating_add(place.len);
                            self.take_results(link, frames, Some(lease), answers)?;
                        }
                        Err(story) => {
                            let task = link.acknowledge()?;
                            self.fail(task, Error::refused(story).on(Side::Parent), answers);
                        }
                    }
                }
                Kind::ShareBuffer => {
                    let share_buffer =
                        ShareBuffer::read(frame.body).map_err(|_| broken("a loan cut short"))?;
                    link.lent.take(share_buffer, false).map_err(|error| broken(&error.to_string()))?;
                }
                Kind::Forget => {
                    link.lent.forget(read_number(frame.body).map_err(|_| broken("a number cut short"))?);
                }
                Kind::Failed => {
                    // Read first: a task that is acknowledged has to be settled, or it would be waited for without end.
                    let failure = Failure::read(frame.body).map_err(|_| broken("a failure cut short"))?;
                    // It may have failed since its memory could not be mapped there.
                    link.hand_again();
                    let task = link.acknowledge()?;
                    let error = failure.into_error(self.source.format(task.0), Side::Worker);
                    self.fail(task, error, answers);
                }
                _ => return Err(broken("a frame that a parent does not take")),
            }
        }
        Ok(())
    }

    fn take_results(
        &mut self,
        link: &mut Connection,
        frames: &mut FrameReader,
        elsewhere: Option<BufferLease>,
        answers: &mut usize,
    ) -> Result<(), Error> {
        let mut results = Results::new(link, frames, elsewhere)?;
        self.source.done(&mut results);
        *answers += results.taken;
        self.tally.settled += results.settled;
        self.tally.finished.append(&mut results.finished);
        Ok(())
    }

    fn fail(&mut self, task: Task, error: Error, answers: &mut usize) {
        let settled = self.source.failed(task, error);
        *answers += 1;
        self.tally.settled += usize::from(settled != Disposition::Stale);
        // The answer of a call that is over is its last one, too.
        self.tally.finished.extend((settled != Disposition::One).then_some(task.0));
    }
}

#[cold]
fn unfit(link: &Connection, why: &str) -> Error {
    if link.is_ready() { broken(why) } else { greet::not_a_greeting(why) }
}

fn broken(message: &str) -> Error {
    Error::new(ErrorKind::Protocol(message.to_owned()))
}

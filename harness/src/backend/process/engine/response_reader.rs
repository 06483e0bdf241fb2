//! Reads the answers of workers.

use super::source::{Disposition, Results, Source};
use crate::backend::process::pool::{Counters, PoolState};
use crate::backend::process::worker::handshake;
use crate::backend::process::worker::{Connection, TaskId, Worker};
use crate::error::{Error, Kind as ErrorKind, Side};
use crate::transfer::BufferLease;
use crate::wire::{BufferRef, Failure, FrameKind, FrameReader, ShareBuffer, read_number};

/// Reads answers, hands them to the source, and counts what they settled.
pub(super) struct ResponseReader<'a, W: Worker, S: Source> {
    pool: &'a PoolState<W>,
    source: &'a mut S,
    tally: Tally,
}

/// What the answers settled.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Number of tasks settled.
    pub(super) settled: usize,
    /// Bytes of results that were not in their frames.
    pub(super) large: u64,
    /// Calls that have no more tasks.
    pub(super) finished: Vec<u32>,
}

impl<'a, W: Worker, S: Source> ResponseReader<'a, W, S> {
    pub(super) fn new(pool: &'a PoolState<W>, source: &'a mut S) -> Self {
        Self { pool, source, tally: Tally::default() }
    }

    pub(super) fn close(self) -> Tally {
        self.tally
    }

    /// Hands the answers that have arrived to the source; returns their number.
    pub(super) fn settle(&mut self, connection: &mut Connection) -> Result<usize, Error> {
        // Taken out, so that a frame can borrow from it while the connection is used.
        let mut frames = std::mem::take(&mut connection.frames);
        let mut answers = 0;
        let outcome = self.take_frames(connection, &mut frames, &mut answers);
        connection.frames = frames;
        Counters::add(&self.pool.counters.tasks, answers as u64);
        outcome.map(|()| answers)
    }

    fn take_frames(
        &mut self,
        connection: &mut Connection,
        frames: &mut FrameReader,
        answers: &mut usize,
    ) -> Result<(), Error> {
        while let Some(frame) = frames.next().map_err(|bad| unfit(connection, &bad.to_string()))? {
            if !connection.is_ready() {
                self.pool.advance_handshake(connection, frame.kind, frame.body)?;
                continue;
            }
            match frame.kind {
                FrameKind::Done => self.take_results(connection, frames, None, answers)?,
                FrameKind::DoneAt => {
                    let buffer = BufferRef::read(frame.body)
                        .map_err(|_| broken("a reference to a buffer cut short"))?;
                    match connection.lease(buffer) {
                        Ok(lease) => {
                            Counters::add(&self.pool.counters.received, buffer.len);
                            Counters::add(&self.pool.counters.out_of_band, buffer.len);
                            self.tally.large = self.tally.large.saturating_add(buffer.len);
                            self.take_results(connection, frames, Some(lease), answers)?;
                        }
                        Err(error) => {
                            let task = connection.acknowledge()?;
                            self.fail(task, error.on(Side::Parent), answers);
                        }
                    }
                }
                FrameKind::ShareBuffer => {
                    let share_buffer =
                        ShareBuffer::read(frame.body).map_err(|_| broken("a shared buffer cut short"))?;
                    connection
                        .imported
                        .take(share_buffer, false)
                        .map_err(|error| broken(&error.to_string()))?;
                }
                FrameKind::Forget => {
                    connection
                        .imported
                        .forget(read_number(frame.body).map_err(|_| broken("a number cut short"))?);
                }
                FrameKind::Failed => {
                    // Read before the task is acknowledged: an acknowledged task that is not settled would be waited for without end.
                    let failure = Failure::read(frame.body).map_err(|_| broken("a failure cut short"))?;
                    // Perhaps the worker could not map the buffer of its input.
                    connection.share_again();
                    if matches!(failure, Failure::System { .. }) {
                        connection.share_regions_again();
                    }
                    let task = connection.acknowledge()?;
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
        connection: &mut Connection,
        frames: &mut FrameReader,
        out_of_band: Option<BufferLease>,
        answers: &mut usize,
    ) -> Result<(), Error> {
        let mut results = Results::new(connection, frames, out_of_band)?;
        self.source.done(&mut results);
        *answers += results.taken;
        self.tally.settled += results.settled;
        self.tally.finished.append(&mut results.finished);
        Ok(())
    }

    fn fail(&mut self, task: TaskId, error: Error, answers: &mut usize) {
        let settled = self.source.failed(task, error);
        *answers += 1;
        self.tally.settled += usize::from(settled != Disposition::Stale);
        // An answer of a call that is over is its last.
        self.tally.finished.extend((settled != Disposition::One).then_some(task.0));
    }
}

#[cold]
fn unfit(connection: &Connection, why: &str) -> Error {
    if connection.is_ready() { broken(why) } else { handshake::not_a_greeting(why) }
}

fn broken(message: &str) -> Error {
    Error::new(ErrorKind::Protocol(message.to_owned()))
}

//! What the parent is to make of answers, as plainly as can be said.

use crate::backend::process::engine::source::{Budget, Disposition, Results, Sent, Source};
use crate::backend::process::worker::{Connection, Stage, TaskId};
use crate::error::{Error, Side};
use crate::fuzz::Plain;
use crate::transfer::EncodedValue;
use crate::wire::{Failure, FrameKind, Hello};
use std::collections::VecDeque;

/// What became of a task: its result, or the words of its failure.
pub(super) type Settlement = (TaskId, Result<Vec<u8>, String>);

/// Records results and failures.
#[derive(Default)]
pub(super) struct Book {
    pub(super) entries: Vec<Settlement>,
    /// Whether it takes results one by one, or as many at once as there are.
    pub(super) is_slow: bool,
}

impl Source for Book {
    fn has_task(&mut self) -> bool {
        false
    }

    fn left(&self) -> usize {
        0
    }

    fn next_task(&self) -> TaskId {
        (0, 0)
    }

    fn format(&self, _: u32) -> &'static str {
        "bincode"
    }

    fn load(&mut self) -> EncodedValue {
        EncodedValue::default()
    }

    fn feed(&mut self, _: &mut Connection, _: Budget) -> Sent {
        Sent::default()
    }

    fn done(&mut self, results: &mut Results<'_>) {
        loop {
            self.entries.push((results.task(), Ok(results.bytes().to_vec())));
            results.note(Disposition::One);
            if self.is_slow || results.advance().is_break() {
                return;
            }
        }
    }

    fn failed(&mut self, task: TaskId, error: Error) -> Disposition {
        self.entries.push((task, Err(error.to_string())));
        Disposition::One
    }
}

/// A task that was handed to the connection.
pub(super) struct SentTask {
    pub(super) task: TaskId,
    pub(super) input: Vec<u8>,
    /// Where its frame ends in the stream to the worker.
    pub(super) end: usize,
}

/// What the parent is to make of a stream, as plainly as can be said.
pub(super) struct Model {
    pub(super) stage: Stage,
    pub(super) has_initializer: bool,
    /// Tasks without an answer.
    pub(super) open: VecDeque<SentTask>,
    pub(super) settled: Vec<Settlement>,
    pub(super) appended: usize,
    pub(super) written: usize,
    /// The call and index that were sent last.
    pub(super) last: TaskId,
}

impl Model {
    pub(super) fn answered(&mut self) -> Result<TaskId, &'static str> {
        let first = self.open.front().ok_or("an answer to no task")?;
        if first.end > self.written {
            return Err("an answer to a task that was not sent");
        }
        Ok(self.open.pop_front().unwrap().task)
    }

    /// Takes a frame; an error ends the channel.
    pub(super) fn take(&mut self, frame: &Plain) -> Result<(), &'static str> {
        match (self.stage, frame.kind) {
            (Stage::Starting, FrameKind::Hello) => {
                // The terms at the end may be any.
                let mut own = Vec::new();
                Hello::own().write(&mut own);
                let identity = 8 + 4 + 8 + 8;
                if frame.body.len() != own.len() {
                    return Err("it is cut short");
                }
                if frame.body[..identity] != own[..identity] {
                    return Err("the ");
                }
                self.stage = if self.has_initializer { Stage::Initializing } else { Stage::Ready };
            }
            (Stage::Starting, _) => return Err("another frame came first"),
            (Stage::Initializing, FrameKind::Done) => {
                self.answered()?;
                if !frame.body.is_empty() {
                    return Err("result");
                }
                self.stage = Stage::Ready;
            }
            (Stage::Initializing, FrameKind::Failed) => {
                self.answered()?;
                return Err("");
            }
            (Stage::Ready, FrameKind::Done) => {
                let task = self.answered()?;
                self.settled.push((task, Ok(frame.body.clone())));
            }
            (Stage::Ready, FrameKind::Failed) => {
                let failure = Failure::read(&frame.body).map_err(|_| "a failure cut short")?;
                let task = self.answered()?;
                let error = failure.into_error("bincode", Side::Worker);
                self.settled.push((task, Err(error.to_string())));
            }
            // This worker shares no memory.
            (Stage::Ready, FrameKind::DoneAt) if frame.body.len() == 16 => {
                let task = self.answered()?;
                let error =
                    Error::refused("a large result from a worker that shares no memory").on(Side::Parent);
                self.settled.push((task, Err(error.to_string())));
            }
            (Stage::Ready, FrameKind::ShareBuffer) if frame.body.len() == 9 && frame.body[8] < 3 => {
                return Err("on a connection without a descriptor channel");
            }
            (Stage::Ready, FrameKind::Forget) if frame.body.len() == 8 => {}
            (Stage::Ready, FrameKind::DoneAt | FrameKind::ShareBuffer | FrameKind::Forget) => {
                return Err("cut short");
            }
            _ => return Err("a frame that a parent does not take"),
        }
        Ok(())
    }
}

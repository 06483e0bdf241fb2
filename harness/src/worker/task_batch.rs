//! A batch of tasks: one after another, each noted in the control block while it runs.

use super::fault_injector::FaultInjector;
use super::responses::ResponseWriter;
use super::stream_marks::StreamMarks;
use super::token::CURRENT;
use crate::trace::TaskSpan;
use crate::transfer::{ImportedBuffer, Unavailable};
use crate::wire::{Failure, FrameKind, FrameReader};
use std::ops::ControlFlow;
use std::sync::Arc;

/// The tasks of one call that have arrived. One of them is the current task, until it is answered.
pub(crate) struct TaskBatch<'a> {
    pub(super) frames: &'a mut FrameReader,
    pub(super) responses: &'a mut ResponseWriter,
    pub(super) call: u32,
    pub(super) index: u64,
    /// Tasks received by this worker.
    pub(super) received: &'a mut u64,
    pub(super) tasks_left: &'a mut Option<u64>,
    pub(super) timed: bool,
    /// The fault to inject, if any.
    pub(super) fault_injector: Option<FaultInjector>,
    /// The input of the first task, if it is out of band.
    pub(super) out_of_band: Option<OutOfBandInput>,
    /// The streams to mark, if any.
    pub(super) marks: Option<&'a StreamMarks>,
    /// That of the current task.
    pub(super) span: TaskSpan,
}

/// An input in a buffer of the parent, or why it cannot be read.
pub(super) type OutOfBandInput = Result<(Arc<ImportedBuffer>, usize), Unavailable>;

impl TaskBatch<'_> {
    /// Notes the current task in the control block, which came as number `count`.
    #[inline]
    pub(super) fn note(&self, count: u64) {
        let block = self.responses.block();
        if self.timed {
            // The time goes first: a reader in between then sees too short a time, never one that is too long.
            block.stamp();
        }
        CURRENT.start(self.call, self.index);
        block.start(self.call, self.index, count);
    }

    /// Notes the start of the current task; returns its input and where its response goes, or nothing if it was cancelled.
    #[inline]
    pub(crate) fn start(&mut self) -> Option<(&[u8], &mut ResponseWriter)> {
        *self.received += 1;
        self.note(*self.received);
        if let Some(fault_injector) = self.fault_injector {
            fault_injector.during(self.index, self.responses);
        }
        if self.responses.block().is_cancelled(*self.received) {
            self.responses.skipped(&Failure::refused("the call ended before this task began"));
            return None;
        }
        self.span.begin(self.index);
        let Some(out_of_band) = &self.out_of_band else { return Some((self.frames.body(), self.responses)) };
        match out_of_band {
            Ok((memory, len)) => Some((memory.bytes().get(..*len).unwrap_or_default(), self.responses)),
            Err(unavailable) => {
                self.span.fail();
                self.responses.block().count_failure();
                self.responses.failed(&unavailable.clone().into_failure());
                None
            }
        }
    }

    /// Whether the call of the current task was cancelled.
    pub(super) fn is_cancelled(&self) -> bool {
        self.responses.block().is_call_cancelled(self.call)
    }

    /// Responds to the current task without running it.
    #[cold]
    pub(super) fn skip(&mut self) {
        *self.received += 1;
        self.responses.failed(&Failure::refused("it was cancelled before it began"));
    }

    /// Responds to the current task with a failure.
    #[cold]
    pub(crate) fn fail(&mut self, failure: &Failure) {
        self.span.fail();
        self.responses.block().count_failure();
        self.responses.failed(failure);
    }

    /// Takes the next task of this call; breaks when it has not arrived, or this worker is not to run it.
    #[inline]
    pub(crate) fn advance(&mut self) -> ControlFlow<()> {
        self.span.end();
        if let Some(marks) = self.marks {
            marks.task_ended(*self.received, self.call, self.index);
        }
        if let Some(fault_injector) = self.fault_injector {
            fault_injector.after(self.index, self.responses);
        }
        if let Some(left) = self.tasks_left {
            *left = left.saturating_sub(1);
            if *left == 0 {
                return ControlFlow::Break(());
            }
        }
        // There is no index after the highest one. Such a frame is left to the reader of other frames, which refuses it.
        let Some(index) = self.index.checked_add(1) else { return ControlFlow::Break(()) };
        if self.responses.is_broken() || !self.frames.take_if(FrameKind::Next) {
            return ControlFlow::Break(());
        }
        self.index = index;
        self.out_of_band = None;
        if let Some(fault_injector) = self.fault_injector {
            fault_injector.before(index);
        }
        ControlFlow::Continue(())
    }
}

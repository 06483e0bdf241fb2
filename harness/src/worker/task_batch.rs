//! The tasks at hand: one after another, each noted in the control block while it runs.

use super::fault_injector::FaultInjector;
use super::responses::ResponseWriter;
use crate::sys::MappedFile;
use crate::wire::{Failure, FrameReader, Kind};
use std::ops::ControlFlow;
use std::sync::Arc;

/// The tasks of one call that have arrived. There is always one at hand until it is answered.
pub(crate) struct TaskBatch<'a> {
    pub(super) frames: &'a mut FrameReader,
    pub(super) answers: &'a mut ResponseWriter,
    pub(super) call: u32,
    pub(super) index: u64,
    /// Tasks received by this worker.
    pub(super) received: &'a mut u64,
    pub(super) tasks_left: &'a mut Option<u64>,
    pub(super) timed: bool,
    /// What is to go wrong.
    pub(super) fault_injector: Option<FaultInjector>,
    /// The input of the first task, where it is not in its frame.
    pub(super) elsewhere: Option<Elsewhere>,
}

/// An input in memory of the parent; or why it cannot be had.
pub(super) type Elsewhere = Result<(Arc<MappedFile>, usize), String>;

impl TaskBatch<'_> {
    /// Notes in the control block which task is at hand.
    #[inline]
    pub(super) fn note(&self) {
        let block = self.answers.block();
        if self.timed {
            // First: a reader in between then sees too short a time, never one too long.
            block.stamp();
        }
        block.start(self.call, self.index);
    }

    /// Notes the start of the task at hand; gives its input and where its answer goes, or nothing when it is not
    /// wanted any more.
    #[inline]
    pub(crate) fn start(&mut self) -> Option<(&[u8], &mut ResponseWriter)> {
        *self.received += 1;
        self.note();
        if let Some(fault_injector) = self.fault_injector {
            fault_injector.during(self.index, self.answers);
        }
        if self.answers.block().is_cancelled(*self.received) {
            self.answers.skipped(&Failure::refused("the call ended before this task began"));
            return None;
        }
        let Some(elsewhere) = &self.elsewhere else { return Some((self.frames.body(), self.answers)) };
        match elsewhere {
            Ok((memory, len)) => Some((memory.bytes().get(..*len).unwrap_or_default(), self.answers)),
            Err(story) => {
                self.answers.failed(&Failure::refused(story.clone()));
                None
            }
        }
    }

    /// Whether the call of the task at hand is not wanted any more.
    pub(super) fn is_unwanted(&self) -> bool {
        self.answers.block().is_call_cancelled(self.call)
    }

    /// Answers the task at hand without running it.
    #[cold]
    pub(super) fn skip(&mut self) {
        *self.received += 1;
        self.answers.failed(&Failure::refused("it was cancelled before it began"));
    }

    /// Answers the task at hand with a failure.
    #[cold]
    pub(crate) fn fail(&mut self, failure: &Failure) {
        self.answers.failed(failure);
    }

    /// Takes the next task of this call; breaks when it is not here, or not to be run by this worker.
    #[inline]
    pub(crate) fn advance(&mut self) -> ControlFlow<()> {
        if let Some(fault_injector) = self.fault_injector {
            fault_injector.after(self.index, self.answers);
        }
        if let Some(left) = self.tasks_left {
            *left = left.saturating_sub(1);
            if *left == 0 {
                return ControlFlow::Break(());
            }
        }
        // One after the last index there is, is left to whoever reads other frames, and refused there.
        let Some(index) = self.index.checked_add(1) else { return ControlFlow::Break(()) };
        if self.answers.is_broken() || !self.frames.take_if(Kind::Next) {
            return ControlFlow::Break(());
        }
        self.index = index;
        self.elsewhere = None;
        if let Some(fault_injector) = self.fault_injector {
            fault_injector.before(index);
        }
        ControlFlow::Continue(())
    }
}

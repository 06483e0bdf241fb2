//! What is known of a worker that is gone.

use super::connection::Unanswered;
use super::contract::{StartFailure, TaskId, Worker};
use super::handle::WorkerHandle;
use super::stop_reason::StopReason;
use crate::error::{Error, Exit};

/// What is known of a worker that is gone.
pub(crate) struct ExitReport<W: Worker> {
    pub(crate) exit: Exit,
    /// The task that was running, if it was one that had no answer.
    pub(crate) running: Option<Unanswered>,
    /// What broke the protocol, if it was ended for that.
    pub(crate) protocol_error: Option<String>,
    /// Tasks that may have run then, and whose answers are lost or cannot be read.
    pub(crate) lost: Vec<Unanswered>,
    /// Tasks that were not begun.
    pub(crate) unstarted: Vec<Unanswered>,
    /// Why it was ended, if this process did.
    pub(crate) stop_reason: Option<StopReason>,
    worker: WorkerHandle<W>,
}

impl<W: Worker> ExitReport<W> {
    /// The error of what it was running.
    pub(crate) fn crash(&self) -> Error {
        self.worker.crash(self.exit)
    }

    /// The worker, when there is nothing more to be told.
    pub(crate) fn into_worker(self) -> WorkerHandle<W> {
        self.worker
    }

    /// The error of a task that it was running.
    pub(crate) fn error(&self) -> Error {
        self.stop_reason.map_or_else(|| self.crash(), |reason| reason.error_after(self.exit))
    }

    /// Whether it had decided to end by itself.
    pub(crate) fn was_ending(&self) -> bool {
        self.worker.is_ending()
    }

    /// Why it does not serve.
    pub(crate) fn failed_start(&self) -> Error {
        self.worker.failed_start(StartFailure::Ended(self.exit))
    }
}

impl<W: Worker> WorkerHandle<W> {
    /// Sorts out a worker that is gone or was killed: how it ended, its unsent answers, its tasks. `settle` gets the answers
    /// that it had made.
    pub(crate) fn into_exit_report(mut self, exit: Exit, settle: impl FnOnce(&mut Self)) -> ExitReport<W> {
        let unsent = self.worker.unsent_answers(self.received);
        self.connection.frames.extend(&unsent);
        settle(&mut self);
        let noted: Option<TaskId> = self.worker.running();
        let protocol_error = self.protocol_error.take();
        let mut lost = match self.worker.begun() {
            None if protocol_error.is_some() => self.connection.take_back_running(noted),
            begun => self.connection.take_back_begun(noted, begun),
        };
        let is_noted = |task: &mut Unanswered| Some((task.call, task.index)) == noted;
        let running = if protocol_error.is_some() { None } else { lost.pop_if(is_noted) };
        let unstarted = std::iter::from_fn(|| self.connection.take_back()).collect();
        let asked = self.asked_to_stop.filter(|_| self.worker.was_killed_on_condition());
        let stop_reason = self.stop_reason.or(asked);
        ExitReport { exit, running, protocol_error, lost, unstarted, stop_reason, worker: self }
    }
}

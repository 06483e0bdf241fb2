//! The end of a worker: its running task fails, and its other tasks go to other workers.

use super::event_loop::{Engine, MOST_DEATHS};
use super::leaving_worker::LeavingWorker;
use super::response_reader::{ResponseReader, Tally};
use super::source::{Disposition, Source};
use crate::backend::process::pool::Counters;
use crate::backend::process::worker::{
    DeadTask, ExitReport, MOMENT, Stage, StopReason, Unanswered, Worker, WorkerHandle,
};
use crate::error::{Error, Exit, Kind as ErrorKind, Side, pack, unpack};
use crate::wire::Reader;
use std::io;

/// What is known of a worker that has ended besides its report.
struct LastState {
    stage: Stage,
    used_up: bool,
    /// Answers that were found after its end.
    answers: usize,
    /// Why it could be sent nothing more, if so.
    refused: Option<Error>,
}

impl<W: Worker, S: Source> Engine<'_, W, S> {
    /// Ends a worker that broke the protocol. Nothing that it sends counts any more.
    pub(super) fn fail_protocol(&mut self, at: usize, error: Error) -> Result<(), Error> {
        self.workers.handles[at].fail_protocol(error.channel_story());
        // If one worker's greeting is wrong, every worker's is.
        let is_fatal = error.is_refused() || !self.workers.handles[at].is_ready();
        self.on_exit(at)?;
        if is_fatal { Err(error) } else { Ok(()) }
    }

    /// Handles a worker whose channel has ended. Nearly always its process has too, or does within a moment.
    pub(super) fn on_exit(&mut self, at: usize) -> Result<(), Error> {
        let mut worker = self.workers.handles.swap_remove(at);
        if let Some(exit) = worker.exits_within(MOMENT) {
            return self.on_end(worker, exit);
        }
        self.workers.leaving.push(LeavingWorker::new(worker));
        Ok(())
    }

    /// Looks after workers whose channel has ended and whose process had not.
    pub(super) fn check_leaving(&mut self) -> Result<(), Error> {
        for at in (0..self.workers.leaving.len()).rev() {
            if let Some(exit) = self.workers.leaving[at].exit() {
                let LeavingWorker { worker, .. } = self.workers.leaving.swap_remove(at);
                self.on_end(worker, exit)?;
            }
        }
        Ok(())
    }

    /// Handles the end of a worker that is gone, or cannot be killed.
    fn on_end(&mut self, mut worker: WorkerHandle<W>, exit: Exit) -> Result<(), Error> {
        worker.note_phase_totals(&self.pool.config.stopwatch);
        let (mut stage, used_up) = (worker.connection.stage, worker.is_used_up());
        let refused =
            worker.is_cut_off().map(|why| Error::io("tasks could not be sent to a worker", copy(why)));
        let mut responses = ResponseReader::new(self.pool, &mut self.source);
        let mut answers = 0;
        let mut report = worker.into_exit_report(exit, |worker| {
            // Garbage at the end of a dead worker's stream does not matter.
            answers = responses.settle(&mut worker.connection).unwrap_or(0);
            if stage == Stage::Starting && worker.connection.stage != Stage::Starting {
                // It has greeted, and could not send it: the start is good, and the worker counts as one that ran nothing.
                stage = Stage::Ready;
            }
        });
        let Tally { settled, finished, .. } = responses.close();
        self.pending -= settled;
        self.retire(&finished);
        self.pool.free_place();
        let outcome = self.judge_end(&mut report, LastState { stage, used_up, answers, refused });
        if exit == Exit::Alive {
            self.pool.forget(report.into_worker());
        }
        outcome
    }

    /// Settles the tasks of a worker that has ended, and decides whether the call can go on.
    fn judge_end(&mut self, report: &mut ExitReport<W>, last: LastState) -> Result<(), Error> {
        let LastState { stage, used_up, answers, refused } = last;
        let was_idle = report.running.is_none() && report.protocol_error.is_none();
        let did_its_share = used_up && was_idle && report.unstarted.is_empty();
        let went_by_itself = self.pool.may_leave()
            // Unknown where somebody else collects the status of every child.
            && (report.was_ending() || matches!(report.exit, Exit::Code(0) | Exit::Unknown))
            && was_idle
            // A small timeout may also be over while it waits for its initializer.
            && stage != Stage::Starting;
        if stage == Stage::Initializing && !went_by_itself {
            return self.failed_initializer(report);
        }
        let ran = report.running.is_some() || !report.lost.is_empty();
        self.settle_tasks(report);
        if did_its_share || went_by_itself {
            return Ok(());
        }
        let has_stalled = report.stop_reason == Some(StopReason::Stalled);
        if report.stop_reason.is_some() {
            if report.exit != Exit::Alive {
                self.note_stopped();
            }
            if !has_stalled {
                return Ok(());
            }
        } else {
            Counters::add(&self.pool.counters.crashed, 1);
        }
        if self.pool.config.fault.is_some() {
            self.pool.disarm();
            self.workers.handles.iter().for_each(|worker| worker.set_fault(None));
        }
        if stage == Stage::Starting && !has_stalled {
            return if self.pool.forgives_lost_start(report.exit) {
                Ok(())
            } else {
                Err(report.failed_start())
            };
        }
        self.deaths = if answers > 0 || ran { 0 } else { self.deaths + 1 };
        if let Some(error) = refused.filter(|_| self.deaths >= MOST_REFUSALS) {
            return Err(error);
        }
        let most = MOST_DEATHS + self.pool.workers();
        if has_stalled && self.deaths >= most {
            return Err(Error::start(format!(
                "{most} workers in a row stood still and began none of their tasks; something stops them (`SIGSTOP`, a debugger), \
                 or the machine gives them no time"
            )));
        }
        // All workers may have been killed while they were idle. They are then found dead one after another.
        if self.deaths >= most {
            return Err(Error::start(format!(
                "{most} workers in a row died without running a task; the last one {}",
                report.exit
            )));
        }
        Ok(())
    }

    /// Fails or retries the task that was running, and requeues those that were not begun.
    fn settle_tasks(&mut self, report: &mut ExitReport<W>) {
        if let Some(task) = report.running.take() {
            // One that may still run is not run again.
            let may_retry = report.stop_reason.is_none() && report.exit != Exit::Alive;
            self.fail_or_retry(task, may_retry, || report.error());
        }
        for task in std::mem::take(&mut report.lost) {
            self.fail_or_retry(task, report.exit != Exit::Alive, || match &report.protocol_error {
                Some(message) => Error::new(ErrorKind::Protocol(message.clone())),
                None if report.stop_reason.is_some() || report.exit.is_orderly() => lost_answer(),
                None => report.crash(),
            });
        }
        // To the front: they have waited longest.
        for task in report.unstarted.drain(..).rev() {
            if self.is_open(&task) {
                self.requeued.push_front(task);
            }
        }
    }

    /// Fails or retries a task that was begun and has no answer.
    fn fail_or_retry(&mut self, task: Unanswered, may_retry: bool, error: impl FnOnce() -> Error) {
        if !self.is_open(&task) {
            return;
        }
        if may_retry && self.is_to_be_retried(&task) {
            Counters::add(&self.pool.counters.retried, 1);
            if W::KEEPS_DEAD_TASKS {
                self.attempt_errors
                    .entry((task.call, task.index))
                    .or_default()
                    .push(error().on(Side::Worker));
            }
            self.requeued.push_back(task);
            return;
        }
        let error = error().on(Side::Worker);
        if let Some(mut errors) = self.attempt_errors.remove(&(task.call, task.index)).filter(|_| may_retry) {
            errors.extend(unpack(&mut Reader(&pack(&error))));
            self.keep_dead_task(&task, errors);
        }
        let outcome = self.source.failed((task.call, task.index), error);
        self.pending -= usize::from(outcome != Disposition::Stale);
        if outcome == Disposition::Last {
            self.retire(&[task.call]);
        }
    }

    /// Keeps a task that has cost all of its workers.
    fn keep_dead_task(&self, task: &Unanswered, errors: Vec<Error>) {
        let load = self.loads.iter().find(|(call, _)| *call == task.call).map(|(_, load)| load);
        let format = self.source.format(task.call);
        if let Some(task) = load.and_then(|load| DeadTask::new(task, format, load, errors)) {
            W::keep_dead_task(self.pool.launcher(), task);
        }
    }

    fn is_to_be_retried(&mut self, task: &Unanswered) -> bool {
        let most = self.pool.config.retries;
        if most == 0 {
            return false;
        }
        let tried = self.attempts.entry((task.call, task.index)).or_default();
        *tried += 1;
        *tried <= most
    }

    /// Handles the death of a worker in its initializer. A few more workers are tried.
    fn failed_initializer(&self, report: &ExitReport<W>) -> Result<(), Error> {
        Counters::add(&self.pool.counters.crashed, 1);
        if self.pool.note_failed_start() {
            return Ok(());
        }
        let name = self.pool.config.initializer.as_ref().map_or("", |initializer| initializer.name);
        let error = report.crash().on(Side::Worker).of_initializer(name);
        self.pool.stop_for(&error);
        Err(error)
    }

    /// Whether a task's call is under way and still wanted.
    fn is_open(&self, task: &Unanswered) -> bool {
        self.loads.iter().any(|(call, _)| *call == task.call)
            && !self.expired_calls.iter().any(|expired| expired.call == task.call)
    }
}

/// Number of workers in a row that the system lets this process send nothing to, before the call fails.
const MOST_REFUSALS: usize = 2;

fn copy(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

/// The error of a task whose worker was ended after it, and has left no answer.
fn lost_answer() -> Error {
    Error::new(ErrorKind::Protocol("no frame with the answer of a task came that had begun".to_owned()))
}

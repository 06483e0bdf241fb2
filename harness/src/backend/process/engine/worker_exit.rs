//! A worker is gone: its running task fails, what it had not begun goes to other workers.

use super::event_loop::{Engine, MOST_DEATHS};
use super::response_reader::{ResponseReader, Tally};
use super::source::{Disposition, Source};
use crate::backend::process::pool::Counters;
use crate::backend::process::worker::handshake;
use crate::backend::process::worker::{ExitReport, StopReason};
use crate::backend::process::worker::{Stage, Unanswered};
use crate::error::{Error, Exit, Kind as ErrorKind, Reason, Side, Timed};

impl<S: Source> Engine<'_, S> {
    /// A worker that broke the protocol: nothing it says counts any more.
    pub(super) fn fail_protocol(&mut self, at: usize, error: Error) -> Result<(), Error> {
        self.workers.handles[at].fail_protocol(error.channel_story());
        // What is wrong with one worker's greeting is wrong with every worker's.
        let fatal = error.is_refused() || !self.workers.handles[at].is_ready();
        self.death(at)?;
        if fatal { Err(error) } else { Ok(()) }
    }

    pub(super) fn death(&mut self, at: usize) -> Result<(), Error> {
        let mut worker = self.workers.handles.swap_remove(at);
        worker.note_phase_totals(&self.pool.config.stopwatch);
        let (stage, spent) = (worker.connection.stage, worker.is_used_up());
        let mut responses = ResponseReader::new(self.pool, &mut self.source);
        let mut answers = 0;
        let report = worker.into_exit_report(|worker| {
            // Garbage at the end of a dead worker's stream is of no more interest.
            answers = responses.settle(&mut worker.connection).unwrap_or(0);
        });
        let Tally { settled, finished, .. } = responses.close();
        self.pending -= settled;
        self.retire(&finished);
        self.pool.free_place();
        let did_its_share =
            spent && report.running.is_none() && report.broken.is_none() && report.unstarted.is_empty();
        let went_by_itself = self.pool.config.idle.is_some()
            && report.exit == Exit::Code(0)
            && report.running.is_none()
            && report.broken.is_none()
            && stage == Stage::Ready;
        let was_ended = report.stop_reason.is_some();
        let exit = report.exit;
        if stage == Stage::Initializing {
            return self.failed_start(report);
        }
        let ran = self.on_exit(report);
        if did_its_share || went_by_itself {
            return Ok(());
        }
        if was_ended {
            self.note_stopped();
            return Ok(());
        }
        Counters::add(&self.pool.counters.crashed, 1);
        if self.pool.config.fault.is_some() {
            self.pool.disarm();
            self.workers.handles.iter().for_each(|worker| worker.control_block().set_fault(0, 0));
        }
        self.deaths = if answers > 0 || ran { 0 } else { self.deaths + 1 };
        // A program that does not serve ends by itself, and always does. Whoever kills workers may hit new ones.
        if stage == Stage::Starting && self.deaths >= 2 && !exit.is_from_outside() {
            return Err(handshake::silent_end(exit, self.pool));
        }
        // Workers that were killed while they were idle may all be found dead, one after another.
        let most = MOST_DEATHS + self.pool.workers();
        if self.deaths >= most {
            return Err(Error::refused(format!(
                "{most} workers in a row died without running a task; the last one {exit}"
            )));
        }
        Ok(())
    }

    /// Fails the task that was running, or tries it again, and takes over the queue; gives whether a task was running.
    fn on_exit(&mut self, report: ExitReport) -> bool {
        let ExitReport { pid, exit, running, broken, lost, unstarted, stop_reason, stderr } = report;
        let ran = running.is_some() || !lost.is_empty();
        if let Some(task) = running {
            let memory = self.pool.launcher().memory();
            self.fail_or_retry(task, stop_reason.is_none(), || match stop_reason {
                Some(stop_reason) => stop_reason.error(),
                None => {
                    let stderr = stderr.map(|capture| capture.stderr_tail()).unwrap_or_default();
                    let reason = Reason::of(exit, &stderr, memory);
                    Error::new(ErrorKind::Crash { pid, exit, reason, stderr })
                }
            });
        }
        for task in lost {
            self.fail_or_retry(task, true, || {
                Error::new(ErrorKind::Protocol(broken.clone().unwrap_or_default()))
            });
        }
        // To the front: they have waited longest.
        for task in unstarted.into_iter().rev() {
            if self.is_own(&task) {
                self.requeued.push_front(task);
            }
        }
        ran
    }

    /// A task that was begun and has no answer fails, or is tried again.
    fn fail_or_retry(&mut self, task: Unanswered, may_retry: bool, error: impl FnOnce() -> Error) {
        if !self.is_own(&task) {
            return;
        }
        if may_retry && self.is_to_be_retried(&task) {
            Counters::add(&self.pool.counters.retried, 1);
            self.requeued.push_back(task);
            return;
        }
        let outcome = self.source.failed((task.call, task.index), error().on(Side::Worker));
        self.pending -= usize::from(outcome != Disposition::Stale);
        if outcome == Disposition::Last {
            self.retire(&[task.call]);
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

    fn failed_start(&mut self, report: ExitReport) -> Result<(), Error> {
        Counters::add(&self.pool.counters.crashed, 1);
        let ExitReport { pid, exit, stderr, .. } = report;
        if self.pool.note_failed_start() {
            return Ok(());
        }
        let stderr = stderr.map(|capture| capture.stderr_tail()).unwrap_or_default();
        let reason = Reason::of(exit, &stderr, self.pool.launcher().memory());
        let name = self.pool.config.initializer.as_ref().map_or("", |initializer| initializer.name);
        let error =
            Error::new(ErrorKind::Crash { pid, exit, reason, stderr }).on(Side::Worker).of_initializer(name);
        self.pool.stop_for(&error);
        Err(error)
    }

    fn is_own(&self, task: &Unanswered) -> bool {
        self.loads.iter().any(|(call, _)| *call == task.call)
            && !self.expired_calls.iter().any(|expired| expired.call == task.call)
    }
}

impl StopReason {
    pub(crate) fn error(self) -> Error {
        Error::new(match self {
            Self::TaskTimeout(limit) => ErrorKind::Timeout { limit, what: Timed::Task },
            Self::CallTimeout(limit) => ErrorKind::Timeout { limit, what: Timed::Call },
            Self::Cancelled => ErrorKind::Cancelled,
        })
    }
}

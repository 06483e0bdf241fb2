//! What the caller knows of a worker on a node.

use super::lines::SeatLine;
use super::messages::{SeatEnd, SeatReport, copy};
use crate::backend::LineStream;
use crate::backend::process::worker::LineHub;
use crate::backend::process::worker::contract::TaskId;
use crate::error::{Error, Exit, Kind as ErrorKind};
use crate::sys::PhaseTotals;
use crate::worker::EXIT_NO_CHANNEL;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What the caller knows of a worker on a node. The [`SeatHost`](super::SeatHost) tells it, the event loop asks it.
#[derive(Debug, Default)]
pub struct SeatStatus {
    state: Mutex<State>,
    /// Notified of the end.
    ended: Condvar,
    /// What takes its lines, if they are wanted.
    lines: Option<Arc<LineHub>>,
}

#[derive(Debug, Default)]
struct State {
    /// The node that has the worker.
    node: Option<String>,
    report: SeatReport,
    /// When the report came.
    reported: Option<Instant>,
    end: Option<End>,
    /// How much memory of `Shared` values its worker waits for.
    awaited: usize,
    /// How long it has worked for answers that were passed on since that was asked.
    worked: Option<Duration>,
}

#[derive(Debug)]
enum End {
    Of(SeatEnd),
    /// Its node cannot be reached any more.
    Lost,
    /// No node takes it, and why.
    Refused(String),
}

impl SeatStatus {
    pub(super) fn with_lines(lines: Option<Arc<LineHub>>) -> Self {
        Self { lines, ..Self::default() }
    }

    /// Its worker has written this line.
    pub fn line(&self, line: &SeatLine) {
        if let Some(lines) = &self.lines {
            let node = self.node();
            lines.take((node.as_deref(), line.pid), LineStream::Stderr, line.task, line.missed, &line.text);
        }
    }

    /// This node has started its worker.
    pub fn placed(&self, node: &str) {
        self.lock().node = Some(node.to_owned());
    }

    /// The newest report of its node.
    pub fn report(&self, report: SeatReport) {
        let mut state = self.lock();
        if state.end.is_none() {
            state.report = report;
            state.reported = Some(Instant::now());
        }
    }

    /// Its worker has ended, and all of its answers were written to the stream.
    pub fn ended(&self, end: SeatEnd) {
        self.end(End::Of(end));
    }

    /// Its worker has worked so long for the answers that are passed on next.
    pub fn worked(&self, time: Duration) {
        let mut state = self.lock();
        state.worked = Some(state.worked.unwrap_or_default().saturating_add(time));
    }

    pub(super) fn take_worked(&self) -> Option<Duration> {
        self.lock().worked.take()
    }

    /// Its node cannot be reached any more.
    pub fn lost(&self) {
        self.end(End::Lost);
    }

    /// No node takes it.
    pub fn refused(&self, why: String) {
        self.end(End::Refused(why));
    }

    /// Its worker will wait for the memory of `Shared` values.
    pub(super) fn memory_is_awaited(&self) {
        self.lock().awaited += 1;
    }

    /// Memory that it waits for has come to its worker, or the worker was told that there is none.
    pub fn memory_came(&self) {
        let mut state = self.lock();
        state.awaited = state.awaited.saturating_sub(1);
    }

    pub(super) fn waits_for_memory(&self) -> bool {
        let state = self.lock();
        state.awaited > 0 && state.end.is_none()
    }

    fn end(&self, end: End) {
        let mut state = self.lock();
        if state.end.is_none() {
            if let End::Of(end) = &end {
                state.report = end.report;
            }
            state.end = Some(end);
        }
        drop(state);
        self.ended.notify_all();
    }

    /// Whether no node has a place for its worker yet.
    pub(super) fn is_pending(&self) -> bool {
        let state = self.lock();
        state.node.is_none() && state.end.is_none()
    }

    pub(super) fn exit(&self) -> Option<Exit> {
        exit(&self.lock())
    }

    /// Waits for the end.
    pub(super) fn wait(&self, patience: Duration) -> Option<Exit> {
        let state = self.lock();
        let waited = self.ended.wait_timeout_while(state, patience, |state| state.end.is_none());
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        exit(&state)
    }

    pub(super) fn running(&self) -> Option<TaskId> {
        let state = self.lock();
        // What it ran last is not known. All that it was sent counts as begun.
        if matches!(state.end, Some(End::Lost)) { None } else { state.report.running }
    }

    pub(super) fn running_for(&self) -> Option<Duration> {
        let state = self.lock();
        if state.end.is_some() {
            // It runs no longer, and nobody is to stop it.
            return None;
        }
        Some(state.report.running_for? + state.reported.map(|at| at.elapsed()).unwrap_or_default())
    }

    pub(super) fn begun(&self) -> u64 {
        let state = self.lock();
        match &state.end {
            None | Some(End::Of(_)) => state.report.begun,
            // More than it can have been sent: any of its tasks may have begun.
            Some(End::Lost) => u64::MAX,
            Some(End::Refused(_)) => 0,
        }
    }

    pub(super) fn resident(&self) -> Option<u64> {
        Some(self.lock().report.resident).filter(|bytes| *bytes > 0)
    }

    pub(super) fn totals(&self) -> PhaseTotals {
        self.lock().report.totals
    }

    pub(super) fn is_ending(&self) -> bool {
        self.lock().report.is_ending
    }

    pub(super) fn was_killed_on_condition(&self) -> bool {
        matches!(&self.lock().end, Some(End::Of(end)) if end.on_condition)
    }

    /// The error of the task that it ran last.
    pub(super) fn crash(&self, exit: Exit) -> Error {
        let state = self.lock();
        let node = state.node.as_deref().unwrap_or("(unknown)");
        match &state.end {
            Some(End::Of(end)) => copy(&end.crash).on_node(node),
            Some(End::Lost) => Error::new(ErrorKind::Lost { node: node.to_owned() }),
            Some(End::Refused(why)) => Error::start(why.clone()),
            None => Error::new(ErrorKind::Crash { pid: 0, exit, reason: None, stderr: String::new() })
                .on_node(node),
        }
    }

    /// Why it does not serve, if it has ended.
    pub(super) fn failed_start(&self) -> Option<Error> {
        let state = self.lock();
        Some(match state.end.as_ref()? {
            End::Of(end) => copy(&end.failed_start),
            End::Lost => Error::start(format!(
                "the node {} was lost before its worker began to serve",
                state.node.as_deref().unwrap_or("(unknown)")
            )),
            End::Refused(why) => Error::start(why.clone()),
        })
    }

    pub(super) fn node(&self) -> Option<String> {
        self.lock().node.clone()
    }

    /// No code that can panic runs under this lock.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn exit(state: &State) -> Option<Exit> {
    Some(match state.end.as_ref()? {
        End::Of(end) => end.exit,
        End::Lost => Exit::Lost,
        End::Refused(_) => Exit::Code(EXIT_NO_CHANNEL),
    })
}

//! The parent's handle of one worker.

use super::batch_controller::BatchController;
use super::connection::{Connection, Stage};
use super::contract::{KillIf, Recording, StartFailure, StartLimits, TaskId, Worker};
use super::stop_reason::StopReason;
use crate::backend::{Fault, Stopwatch};
use crate::clock;
use crate::error::{Error, Exit};
use crate::sys::{Backoff, Generation, PhaseTotals};
use crate::transfer::{BufferAllocator, EncodedValue, Store};
use crate::wire::{FrameKind, Hello, INITIALIZER, ReceiveStatus, TransferPolicy, WorkerConfig};
use rustix::event::PollFd;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A worker with its connection. Dropping it ends the worker, unless this process is a fork of the one that started it.
#[derive(Debug)]
pub(crate) struct WorkerHandle<W: Worker> {
    pub(super) worker: W,
    pub(crate) connection: Connection,
    /// Bytes of its answers that are known here.
    pub(super) received: u64,
    /// Those of them that did not come through the channel yet.
    ahead: usize,
    is_writable: bool,
    /// Of bytes that it said to take.
    refusals: Backoff,
    /// While it has nothing to read and `poll` says that it has.
    silences: Backoff,
    /// How many of them there were when that was looked at last.
    seen: u64,
    /// Since when it has not begun a task that it has, and what it ran and had answered then.
    stalled: Option<(Instant, Option<TaskId>, u64)>,
    /// Tasks ever sent.
    sent: u64,
    /// The calls whose task and captures it has.
    pub(crate) calls: Vec<(u32, Arc<EncodedValue>)>,
    pub(crate) batch_controller: BatchController,
    /// Where its time went when that was looked at last.
    seen_totals: PhaseTotals,
    tasks_left: Option<u64>,
    retired: bool,
    /// When its memory was looked at.
    pub(crate) memory_checked: Instant,
    started: Instant,
    pub(super) stop_reason: Option<StopReason>,
    /// Why it was last asked to end on a condition that was not met then.
    pub(super) asked_to_stop: Option<StopReason>,
    /// What broke the protocol, if it sent that.
    pub(super) protocol_error: Option<String>,
    pub(super) ended: bool,
    /// When it was first seen in its initializer.
    initializing_since: Option<Instant>,
    /// Since when it was given nothing more and has nothing left to do.
    pub(super) spent_since: Option<Instant>,
    /// In which process it was started.
    parent: Generation,
}

/// Bytes that were sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Written {
    pub(crate) bytes: u64,
    /// Those of them that are in shared memory or a file.
    pub(crate) out_of_band: u64,
}

impl<W: Worker> WorkerHandle<W> {
    /// Greets a worker that was started; whoever uses it first waits for its answer.
    pub(crate) fn new(
        worker: W,
        mut connection: Connection,
        config: WorkerConfig,
        store: &Arc<Store>,
    ) -> Self {
        let mut body = Vec::new();
        Hello::of(connection.program, config).write(&mut body);
        connection.control(FrameKind::Hello, 0, &body);
        let policy = if connection.is_remote() { &TransferPolicy::default() } else { store.policy() };
        connection.control(FrameKind::TransferPolicy, 0, &policy.write());
        let now = clock::now();
        Self {
            worker,
            connection,
            received: 0,
            ahead: 0,
            is_writable: false,
            refusals: Backoff::default(),
            silences: Backoff::default(),
            seen: 0,
            stalled: None,
            sent: 0,
            calls: Vec::new(),
            batch_controller: BatchController::default(),
            seen_totals: PhaseTotals::default(),
            tasks_left: (config.tasks > 0).then_some(config.tasks),
            retired: false,
            memory_checked: now,
            started: now,
            stop_reason: None,
            asked_to_stop: None,
            protocol_error: None,
            ended: false,
            initializing_since: None,
            spent_since: None,
            parent: Generation::current(),
        }
    }

    pub(crate) fn record(&self, recording: Recording) {
        self.worker.record(recording);
    }

    pub(crate) fn set_fault(&self, fault: Option<(Fault, u64)>) {
        self.worker.set_fault(fault);
    }

    /// Adds up where its time went.
    #[inline]
    pub(crate) fn note_phase_totals(&mut self, stopwatch: &Stopwatch) {
        if stopwatch.runs() {
            stopwatch.add(&self.worker.phase_totals(), &mut self.seen_totals);
        }
    }

    /// As of [`Worker::take_worked`].
    #[inline]
    pub(crate) fn take_worked(&mut self) -> Option<Duration> {
        self.worker.take_worked()
    }

    /// Whether it has the task and the captures of a call.
    pub(crate) fn knows(&self, call: u32) -> bool {
        self.calls.iter().any(|(known, _)| *known == call)
    }

    /// Lets it skip what it has not begun of a call.
    pub(crate) fn cancel_call(&self, call: u32) {
        self.worker.cancel_call(call);
    }

    /// Lets it forget a call that has no more tasks, if it knows it.
    pub(crate) fn forget_call(&mut self, call: u32) {
        if let Some(at) = self.calls.iter().position(|(known, _)| *known == call) {
            let (_, load) = self.calls.swap_remove(at);
            self.worker.forget_call(call);
            self.connection.unload(call, &load);
        }
    }

    pub(crate) fn age(&self) -> Duration {
        clock::since(self.started)
    }

    #[inline]
    pub(crate) fn is_ready(&self) -> bool {
        self.connection.is_ready()
    }

    /// Whether it cannot start before there is a place for it.
    #[inline]
    pub(crate) fn waits_for_place(&self) -> bool {
        self.connection.stage == Stage::Starting && self.worker.waits_for_place()
    }

    /// What it failed to do in time, if it should have greeted by now, or its initializer should have returned.
    pub(crate) fn is_late(&mut self, limits: StartLimits) -> Option<StartFailure> {
        match self.connection.stage {
            Stage::Starting if self.worker.waits_for_place() => {
                self.started = clock::now();
                None
            }
            Stage::Starting => {
                (self.age() > limits.greeting).then_some(StartFailure::TooLate(limits.greeting))
            }
            Stage::Initializing => {
                if self.worker.waits_for_memory() {
                    self.initializing_since = None;
                }
                let since = *self.initializing_since.get_or_insert_with(clock::now);
                let is_late = clock::since(since) > limits.initializer;
                is_late.then_some(StartFailure::InitializerTooLate(limits.initializer))
            }
            Stage::Ready => None,
        }
    }

    #[inline]
    pub(crate) fn outstanding(&self) -> usize {
        self.connection.outstanding()
    }

    /// Counts tasks that were appended to the connection.
    pub(crate) fn tasks_added(&mut self, tasks: usize) {
        if self.connection.outstanding() == tasks {
            self.batch_controller.busy();
        }
        self.sent += tasks as u64;
        if let Some(left) = &mut self.tasks_left {
            *left = left.saturating_sub(tasks as u64);
        }
    }

    /// How many tasks it may still be given.
    pub(crate) fn tasks_left(&self) -> usize {
        if self.retired {
            return 0;
        }
        self.tasks_left.map_or(usize::MAX, |left| usize::try_from(left).unwrap_or(usize::MAX))
    }

    /// Whether it may be given no more tasks, now or later.
    #[inline]
    pub(crate) fn is_used_up(&self) -> bool {
        self.tasks_left == Some(0) || self.retired
    }

    pub(crate) fn is_retired(&self) -> bool {
        self.retired
    }

    /// Gives it no more tasks: when it has answered those it has, another one takes its place.
    pub(crate) fn retire(&mut self) {
        self.retired = true;
    }

    /// The memory that it takes, in bytes.
    pub(crate) fn resident_bytes(&self) -> Option<u64> {
        self.worker.resident_bytes()
    }

    /// How long it has been running its task. The initializer has a limit of its own.
    pub(crate) fn running_for(&self) -> Option<Duration> {
        self.worker.running().filter(|task| task.0 != INITIALIZER && self.connection.is_unanswered(*task))?;
        self.worker.running_for()
    }

    /// Lets it skip what it has not begun.
    pub(crate) fn cancel(&self) {
        self.worker.cancel_first(self.sent);
    }

    /// What to wait for until it can be read from, or written to if there is something to write.
    #[inline]
    pub(crate) fn wait_on(&self) -> PollFd<'_> {
        self.worker.wait_on(!self.connection.unwritten().is_empty())
    }

    /// Why nothing can be sent to it any more, if so.
    pub(crate) fn is_cut_off(&self) -> Option<&io::Error> {
        self.worker.is_cut_off()
    }

    /// The wait has said that it takes bytes.
    pub(crate) fn note_writable(&mut self) {
        self.is_writable = true;
    }

    /// Whether something is to be written.
    pub(crate) fn has_unwritten(&self) -> bool {
        !self.connection.unwritten().is_empty() || self.connection.descriptors_wait_on().is_some()
    }

    /// Writes what is taken now. A worker that is gone takes nothing; reading shows it.
    pub(crate) fn write(&mut self) -> Written {
        self.connection.send_descriptors();
        let out_of_band = self.connection.take_out_of_band();
        let mut bytes = out_of_band;
        while !self.connection.unwritten().is_empty() {
            let sent = self.worker.send(self.connection.unwritten());
            if sent == 0 {
                // Where it takes none although it said that it does, the loop would wait for nothing and try for ever.
                if std::mem::take(&mut self.is_writable) && !self.refusals.try_again() {
                    self.worker.cut_off(io::ErrorKind::WouldBlock.into());
                }
                break;
            }
            self.refusals.succeeded();
            self.connection.wrote(sent);
            bytes += sent as u64;
        }
        self.is_writable = false;
        // It may live for as long as its task takes. The tasks that it did not get go to another worker when it ends.
        self.retired |= self.worker.is_cut_off().is_some();
        Written { bytes, out_of_band }
    }

    /// Reads what is there now.
    pub(crate) fn read(&mut self) -> io::Result<ReceiveStatus> {
        let received = self.worker.receive(&mut self.connection.frames)?;
        if let ReceiveStatus::Bytes(n) = received {
            self.silences.succeeded();
            let repeated = self.ahead.min(n);
            if repeated > 0 {
                self.connection.frames.drop_repeated(n, repeated);
                self.ahead -= repeated;
            }
            self.received += (n - repeated) as u64;
        }
        Ok(received)
    }

    /// The wait has said that there is nothing to read.
    #[inline]
    pub(crate) fn note_nothing(&mut self) {
        self.silences.succeeded();
    }

    /// There is nothing to read although there should be. Returns whether to look again; the loop would spin if that never ends.
    pub(crate) fn may_have_nothing(&mut self) -> bool {
        self.silences.try_again()
    }

    /// Takes answers that wait in the worker behind the task that it runs, if it has sent nothing since the last call. Returns
    /// whether there were some.
    pub(crate) fn take_waiting_answers(&mut self) -> bool {
        let is_silent = std::mem::replace(&mut self.seen, self.received) == self.received;
        if !is_silent || self.outstanding() < 2 {
            return false;
        }
        self.take_ready_answers()
    }

    /// Takes the answers that it has made and not sent. Returns whether there were some.
    pub(crate) fn take_ready_answers(&mut self) -> bool {
        if self.outstanding() == 0 {
            return false;
        }
        let answers = self.worker.unsent_answers(self.received);
        self.connection.frames.extend(&answers);
        self.received += answers.len() as u64;
        self.ahead += answers.len();
        self.seen = self.received;
        !answers.is_empty()
    }

    pub(crate) fn has_exited(&self) -> bool {
        self.worker.has_exited()
    }

    /// Makes the next reads end after what has arrived.
    pub(crate) fn end_reads(&mut self) {
        self.worker.end_reads();
    }

    /// Ends a worker that broke the protocol.
    pub(crate) fn fail_protocol(&mut self, message: String) {
        self.protocol_error = Some(message);
        self.kill();
    }

    pub(crate) fn kill(&mut self) {
        self.try_kill();
    }

    /// Kills it; returns false if this process may not.
    pub(crate) fn try_kill(&mut self) -> bool {
        self.worker.try_kill()
    }

    /// What kills it while nobody looks after it.
    pub(crate) fn killer(&self) -> W::Killer {
        self.worker.killer()
    }

    /// Kills it if its task has been running for that long. Returns whether it did.
    pub(crate) fn stop_overdue(&mut self, limit: Duration) -> bool {
        // Not only the first task without an answer: answers of quick tasks before it may be pending in the worker. But a task
        // with an answer does not count: the worker may not have noted yet that it has ended.
        let is_due = |task: &TaskId| task.0 != INITIALIZER && self.connection.is_unanswered(*task);
        let due = self.worker.running().filter(is_due);
        due.is_some_and(|due| self.stop_if(KillIf::RunsFor(due, limit), StopReason::TaskTimeout(limit)))
    }

    /// Kills it if it has tasks, and has begun none of them for that long: it was stopped, or is stuck between two of them. Its
    /// tasks go to other workers.
    pub(crate) fn stop_stalled(&mut self, limit: Duration) {
        let running = self.worker.running();
        let runs_one = running.is_some_and(|task| self.connection.is_unanswered(task));
        if !self.is_ready() || self.outstanding() == 0 || runs_one {
            self.stalled = None;
            return;
        }
        match self.stalled {
            Some((since, task, received)) if (task, received) == (running, self.received) => {
                if clock::since(since) >= limit {
                    self.stop_if(KillIf::StillRuns(running), StopReason::Stalled);
                }
            }
            _ => self.stalled = Some((clock::now(), running, self.received)),
        }
    }

    /// As [`stop_stalled`](Self::stop_stalled), where it may wait for memory that is on its way.
    pub(crate) fn stop_stalled_unless_waiting(&mut self, limit: Duration) {
        if self.worker.waits_for_memory() {
            self.stalled = None;
        } else {
            self.stop_stalled(limit);
        }
    }

    /// Looks anew whether it begins its tasks: nobody has looked for a while.
    pub(crate) fn forget_stall(&mut self) {
        self.stalled = None;
    }

    /// Kills it if it runs a task of that call.
    pub(crate) fn stop_call(&mut self, call: u32, reason: StopReason) {
        self.stop_if(KillIf::RunsCall(call), reason);
    }

    fn stop_if(&mut self, condition: KillIf, reason: StopReason) -> bool {
        let is_killed = self.worker.kill_if(condition);
        if is_killed {
            self.stop_reason = Some(reason);
            self.worker.end_reads();
        } else {
            self.asked_to_stop = Some(reason);
        }
        is_killed
    }

    /// Whether a limit has ended it.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stop_reason.is_some()
    }

    /// Tells it that no more will come; an idle one ends.
    pub(crate) fn close(&mut self) {
        self.worker.close();
    }

    pub(crate) fn crash(&self, exit: Exit) -> Error {
        self.worker.crash(exit)
    }

    pub(crate) fn failed_start(&self, failure: StartFailure) -> Error {
        self.worker.failed_start(failure)
    }
}

impl<W: Worker> Drop for WorkerHandle<W> {
    /// Its end is waited for, with a bound. Who has many lets them end side by side instead.
    fn drop(&mut self) {
        if !self.ended && self.parent.is_current() {
            self.end();
        }
    }
}

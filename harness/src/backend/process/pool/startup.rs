//! Starting workers, until they are ready.

use super::counters::Counters;
use super::state::PoolState;
use crate::backend::process::worker::{
    Connection, Recording, Stage, StartFailure, Worker, WorkerHandle, handshake,
};
use crate::clock;
use crate::error::{Error, Kind as ErrorKind, Side};
use crate::wire::{FrameKind, ReceiveStatus};
use rustix::event::{PollFd, PollFlags};
use std::sync::atomic::Ordering;
use std::time::Duration;

/// The longest time between two checks of the worker.
const LOOK: Duration = Duration::from_millis(500);

impl<W: Worker> PoolState<W> {
    /// Starts all workers in parallel, and waits until they are ready.
    pub(crate) fn start_all(&self) -> Result<(), Error> {
        let mut started = Vec::new();
        let mut outcome = Ok(());
        loop {
            match self.try_take() {
                Ok(Some(worker)) => started.push(worker),
                Ok(None) => break,
                Err(error) => {
                    outcome = Err(error);
                    break;
                }
            }
        }
        let outcome =
            outcome.and_then(|()| started.iter_mut().try_for_each(|worker| self.wait_until_ready(worker)));
        if outcome.is_ok() {
            started.into_iter().for_each(|worker| self.put(worker));
        } else {
            started.iter_mut().for_each(WorkerHandle::kill);
            self.end_now(started);
        }
        outcome
    }

    /// Starts a worker. It is not ready yet.
    pub(super) fn start(&self) -> Result<WorkerHandle<W>, Error> {
        Counters::add(&self.counters.started, 1);
        let (worker, connection) = W::start(&self.launcher, self.worker_config, &self.store)?;
        let mut handle = WorkerHandle::new(worker, connection, self.worker_config, &self.store);
        handle.record(Recording {
            starts: self.config.task_timeout.is_some(),
            phases: self.config.stopwatch.runs(),
        });
        if self.config.fault.is_some() && self.armed.load(Ordering::Relaxed) {
            handle.set_fault(self.config.fault);
            if !self.armed.load(Ordering::Relaxed) {
                handle.set_fault(None);
            }
        }
        if let Some(initializer) = &self.config.initializer {
            initializer.send(&mut handle.connection);
            // The worker counts it as a task.
            handle.tasks_added(1);
        }
        Ok(handle)
    }

    fn wait_until_ready(&self, worker: &mut WorkerHandle<W>) -> Result<(), Error> {
        let limits = self.config.start_limits;
        while !worker.is_ready() {
            worker.write();
            if let Some(failure) = worker.is_late(limits) {
                return Err(self.late(worker, failure));
            }
            let left = match worker.connection.stage {
                Stage::Starting => limits.greeting.saturating_sub(worker.age()).min(LOOK),
                _ => LOOK.min(limits.initializer),
            };
            let mut fds = [worker.wait_on(), PollFd::from_borrowed_fd(self.stop_signal(), PollFlags::IN)];
            match clock::poll(&mut fds, Some(left)) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(errno) => return Err(Error::start_io("waiting for a worker failed", errno)),
            }
            if fds[0].revents().intersects(PollFlags::OUT) {
                worker.note_writable();
            }
            if self.is_terminated() {
                return Err(Error::new(ErrorKind::Cancelled));
            }
            if worker.has_exited() {
                worker.end_reads();
            }
            let received =
                worker.read().map_err(|error| Error::start_io("reading from a worker failed", error))?;
            self.take_handshake(&mut worker.connection)?;
            if received == ReceiveStatus::End && !worker.is_ready() {
                return Err(self.ended(worker));
            }
        }
        Ok(())
    }

    fn take_handshake(&self, connection: &mut Connection) -> Result<(), Error> {
        let mut frames = std::mem::take(&mut connection.frames);
        let mut outcome = Ok(());
        // All of them: a worker that is ready was asked for nothing yet.
        while outcome.is_ok() {
            outcome = match frames.next() {
                Ok(Some(frame)) => self.advance_handshake(connection, frame.kind, frame.body),
                Ok(None) => break,
                Err(bad) => Err(handshake::not_a_greeting(&bad.to_string())),
            };
        }
        connection.frames = frames;
        outcome
    }

    /// Takes a frame of a worker that is not ready yet.
    pub(crate) fn advance_handshake(
        &self,
        connection: &mut Connection,
        kind: FrameKind,
        body: &[u8],
    ) -> Result<(), Error> {
        let initializer = self.config.initializer.as_ref();
        match handshake::advance(connection, initializer, kind, body)? {
            handshake::Step::Greeted => {
                self.note_greeting();
                Ok(())
            }
            handshake::Step::Initialized(Ok(())) => {
                self.note_good_start();
                Ok(())
            }
            handshake::Step::Initialized(Err(error)) => {
                self.stop_for(&error);
                Err(error)
            }
        }
    }

    /// The error of a worker that took too long. If it is for its initializer, no other one is tried.
    pub(crate) fn late(&self, worker: &WorkerHandle<W>, failure: StartFailure) -> Error {
        let error = worker.failed_start(failure);
        match (failure, &self.config.initializer) {
            (StartFailure::InitializerTooLate(_), Some(initializer)) => {
                let error = error.on(Side::Worker).of_initializer(initializer.name);
                self.stop_for(&error);
                error
            }
            _ => error,
        }
    }

    fn ended(&self, worker: &mut WorkerHandle<W>) -> Error {
        let exit = worker.end();
        match (worker.connection.stage, &self.config.initializer) {
            (Stage::Initializing, Some(initializer)) => {
                worker.crash(exit).on(Side::Worker).of_initializer(initializer.name)
            }
            _ => worker.failed_start(StartFailure::Ended(exit)),
        }
    }
}

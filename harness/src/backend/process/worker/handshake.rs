//! The first frames of a worker: is it there, is it this program, is it ready?

use super::connection::{Connection, Stage};
use super::handle::WorkerHandle;
use super::initializer::Initializer;
use crate::backend::process::pool::PoolState;
use crate::error::{Error, Exit, Kind as ErrorKind, Reason, Side};
use crate::wire::{Failure, Hello, Kind, Received};
use crate::worker::{EXIT_NO_CHANNEL, EXIT_PROTOCOL};
use rustix::event::{PollFd, PollFlags, poll};
use std::time::Duration;

const NOT_SERVING: &str = "call `wirecheck::init()` first in `main` (or use `#[wirecheck::main]`; in test files \
                           `wirecheck::test_support!()`)";
/// The longest sleep without a look at the process.
const LOOK: Duration = Duration::from_millis(500);

/// Waits until a new worker is ready.
pub(crate) fn wait(worker: &mut WorkerHandle, pool: &PoolState) -> Result<(), Error> {
    let config = &pool.config;
    while !worker.is_ready() {
        worker.write();
        if worker.is_late(config.handshake_timeout) {
            return Err(too_late(config.handshake_timeout));
        }
        let left = match worker.connection.stage {
            Stage::Starting => config.handshake_timeout.saturating_sub(worker.age()).min(LOOK),
            _ => LOOK,
        };
        let mut fds = [
            PollFd::from_borrowed_fd(worker.socket(), PollFlags::IN),
            PollFd::from_borrowed_fd(pool.stop_signal(), PollFlags::IN),
        ];
        let timeout = rustix::event::Timespec::try_from(left).ok();
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(Error::io("waiting for a worker failed", errno)),
        }
        if pool.is_terminated() {
            return Err(Error::new(ErrorKind::Cancelled));
        }
        if worker.has_exited() {
            worker.shut();
        }
        let received = worker.read().map_err(|error| Error::io("reading from a worker failed", error))?;
        take_frames(&mut worker.connection, pool)?;
        if received == Received::End && !worker.is_ready() {
            return Err(ended(worker, pool));
        }
    }
    Ok(())
}

fn take_frames(connection: &mut Connection, pool: &PoolState) -> Result<(), Error> {
    let mut frames = std::mem::take(&mut connection.frames);
    let mut outcome = Ok(());
    // To the last one: nobody has asked a worker that is ready for anything yet.
    while outcome.is_ok() {
        outcome = match frames.next() {
            Ok(Some(frame)) => advance(connection, pool, frame.kind, frame.body),
            Ok(None) => break,
            Err(bad) => Err(not_a_greeting(&bad.to_string())),
        };
    }
    connection.frames = frames;
    outcome
}

fn ended(worker: &mut WorkerHandle, pool: &PoolState) -> Error {
    let exit = worker.reap();
    match (worker.connection.stage, &pool.config.initializer) {
        (Stage::Initializing, Some(initializer)) => {
            let stderr = worker.stderr_tail();
            let reason = Reason::of(exit, &stderr, pool.launcher().memory());
            let crash = ErrorKind::Crash { pid: worker.pid(), exit, reason, stderr };
            Error::new(crash).on(Side::Worker).of_initializer(initializer.name)
        }
        _ => silent_end(exit, pool),
    }
}

/// Takes a frame of a worker that is not ready yet.
pub(crate) fn advance(
    connection: &mut Connection,
    pool: &PoolState,
    kind: Kind,
    body: &[u8],
) -> Result<(), Error> {
    let initializer = pool.config.initializer.as_ref();
    match (connection.stage, kind) {
        (Stage::Starting, _) => {
            check(kind, body)?;
            connection.stage = Initializer::stage_after_greeting(initializer);
            Ok(())
        }
        (Stage::Initializing, Kind::Done | Kind::Failed) => {
            let Some(initializer) = initializer else { return Err(not_a_greeting("an answer to nothing")) };
            connection.acknowledge()?;
            let outcome = match kind {
                Kind::Done => initializer.read(body),
                _ => Err(Failure::read(body).map_or_else(
                    |_| not_a_greeting("a failure cut short"),
                    |failure| {
                        failure.into_error(initializer.format, Side::Worker).of_initializer(initializer.name)
                    },
                )),
            };
            match outcome {
                Ok(()) => {
                    connection.stage = Stage::Ready;
                    pool.note_good_start();
                    Ok(())
                }
                Err(error) => {
                    pool.stop_for(&error);
                    Err(error)
                }
            }
        }
        _ => Err(not_a_greeting("a frame that a parent does not take")),
    }
}

/// Checks the first frame of a worker.
fn check(kind: Kind, body: &[u8]) -> Result<(), Error> {
    if kind != Kind::Hello {
        return Err(not_a_greeting("another frame came first"));
    }
    let hello = Hello::read(body).map_err(|_| not_a_greeting("it is cut short"))?;
    match Hello::own().objection(&hello) {
        Some(objection) => Err(Error::refused(objection)),
        None => Ok(()),
    }
}

/// The process ended before it greeted.
pub(crate) fn silent_end(exit: Exit, pool: &PoolState) -> Error {
    if let Some(bytes) = pool.launcher().memory() {
        return Error::refused(format!(
            "a worker process {exit} before it began to serve; `memory_limit` allows it {bytes} bytes, which may not do \
             to start this program"
        ));
    }
    if exit == Exit::Code(EXIT_NO_CHANNEL) || exit == Exit::Code(EXIT_PROTOCOL) {
        return Error::refused(format!(
            "a worker process could not take up its channel and {exit}; was the executable replaced, or are its \
             descriptors closed on start?"
        ));
    }
    if exit.is_from_outside() {
        return Error::refused(format!(
            "a worker process {exit} before it began to serve; if nobody killed it, memory ran out: the kernel's log says so"
        ));
    }
    Error::refused(format!("a worker process {exit} before it began to serve: {NOT_SERVING}"))
}

/// The process lives and does not greet.
pub(crate) fn too_late(patience: Duration) -> Error {
    let seconds = patience.as_secs_f64();
    Error::refused(format!("a worker process did not begin to serve within {seconds} s: {NOT_SERVING}"))
}

pub(crate) fn not_a_greeting(why: &str) -> Error {
    Error::new(ErrorKind::Protocol(format!("the greeting of a worker is not one: {why}")))
}

//! The first frames of a worker: is it there, is it this program, is it ready?

use super::initializer::Initializer;
use super::link::{Connection, Stage};
use super::member::WorkerHandle;
use super::shared::PoolState;
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
pub(crate) fn wait(member: &mut WorkerHandle, shared: &PoolState) -> Result<(), Error> {
    let config = &shared.config;
    while !member.is_ready() {
        member.write();
        if member.is_late(config.greeting) {
            return Err(too_late(config.greeting));
        }
        let left = match member.link.stage {
            Stage::Starting => config.greeting.saturating_sub(member.age()).min(LOOK),
            _ => LOOK,
        };
        let mut fds = [
            PollFd::from_borrowed_fd(member.socket(), PollFlags::IN),
            PollFd::from_borrowed_fd(shared.stop_signal(), PollFlags::IN),
        ];
        let timeout = rustix::event::Timespec::try_from(left).ok();
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(Error::io("waiting for a worker failed", errno)),
        }
        if shared.is_terminated() {
            return Err(Error::new(ErrorKind::Cancelled));
        }
        if member.has_exited() {
            member.shut();
        }
        let received = member.read().map_err(|error| Error::io("reading from a worker failed", error))?;
        take_frames(&mut member.link, shared)?;
        if received == Received::End && !member.is_ready() {
            return Err(ended(member, shared));
        }
    }
    Ok(())
}

fn take_frames(link: &mut Connection, shared: &PoolState) -> Result<(), Error> {
    let mut frames = std::mem::take(&mut link.frames);
    let mut outcome = Ok(());
    // To the last one: nobody has asked a worker that is ready for anything yet.
    while outcome.is_ok() {
        outcome = match frames.next() {
            Ok(Some(frame)) => advance(link, shared, frame.kind, frame.body),
            Ok(None) => break,
            Err(bad) => Err(not_a_greeting(&bad.to_string())),
        };
    }
    link.frames = frames;
    outcome
}

fn ended(member: &mut WorkerHandle, shared: &PoolState) -> Error {
    let exit = member.reap();
    match (member.link.stage, &shared.config.initializer) {
        (Stage::Initializing, Some(initializer)) => {
            let stderr = member.stderr_tail();
            let reason = Reason::of(exit, &stderr, shared.launcher().memory());
            let crash = ErrorKind::Crash { pid: member.pid(), exit, reason, stderr };
            Error::new(crash).on(Side::Worker).of_initializer(initializer.name)
        }
        _ => silent_end(exit, shared),
    }
}

/// Takes a frame of a worker that is not ready yet.
pub(crate) fn advance(
    link: &mut Connection,
    shared: &PoolState,
    kind: Kind,
    body: &[u8],
) -> Result<(), Error> {
    let initializer = shared.config.initializer.as_ref();
    match (link.stage, kind) {
        (Stage::Starting, _) => {
            check(kind, body)?;
            link.stage = Initializer::stage_after_greeting(initializer);
            Ok(())
        }
        (Stage::Initializing, Kind::Done | Kind::Failed) => {
            let Some(initializer) = initializer else { return Err(not_a_greeting("an answer to nothing")) };
            link.acknowledge()?;
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
                    link.stage = Stage::Ready;
                    shared.note_good_start();
                    Ok(())
                }
                Err(error) => {
                    shared.break_down(&error);
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
pub(crate) fn silent_end(exit: Exit, shared: &PoolState) -> Error {
    if let Some(bytes) = shared.launcher().memory() {
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

//! The first frame of a worker: is it there, and is it this program?

use super::member::Member;
use super::shared::Config;
use crate::error::{Error, Exit, Kind as ErrorKind};
use crate::wire::{Header, Hello, Kind, Received};
use crate::worker::{EXIT_NO_CHANNEL, EXIT_PROTOCOL};
use rustix::event::{PollFd, PollFlags, poll};
use std::time::Duration;

const NOT_SERVING: &str = "call `wirecheck::init()` first in `main` (or use `#[wirecheck::main]`; in test files \
                           `wirecheck::test_support!()`)";

/// Waits for the greeting of a new worker.
pub(crate) fn wait(member: &mut Member, config: &Config) -> Result<(), Error> {
    member.write();
    while !member.greeted {
        let left = config.greeting.saturating_sub(member.age());
        if left.is_zero() {
            return Err(too_late(config.greeting));
        }
        let mut fds = [PollFd::from_borrowed_fd(member.socket(), PollFlags::IN)];
        let timeout = rustix::event::Timespec::try_from(left).ok();
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(errno) => return Err(Error::io("waiting for a worker failed", errno)),
        }
        let received = member.read().map_err(|error| Error::io("reading from a worker failed", error))?;
        let mut inbox = member.take_inbox();
        let first = inbox.next().map_err(|bad| not_a_greeting(&bad.to_string()))?;
        if let Some((header, body)) = first {
            check(&header, body)?;
            member.greeted = true;
        }
        member.put_inbox(inbox);
        if received == Received::End && !member.greeted {
            return Err(silent_end(member.reap()));
        }
    }
    Ok(())
}

/// Checks the first frame of a worker.
pub(crate) fn check(header: &Header, body: &[u8]) -> Result<(), Error> {
    if header.kind != Kind::Hello {
        return Err(not_a_greeting("another frame came first"));
    }
    let hello = Hello::read(body).map_err(|_| not_a_greeting("it is cut short"))?;
    match Hello::own(0).objection(&hello) {
        Some(objection) => Err(Error::refused(objection)),
        None => Ok(()),
    }
}

/// The process ended before it greeted.
pub(crate) fn silent_end(exit: Exit) -> Error {
    if exit == Exit::Code(EXIT_NO_CHANNEL) || exit == Exit::Code(EXIT_PROTOCOL) {
        return Error::refused(format!(
            "a worker process could not take up its channel and {exit}; was the executable replaced, or are its \
             descriptors closed on start?"
        ));
    }
    Error::refused(format!("a worker process {exit} before it began to serve: {NOT_SERVING}"))
}

/// The process lives and does not greet.
pub(crate) fn too_late(patience: Duration) -> Error {
    let seconds = patience.as_secs_f64();
    Error::refused(format!("a worker process did not begin to serve within {seconds} s: {NOT_SERVING}"))
}

fn not_a_greeting(why: &str) -> Error {
    Error::new(ErrorKind::Protocol(format!("the greeting of a worker is not one: {why}")))
}

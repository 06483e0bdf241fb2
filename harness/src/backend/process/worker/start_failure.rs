//! Why a worker process does not serve, and what to do about that.

use super::contract::StartFailure;
use crate::error::{Error, Exit, Kind as ErrorKind, Timed};
use crate::sys;
use crate::worker::{EXIT_NO_CHANNEL, EXIT_PROTOCOL};
use std::time::Duration;

const NOT_SERVING: &str = "call `wirecheck::init()` first in `main` (or use `#[wirecheck::main]`; in test files \
                           `wirecheck::test_support!()`)";

pub(super) fn explain(failure: StartFailure, memory_limit: Option<u64>) -> Error {
    match failure {
        StartFailure::Ended(exit) => ended(exit, memory_limit),
        StartFailure::TooLate(patience) => too_late(patience),
        StartFailure::InitializerTooLate(limit) => {
            Error::new(ErrorKind::Timeout { limit, what: Timed::Initializer })
        }
    }
}

/// The process ended before it greeted.
fn ended(exit: Exit, memory_limit: Option<u64>) -> Error {
    if let Some(bytes) = memory_limit {
        return Error::start(format!(
            "a worker process {exit} before it began to serve; `memory_limit` allows it {bytes} bytes, which may not do \
             to start this program"
        ));
    }
    if matches!(exit, Exit::Severed | Exit::Code(EXIT_NO_CHANNEL | EXIT_PROTOCOL)) {
        return Error::start(format!(
            "a worker process could not take up its channel and {exit}; was the executable replaced, or are its \
             descriptors closed on start?"
        ));
    }
    if let Some(other) = sys::other_executable() {
        return Error::start(format!(
            "a worker process {exit} before it began to serve: `/proc/self/exe`, which workers are started from, is `{other}` and \
             not this program: start the program directly, not by a loader, an interpreter or a tool such as valgrind"
        ));
    }
    if exit.is_from_outside() {
        return Error::start(format!(
            "a worker process {exit} before it began to serve; if nobody killed it, memory ran out: the kernel's log says so"
        ));
    }
    if matches!(exit, Exit::Signal(_)) {
        return Error::start(format!(
            "a worker process {exit} before it began to serve: what runs before `wirecheck::init()`, in `main` or in a library that \
             sets itself up, ends it; its standard error may say more"
        ));
    }
    Error::start(format!("a worker process {exit} before it began to serve: {NOT_SERVING}"))
}

/// The process lives and does not greet.
fn too_late(patience: Duration) -> Error {
    let seconds = patience.as_secs_f64();
    if let Some(other) = sys::other_executable() {
        return Error::start(format!(
            "a worker process did not begin to serve within {seconds} s: `/proc/self/exe`, which workers are started from, is \
             `{other}` and not this program: start the program directly, not by a loader, an interpreter or a tool such as valgrind"
        ));
    }
    Error::start(format!("a worker process did not begin to serve within {seconds} s: {NOT_SERVING}"))
}

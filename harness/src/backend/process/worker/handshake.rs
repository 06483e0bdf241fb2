//! The first frames of a worker: is it there, is it this program, is it ready?

use super::{Connection, Initializer, Stage};
use crate::error::{Error, Kind as ErrorKind, Side};
use crate::wire::{Failure, FrameKind, Hello, ProgramNumbers, WorkerConfig};

/// What a frame of the handshake did.
pub(crate) enum Step {
    /// It has greeted.
    Greeted,
    /// Its initializer has ended. An error stops the whole pool.
    Initialized(Result<(), Error>),
}

/// Takes a frame of a worker that is not ready yet.
///
/// # Errors
/// When it is not one that a worker sends then, or the worker is another program.
pub(crate) fn advance(
    connection: &mut Connection,
    initializer: Option<&Initializer>,
    kind: FrameKind,
    body: &[u8],
) -> Result<Step, Error> {
    match (connection.stage, kind) {
        (Stage::Starting, _) => {
            check(connection.program, kind, body)?;
            connection.stage = Initializer::stage_after_greeting(initializer);
            Ok(Step::Greeted)
        }
        (Stage::Initializing, FrameKind::Done | FrameKind::Failed) => {
            let Some(initializer) = initializer else { return Err(not_a_greeting("an answer to nothing")) };
            connection.acknowledge()?;
            let outcome = match kind {
                FrameKind::Done => initializer.read(body),
                _ => Err(Failure::read(body).map_or_else(
                    |_| not_a_greeting("a failure cut short"),
                    |failure| {
                        failure.into_error(initializer.format, Side::Worker).of_initializer(initializer.name)
                    },
                )),
            };
            if outcome.is_ok() {
                connection.stage = Stage::Ready;
            }
            Ok(Step::Initialized(outcome))
        }
        _ => Err(not_a_greeting("a frame that a parent does not take")),
    }
}

/// Checks the first frame of a worker.
fn check(program: Option<ProgramNumbers>, kind: FrameKind, body: &[u8]) -> Result<(), Error> {
    if kind != FrameKind::Hello {
        return Err(not_a_greeting("another frame came first"));
    }
    let hello = Hello::read(body).map_err(|_| not_a_greeting("it is cut short"))?;
    match Hello::of(program, WorkerConfig::default()).objection(&hello) {
        Some(objection) => Err(Error::refused(objection)),
        None => Ok(()),
    }
}

pub(crate) fn not_a_greeting(why: &str) -> Error {
    Error::new(ErrorKind::Protocol(format!("the greeting of a worker is not one: {why}")))
}

//! What every worker runs once, before its first task.

use super::connection::{Connection, Stage};
use crate::backend::Initialized;
use crate::backend::process::task::{PreparedTask, read_result};
use crate::error::Error;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::transfer::{EncodedValue, Store};
use std::sync::Arc;

/// No other call has this number.
pub(crate) const CALL: u32 = 0;

/// A task and its input, ready to be sent to any worker.
#[derive(Clone, Debug)]
pub(crate) struct Initializer {
    load: EncodedValue,
    input: EncodedValue,
    pub(crate) name: &'static str,
    pub(crate) format: &'static str,
    read: fn(&[u8]) -> Result<(), Error>,
}

impl Initializer {
    /// # Errors
    /// When the input, which is nothing, cannot be encoded.
    pub(crate) fn new<F, R>(task: PreparedTask<F, (), R>) -> Result<Self, Error>
    where
        F: Codec,
        (): Sendable<F>,
        R: Sendable<F> + Initialized,
    {
        let input = task.pack_input((), &Self::store()).map_err(|error| error.of_initializer(task.name))?;
        let read = |bytes: &[u8]| match read_result::<F, R>(bytes)?.objection() {
            None => Ok(()),
            Some(message) => Err(Error::refused(message)),
        };
        Ok(Self { load: task.load, input, name: task.name, format: F::NAME, read })
    }

    /// Where its captures go: all of them into their frame, since a worker that starts has no memory yet.
    pub(crate) fn store() -> Arc<Store> {
        Arc::new(Store::default())
    }

    /// Gives it to a new worker.
    pub(crate) fn send(&self, connection: &mut Connection) {
        // A descriptor that cannot be handed is missed by the initializer, which says so; the others are small frames.
        let _ = connection.load(CALL, &self.load);
        let _ = connection.task(CALL, 0, &self.input);
    }

    /// What a worker answered.
    pub(crate) fn read(&self, bytes: &[u8]) -> Result<(), Error> {
        (self.read)(bytes).map_err(|error| error.of_initializer(self.name))
    }

    /// The stage of a worker that has greeted.
    pub(crate) fn stage_after_greeting(this: Option<&Self>) -> Stage {
        if this.is_some() { Stage::Initializing } else { Stage::Ready }
    }
}

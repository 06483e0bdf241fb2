//! The task that every worker runs once, before its first task.

use super::connection::{Connection, Stage};
use crate::backend::Initialized;
use crate::backend::process::task::{PreparedTask, read_result};
use crate::error::Error;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::transfer::{EncodedValue, Store};
use crate::wire::INITIALIZER;
use std::sync::Arc;

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

    /// A store that puts all captures into their frame: a worker that starts has no shared memory yet.
    pub(crate) fn store() -> Arc<Store> {
        Arc::new(Store::default())
    }

    /// Gives it to a new worker.
    pub(crate) fn send(&self, connection: &mut Connection) {
        // If a descriptor cannot be sent, the initializer fails and says so.
        let _ = connection.load(INITIALIZER, &self.load);
        let _ = connection.task(INITIALIZER, 0, &self.input);
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

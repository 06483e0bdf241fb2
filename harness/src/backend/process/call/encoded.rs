//! Calls whose task, inputs and results are bytes: made by one process, and run by another one of the same program.
//!
//! Whoever runs such a call knows none of its types, and no code of the program's author runs there. The workers decode the
//! inputs and encode the results, as ever.

use crate::backend::process::engine::{Budget, Disposition, Engine, Results, Sent, Source};
use crate::backend::process::pool::PoolState;
use crate::backend::process::task::{Admission, PreparedTask, Preparing, read_result};
use crate::backend::process::worker::{Connection, Initializer, TaskId, Worker};
use crate::error::{Error, pack, unpack};
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode};
use crate::transfer::{EncodedValue, Payload, Store};
use crate::wire::Reader;
use std::marker::PhantomData;
use std::sync::Arc;

/// The number of such a call, which is part of the tokens of its tasks. Its pool has no other one.
const CALL: u32 = 1;

/// A task as bytes. Workers of the same build can run it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncodedTask {
    /// Its name, for errors.
    pub name: &'static str,
    /// The name of the wire format of its values.
    pub format: &'static str,
    /// Its number among the tasks of the build, and its captures.
    pub load: Vec<u8>,
}

impl EncodedTask {
    /// Encodes a task with its captures. The other value encodes its inputs.
    ///
    /// # Errors
    /// When the task is a bare closure, or its captures cannot be encoded or hold a `Shared` value.
    #[track_caller]
    pub fn new<F, K, A, R, M>(task: &K) -> Result<(Self, InputEncoder<F, A, R>), Error>
    where
        F: Codec + StatelessCode<K::Code>,
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        // Everything stays in the value.
        let store = Initializer::store();
        let admission = Admission { store: &store, stopwatch: None, of: Preparing::Call, backend: "cluster" };
        let mut task = PreparedTask::new(task, admission)?;
        let load = bytes(std::mem::take(&mut task.load))?;
        let encoded = Self { name: task.name, format: F::NAME, load };
        Ok((encoded, InputEncoder { task, store }))
    }
}

/// Encodes the inputs of a task.
pub struct InputEncoder<F, A, R> {
    task: PreparedTask<F, A, R>,
    store: Arc<Store>,
}

impl<F: Codec, A: Sendable<F>, R: Sendable<F>> InputEncoder<F, A, R> {
    /// Encodes the input with this index.
    ///
    /// # Errors
    /// When it cannot be encoded, or holds a `Shared` value.
    pub fn encode(&self, index: u64, input: A) -> Result<Vec<u8>, Error> {
        let encoded = self.task.pack_input(input, &self.store).and_then(bytes);
        encoded.map_err(|error| error.at(self.task.name, index))
    }
}

fn bytes(value: EncodedValue) -> Result<Vec<u8>, Error> {
    if !value.regions.is_empty() {
        return Err(Error::refused(
            "a `Shared` value is in the memory of this process, and a detached call may outlive it: send the values instead",
        ));
    }
    Ok(match value.body {
        Payload::Inline(bytes) => bytes,
        Payload::OutOfBand(buffer) => buffer.bytes().to_vec(),
    })
}

/// Decodes the result of a task with this name and input.
///
/// # Errors
/// When the bytes are no such result.
pub fn decode_result<F: Codec, R: Sendable<F>>(task: &str, index: u64, bytes: &[u8]) -> Result<R, Error> {
    read_result::<F, R>(bytes).map_err(|error| error.at(task, index))
}

/// An error as bytes.
pub fn encode_error(error: &Error) -> Vec<u8> {
    pack(error)
}

/// Reads what [`encode_error`] wrote; `None` if these bytes are something else.
pub fn decode_error(bytes: &[u8]) -> Option<Error> {
    let mut reader = Reader(bytes);
    let error = unpack(&mut reader).ok()?;
    reader.0.is_empty().then_some(error)
}

/// Runs a task over inputs with these indexes, in ascending order. Each result is told once, as it comes.
///
/// # Errors
/// When the call as a whole fails. Inputs without a result have none then.
pub(crate) fn run_encoded<'a, W: Worker>(
    pool: &PoolState<W>,
    task: &EncodedTask,
    inputs: impl ExactSizeIterator<Item = (u64, &'a [u8])>,
    results: impl FnMut(u64, Result<Vec<u8>, Error>),
) -> Result<(), Error> {
    pool.admit()?;
    let load = EncodedValue { body: Payload::Inline(task.load.clone()), regions: Vec::new() };
    let mut source = EncodedSource {
        name: task.name,
        format: task.format,
        load,
        next: None,
        inputs,
        results,
        lifetime: PhantomData,
    };
    source.advance();
    Engine::run_all(pool, source).1
}

struct EncodedSource<'a, I, T> {
    name: &'static str,
    format: &'static str,
    load: EncodedValue,
    /// The input that is sent next.
    next: Option<(u64, &'a [u8])>,
    inputs: I,
    results: T,
    lifetime: PhantomData<&'a [u8]>,
}

impl<'a, I, T> EncodedSource<'a, I, T>
where
    I: ExactSizeIterator<Item = (u64, &'a [u8])>,
    T: FnMut(u64, Result<Vec<u8>, Error>),
{
    fn advance(&mut self) {
        self.next = self.inputs.next();
    }

    fn fail(&mut self, index: u64, error: Error) {
        (self.results)(index, Err(error.at(self.name, index)));
    }
}

impl<'a, I, T> Source for EncodedSource<'a, I, T>
where
    I: ExactSizeIterator<Item = (u64, &'a [u8])>,
    T: FnMut(u64, Result<Vec<u8>, Error>),
{
    fn has_task(&mut self) -> bool {
        self.next.is_some()
    }

    fn left(&self) -> usize {
        self.inputs.len() + usize::from(self.next.is_some())
    }

    fn next_task(&self) -> TaskId {
        (CALL, self.next.map_or(0, |(index, _)| index))
    }

    fn format(&self, _: u32) -> &'static str {
        self.format
    }

    fn load(&mut self) -> EncodedValue {
        std::mem::take(&mut self.load)
    }

    /// Sends inputs whose indexes follow each other.
    fn feed(&mut self, connection: &mut Connection, budget: Budget) -> Sent {
        let mut sent = Sent::default();
        let Some((first, _)) = self.next else { return sent };
        let mut failed = Vec::new();
        let mut run = connection.run(CALL, first);
        while sent.taken < budget.tasks && (sent.taken == 0 || run.unwritten() < budget.bytes) {
            let follows = |(index, _): &(u64, &[u8])| *index == first + sent.taken as u64;
            let Some((index, input)) = self.next.take_if(|next| follows(next)) else { break };
            self.next = self.inputs.next();
            sent.taken += 1;
            run.begin().extend_from_slice(input);
            match run.finish() {
                Ok(()) => sent.sent += 1,
                Err(unsent) => failed.push((index, unsent.into_error("input"))),
            }
        }
        drop(run);
        for (index, error) in failed {
            self.fail(index, error);
        }
        sent
    }

    fn done(&mut self, results: &mut Results<'_>) {
        loop {
            let (call, index) = results.task();
            if call == CALL {
                if results.has_regions() {
                    self.fail(
                        index,
                        Error::refused(
                            "its result holds a `Shared` value, which is in the memory of one process: return the values instead from a \
                             detached call",
                        ),
                    );
                } else {
                    (self.results)(index, Ok(results.read(<[u8]>::to_vec)));
                }
                results.note(Disposition::One);
            }
            if results.advance().is_break() {
                return;
            }
        }
    }

    fn failed(&mut self, (call, index): TaskId, error: Error) -> Disposition {
        if call != CALL {
            return Disposition::Stale;
        }
        self.fail(index, error);
        Disposition::One
    }
}

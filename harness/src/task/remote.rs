//! One entry of the task table: a task type reduced to bytes in, bytes out.

use super::code::Unproven;
use super::table::{Described, TableProof, instantiate, register};
use super::{RemoteTask, StatelessCode};
use crate::format::Codec;
use crate::panics;
use crate::sendable::Sendable;
use crate::shared_slice::{Sending, has_mentions, take_mentions};
use crate::sys::end_fork_of_worker;
use crate::transfer::FrameSink;
use crate::wire::{Failure, trace};
use crate::worker::{PhaseTimer, ResponseWriter, TaskBatch};
use std::any::TypeId;
use std::marker::PhantomData;

/// A task ready to run, or why it is not.
pub(crate) type LoadResult = Result<Box<dyn Loaded>, Box<Failure>>;

/// What a worker knows of a task type.
pub(crate) struct Entry {
    pub(crate) key: TypeId,
    pub(crate) name: &'static str,
    pub(crate) format: &'static str,
    load: fn(TableProof, &[u8]) -> LoadResult,
}

impl Entry {
    /// The entry of the library itself, which cannot be called.
    pub(crate) fn own<T: 'static>() -> Self {
        Self {
            key: TypeId::of::<T>(),
            name: "wirecheck",
            format: "",
            load: |_, _| Err(Failure::refused("this entry of the task table is not a task")),
        }
    }

    /// Decodes the captures and makes the task callable.
    pub(crate) fn load(&self, trusted: TableProof, captures: &[u8]) -> LoadResult {
        (self.load)(trusted, captures)
    }
}

/// A task with its captures, in the worker.
pub(crate) trait Loaded {
    /// Runs the task at hand and those that follow it: decodes each input, runs the code, writes the result.
    fn run(&self, feed: &mut TaskBatch<'_>);
}

/// The type under which a task is in the table.
struct Code<F, K, A, R, M>(Types<F, K, A, R, M>);

/// A function type, so that it is `Send` and `Sync` whatever the types are.
type Types<F, K, A, R, M> = PhantomData<fn() -> (F, K, A, R, M)>;

struct Ready<F, K, A, R, M>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
{
    code: K::Code,
    captures: K::Captures,
}

impl<F, K, A, R, M> Loaded for Ready<F, K, A, R, M>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: StatelessCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
{
    fn run(&self, feed: &mut TaskBatch<'_>) {
        let _sending = Sending::start();
        // One catch for all three steps, since a `Deserialize` or `Serialize` written by hand can panic too, and for as
        // many tasks as there are: entering one costs as much as a tiny task.
        panics::catch_each(
            feed,
            |feed| {
                if let Some((input, answers)) = feed.start() {
                    let ended = if answers.is_traced() {
                        self.run_traced(input, answers)
                    } else {
                        self.run_one(input, answers.begin())
                    };
                    match ended {
                        Ok(()) if has_mentions() => answers.done_with(&take_mentions()),
                        Ok(()) => answers.done(),
                        Err(failure) => {
                            drop(take_mentions());
                            feed.fail(&failure);
                        }
                    }
                }
                feed.advance()
            },
            |feed, info| {
                drop(take_mentions());
                feed.fail(&Failure::panic(info));
                feed.advance()
            },
        );
    }
}

impl<F, K, A, R, M> Ready<F, K, A, R, M>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    A: Sendable<F>,
    R: Sendable<F>,
{
    #[inline(always)]
    fn run_one(&self, input: &[u8], out: &mut FrameSink) -> Result<(), Box<Failure>> {
        let input: A = trace::decode::<F, A>(input).map_err(|e| Failure::decode("input", e))?;
        let result = K::call_with(&self.code, &self.captures, input);
        end_fork_of_worker();
        trace::encode::<F, R>(&result, out).map_err(|e| Failure::encode("result", e))
    }

    /// The same, for a parent that wants to know where the time goes.
    #[cold]
    #[inline(never)]
    fn run_traced(&self, input: &[u8], answers: &mut ResponseWriter) -> Result<(), Box<Failure>> {
        let mut laps = PhaseTimer::start();
        let input: A = trace::decode::<F, A>(input).map_err(|e| Failure::decode("input", e))?;
        laps.read();
        let result = K::call_with(&self.code, &self.captures, input);
        end_fork_of_worker();
        laps.worked();
        trace::encode::<F, R>(&result, answers.begin()).map_err(|e| Failure::encode("result", e))?;
        laps.written(answers);
        Ok(())
    }
}

impl<F, K, A, R, M> Described for Code<F, K, A, R, M>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: StatelessCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
{
    fn describe() -> Entry {
        Entry {
            key: TypeId::of::<Self>(),
            name: K::name(),
            format: F::NAME,
            load: |trusted, bytes| {
                // First: a task whose code cannot be made has no captures either.
                let proof = K::code().map_err(|unproven| Failure::refused(unproven.to_string()))?;
                let captures = panics::catch(|| trace::decode::<F, K::Captures>(bytes))
                    .map_err(Failure::panic)?
                    .map_err(|e| Failure::decode("captures", e))?;
                Ok(Box::new(Ready::<F, K, A, R, M> { code: instantiate(trusted, &proof), captures }))
            },
        }
    }
}

/// Puts the task type into the table and gives the key to look it up by.
///
/// # Errors
/// When the code cannot be made in another process. The verbs have asked that before, with
/// [`admit`](super::admit), which knows where they were called.
#[inline(always)]
pub(crate) fn key<F, K, A, R, M>() -> Result<TypeId, Unproven>
where
    F: Codec,
    K: RemoteTask<F, A, R, M>,
    K::Captures: Sendable<F>,
    F: StatelessCode<K::Code>,
    A: Sendable<F>,
    R: Sendable<F>,
    M: 'static,
{
    register::<Code<F, K, A, R, M>>();
    K::code().map(|_| TypeId::of::<Code<F, K, A, R, M>>())
}

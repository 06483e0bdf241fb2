//! Kept worker processes.

use super::builder::{Build, Builder, Settings};
use super::job::Job;
use super::process::{PreparedTask, Processes, map, map_iter, map_unordered, try_map};
use crate::error::Error;
use crate::format::{Bincode, Codec, Format};
use crate::progress::Hook;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode};
use std::marker::PhantomData;
use std::sync::Arc;

/// Worker processes that are started once and kept.
///
/// A task that panics fails alone. A task that kills its worker fails alone too: with the signal's name,
/// while its siblings go on and a new worker takes the place. The program must call
/// [`init`](crate::init) first in `main`. A clone is the same pool; the last one ends the workers.
///
/// ```no_run
/// use wirecheck::{Pool, closure};
///
/// #[wirecheck::main]
/// fn main() -> Result<(), wirecheck::Error> {
///     let pool = Pool::new()?;
///     let by = 2.5;
///     let scaled = pool.map(closure!(|x: f64| x * by), [1.0, 2.0])?;
///     assert_eq!(scaled, [2.5, 5.0]);
///     Ok(())
/// }
/// ```
pub struct Pool<F: Format = Bincode> {
    pub(super) processes: Arc<Processes>,
    pub(super) hook: Hook,
    format: PhantomData<F>,
}

#[cfg(feature = "bincode")]
impl Pool {
    /// A worker for each core that this process may use, sending as [`Bincode`].
    ///
    /// # Errors
    /// When the workers cannot be started or do not begin to serve; the error names the missing `init`.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Options.
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }
}

impl<F: Format> Pool<F> {
    /// Options of a pool in any wire format: `Pool::<Ron>::in_format().build()`.
    pub fn in_format() -> Builder<Self>
    where
        // Here and not on the impl: rustc then says which feature is missing.
        F: Codec,
    {
        Builder::new()
    }
}

impl<F: Codec> Pool<F> {
    /// Runs `task` over `items`, results in the order of the items; the first failure ends the call.
    ///
    /// The iterator is read only as far ahead of the answers as the workers have room.
    ///
    /// # Errors
    /// The failed task's, with its name and its input's index. Workers that cannot be started.
    #[track_caller]
    pub fn map<K, A, R, M>(&self, task: K, items: impl IntoIterator<Item = A>) -> Result<Vec<R>, Error>
    where
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        let pool = self.processes.pool();
        let task = PreparedTask::new(&task, pool.admit_call()?)?;
        map(pool, &self.hook, task, items)
    }

    /// Runs `task` over `items`; a failure takes its task's place among the results.
    ///
    /// # Errors
    /// When workers cannot be started, or the captures of the task cannot be encoded.
    #[track_caller]
    pub fn try_map<K, A, R, M>(
        &self,
        task: K,
        items: impl IntoIterator<Item = A>,
    ) -> Result<Vec<Result<R, Error>>, Error>
    where
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        let pool = self.processes.pool();
        let task = PreparedTask::new(&task, pool.admit_call()?)?;
        try_map(pool, &self.hook, task, items)
    }

    /// Runs one task on a worker while the caller goes on.
    ///
    /// # Errors
    /// When the task's captures or its input cannot be encoded.
    #[track_caller]
    pub fn submit<K, A, R, M>(&self, task: K, input: A) -> Result<Job<R>, Error>
    where
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        let task = PreparedTask::new(&task, self.processes.pool().admit_job()?)?;
        self.processes.submit(task, input)
    }

    /// As [`submit`](Self::submit), for whoever does not want to wait: the result goes to `on_ok`, a failure to `on_err`.
    ///
    /// Callbacks run one after another on a thread of their own; they may submit more. One that panics breaks nothing and
    /// is reported by [`join`](Self::join).
    ///
    /// # Errors
    /// When the task's captures or its input cannot be encoded; neither callback is called then.
    #[track_caller]
    pub fn submit_then<K, A, R, M>(
        &self,
        task: K,
        input: A,
        on_ok: impl FnOnce(R) + Send + 'static,
        on_err: impl FnOnce(Error) + Send + 'static,
    ) -> Result<(), Error>
    where
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
    {
        let task = PreparedTask::new(&task, self.processes.pool().admit_job()?)?;
        self.processes.submit_then(task, input, on_ok, on_err)
    }

    /// Runs `task` over `items` as the results are asked for, in the order of the items. A failure takes its task's place.
    ///
    /// Memory stays flat however long the input is: it is read no further ahead than the
    /// [`window`](crate::Builder::window). Workers go on with what they were handed while nobody asks. Dropping the iterator
    /// gives the rest up.
    ///
    /// # Errors
    /// When the captures of the task cannot be encoded. What goes wrong later is an item.
    #[track_caller]
    pub fn map_iter<'p, K, A, R, M, I>(
        &'p self,
        task: K,
        items: I,
    ) -> Result<impl Iterator<Item = Result<R, Error>> + use<'p, F, K, A, R, M, I>, Error>
    where
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
        I: IntoIterator<Item = A>,
    {
        let pool = self.processes.pool();
        let task = PreparedTask::new(&task, pool.admit_call()?)?;
        Ok(map_iter(pool, &self.hook, task, items))
    }

    /// As [`map_iter`](Self::map_iter), in the order in which the results arrive, each with the index of its item.
    ///
    /// # Errors
    /// As of [`map_iter`](Self::map_iter).
    #[track_caller]
    pub fn map_unordered<'p, K, A, R, M, I>(
        &'p self,
        task: K,
        items: I,
    ) -> Result<impl Iterator<Item = (usize, Result<R, Error>)> + use<'p, F, K, A, R, M, I>, Error>
    where
        K: RemoteTask<F, A, R, M>,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
        I: IntoIterator<Item = A>,
    {
        let pool = self.processes.pool();
        let task = PreparedTask::new(&task, pool.admit_call()?)?;
        Ok(map_unordered(pool, &self.hook, task, items))
    }
}

impl<F: Codec> Clone for Pool<F> {
    fn clone(&self) -> Self {
        Self { processes: Arc::clone(&self.processes), hook: self.hook.clone(), format: PhantomData }
    }
}

impl<F: Codec> Build for Pool<F> {
    fn build(settings: Settings) -> Result<Self, Error> {
        let hook = settings.hook.clone();
        let processes = Processes::new(settings.into_config()?)?;
        processes.pool().start_all()?;
        Ok(Self { processes: Arc::new(processes), hook, format: PhantomData })
    }
}

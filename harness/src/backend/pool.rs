//! Worker processes that are kept.

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
/// If a task panics, only that task fails. If it kills its worker, only that task fails too, with the name of the signal; the
/// other tasks go on, and a new worker replaces the dead one.
///
/// The program must call [`init`](crate::init) first in `main`, or have [`#[wirecheck::main]`](crate::main) there. A clone is
/// the same pool. Dropping the last one ends the workers.
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
    /// One worker for each core that this process may use. Values are sent in [`Bincode`].
    ///
    /// # Errors
    /// When the workers cannot be started. If `init` is missing, the error says so. On platforms without worker processes, an
    /// error whose [`is_unsupported`](Error::is_unsupported) is true.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Sets options.
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }
}

impl<F: Format> Pool<F> {
    /// Sets options of a pool in any wire format: `Pool::<Ron>::in_format().build()`.
    pub fn in_format() -> Builder<Self>
    where
        // Here and not on the impl: rustc then says which feature is missing.
        F: Codec,
    {
        Builder::new()
    }
}

impl<F: Codec> Pool<F> {
    /// Runs `task` over `items` and returns the results in the order of the items. The first failure ends the call: running
    /// tasks finish, and the others are not started.
    ///
    /// `items` is read only as far ahead of the results as the workers have room.
    ///
    /// # Errors
    /// That of the failed task, with its name and the index of its item. When workers cannot be started.
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

    /// Runs `task` over all `items` and returns the results in the order of the items. A failed task gives an error in its
    /// place.
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

    /// Starts one task on a worker and returns at once.
    ///
    /// # Errors
    /// When the captures of the task or its input cannot be encoded. The error of the task comes from [`Job::join`].
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

    /// As [`submit`](Self::submit), but calls `on_ok` with the result or `on_err` with the error.
    ///
    /// Callbacks run one after another on a separate thread. They may submit more tasks. If one panics, the backend stays
    /// usable, and [`join`](Self::join) returns an error.
    ///
    /// # Errors
    /// When the captures of the task or its input cannot be encoded. Neither callback is called then.
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

    /// Runs `task` over `items` while the results are fetched, which come in the order of the items. A failed task gives an
    /// error in its place.
    ///
    /// Nothing is read from `items` before the first result is asked for, and never more than the
    /// [`window`](crate::Builder::window) ahead of the results that you have fetched, so memory stays flat however long the
    /// input is. Workers go on with the tasks that they have while you do something else. Dropping the iterator ends the
    /// call.
    ///
    /// # Errors
    /// When the captures of the task cannot be encoded. What goes wrong later is an item of the iterator.
    ///
    /// # Panics
    /// `next` panics when `items` or the progress hook does, once the results before it were fetched. The iterator is at
    /// its end then.
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

    /// As [`map_iter`](Self::map_iter), but results come as soon as they are there, each with the index of its item.
    ///
    /// # Errors
    /// As [`map_iter`](Self::map_iter). An error of the call as a whole, such as one of starting workers, is the last item. It
    /// belongs to no input, and its index is `usize::MAX`.
    ///
    /// # Panics
    /// As [`map_iter`](Self::map_iter).
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

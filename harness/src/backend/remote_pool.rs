//! Worker processes on other machines.

use super::Phases;
use super::builder::{Build, Builder, Settings};
use super::job::Job;
use super::process::{
    EncodedTask, PreparedTask, Processes, RemoteWorker, SeatHost, map, map_iter, map_unordered, read_setup,
    run_encoded, try_map, write_setup,
};
use super::process_options::{KeptWorkers, ProcessBackend};
use super::stats::Stats;
use crate::error::Error;
use crate::format::{Bincode, Codec, Format};
use crate::progress::Hook;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// Worker processes on the nodes of a cluster, with the methods of [`Pool`](crate::Pool).
///
/// The crate `wirecheck-cluster` makes it. A clone is the same pool. Dropping the last one ends its workers.
pub struct RemotePool<F: Format = Bincode> {
    pub(super) processes: Arc<Processes<RemoteWorker>>,
    pub(super) hook: Hook,
    format: PhantomData<F>,
}

impl<F: Codec> RemotePool<F> {
    /// Sets options. [`on`](Builder::on) says where the workers are.
    #[doc(hidden)]
    pub fn in_format() -> Builder<Self> {
        Builder::new()
    }

    /// Changes the number of workers as the places on the nodes change: idle workers above it end now, busy ones after their task.
    /// The function returns false once the pool is gone, which it does not keep.
    #[doc(hidden)]
    pub fn resizer(&self) -> impl Fn(usize) -> bool + Send + use<F> {
        let processes = Arc::downgrade(&self.processes);
        move |places| {
            let pool = processes.upgrade();
            // A fork is refused, and has no cluster.
            pool.is_some_and(|processes| processes.pool().resize(places.max(1)).is_ok())
        }
    }
}

impl<F: Codec> Builder<RemotePool<F>> {
    /// Takes workers from this host.
    #[doc(hidden)]
    pub fn on(mut self, host: Arc<dyn SeatHost>) -> Self {
        self.settings.host = Some(host);
        self
    }

    /// What [`task_token`](crate::task_token)s begin with. A pool that goes on with the tasks of another one has the same.
    #[doc(hidden)]
    pub fn token(mut self, token: u64) -> Self {
        self.settings.token = Some(token);
        self
    }

    /// How nodes are to start its workers, for [`set_up`](Self::set_up).
    ///
    /// # Errors
    /// When nodes would not start workers so.
    #[doc(hidden)]
    pub fn setup(&self) -> Result<Vec<u8>, Error> {
        write_setup(&self.settings.processes.launch)
    }

    /// Has nodes start its workers as another pool has them started.
    #[doc(hidden)]
    pub fn set_up(mut self, setup: &[u8]) -> Self {
        match read_setup(setup, &self.settings.processes.launch) {
            Some(launch) => self.settings.processes.launch = launch,
            None => {
                let message = "how the workers of a call are to be started is not understood here: build everything with the same \
                               version of wirecheck";
                self.settings.processes.refused.get_or_insert_with(|| message.to_owned());
            }
        }
        self
    }

    /// Uses another wire format.
    pub fn format<G: Codec>(self) -> Builder<RemotePool<G>> {
        self.retarget()
    }
}

impl<F: Codec> RemotePool<F> {
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

impl<F: Codec> RemotePool<F> {
    /// Runs a task over inputs with these indexes, in ascending order; all are bytes. Each result is told once, as it comes. Only one
    /// such call may run at a time, and no other.
    ///
    /// # Errors
    /// When the call as a whole fails. Inputs without a result have none then.
    #[doc(hidden)]
    pub fn run_encoded<'a>(
        &self,
        task: &EncodedTask,
        inputs: impl ExactSizeIterator<Item = (u64, &'a [u8])>,
        results: impl FnMut(u64, Result<Vec<u8>, Error>),
    ) -> Result<(), Error> {
        run_encoded(self.processes.pool(), task, inputs, results)
    }

    /// How many workers there are at the same time, at most.
    pub fn workers(&self) -> usize {
        self.processes.pool().workers()
    }

    /// Whether it takes new tasks. False once it was closed, joined or terminated, or its initializer failed.
    pub fn takes_tasks(&self) -> bool {
        self.processes.pool().admit().is_ok()
    }

    /// What it has done since it was built.
    pub fn stats(&self) -> Stats {
        let pool = self.processes.pool();
        Stats { late: pool.late_answers(), ..Stats::of(pool) }
    }

    /// Where the time of its tasks went, if it was built with [`Builder::phases`](super::Builder::phases).
    pub fn phases(&self) -> Phases {
        super::stats::Counts::phases(self.processes.pool())
    }

    /// Takes no more tasks, through this handle and its clones. Tasks that were submitted go on.
    pub fn close(&self) {
        self.processes.pool().close();
    }

    /// Takes no more tasks, waits for the running and queued ones and their callbacks, and ends the workers.
    ///
    /// # Errors
    /// As of [`Pool::join`](crate::Pool::join).
    pub fn join(&self) -> Result<(), Error> {
        self.processes.join()
    }

    /// Kills the workers and ends all calls and jobs with an error whose [`is_cancelled`](Error::is_cancelled) is true. Does not
    /// wait.
    pub fn terminate(&self) {
        self.processes.pool().terminate();
    }
}

impl<F: Codec> Clone for RemotePool<F> {
    fn clone(&self) -> Self {
        Self { processes: Arc::clone(&self.processes), hook: self.hook.clone(), format: PhantomData }
    }
}

/// Without the options: captures of the initializer may hold secrets.
impl<F: Codec> fmt::Debug for RemotePool<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemotePool")
            .field("format", &F::NAME)
            .field("workers", &self.workers())
            .field("stats", &self.stats())
            .finish_non_exhaustive()
    }
}

impl<F: Codec> ProcessBackend for RemotePool<F> {
    type Format = F;
}

impl<F: Codec> KeptWorkers for RemotePool<F> {}

impl<F: Codec> Build for RemotePool<F> {
    /// Starts no worker: the first call does.
    fn build(mut settings: Settings) -> Result<Self, Error> {
        let host = settings.host.take().ok_or_else(|| {
            Error::refused(
                "workers on other machines need a cluster: connect to one with `wirecheck_cluster::Cluster`",
            )
        })?;
        let (hook, token) = (settings.hook.clone(), settings.token);
        let processes = Processes::remote(host, settings.into_config()?, token)?;
        Ok(Self { processes: Arc::new(processes), hook, format: PhantomData })
    }
}

//! A new process for each task.

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
#[cfg(feature = "bincode")]
use std::sync::{Mutex, PoisonError};

/// Runs each task in a new process, a bounded number of them at the same time.
///
/// For tasks that must not share a process: they leak, change global state, or call a library that crashes. It takes about a
/// millisecond for each task.
///
/// ```no_run
/// #[wirecheck::main]
/// fn main() -> Result<(), wirecheck::Error> {
///     let own = wirecheck::Spawn::new()?.map(std::process::id, [(), (), ()])?;
///     assert!(own[0] != own[1] && own[1] != own[2]);
///     Ok(())
/// }
/// ```
pub struct Spawn<F: Format = Bincode> {
    pub(super) processes: Arc<Processes>,
    pub(super) hook: Hook,
    format: PhantomData<F>,
}

#[cfg(feature = "bincode")]
impl Spawn {
    /// Runs one process at a time for each core that this process may use. Values are sent in [`Bincode`].
    ///
    /// # Errors
    /// In a worker that did not call [`init`](crate::init). On platforms without worker processes, an error whose
    /// [`is_unsupported`](Error::is_unsupported) is true.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Sets options.
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }
}

impl<F: Format> Spawn<F> {
    /// Sets options in any wire format: `Spawn::<Ron>::in_format().build()`.
    pub fn in_format() -> Builder<Self>
    where
        // Here and not on the impl: rustc then says which feature is missing.
        F: Codec,
    {
        Builder::new()
    }
}

impl<F: Codec> Spawn<F> {
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

    /// Starts one task in a new process and returns at once.
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

impl<F: Codec> Clone for Spawn<F> {
    fn clone(&self) -> Self {
        Self { processes: Arc::clone(&self.processes), hook: self.hook.clone(), format: PhantomData }
    }
}

impl<F: Codec> Build for Spawn<F> {
    fn build(settings: Settings) -> Result<Self, Error> {
        let hook = settings.hook.clone();
        let processes = Processes::new(settings.into_spawn_config()?)?;
        Ok(Self { processes: Arc::new(processes), hook, format: PhantomData })
    }
}

/// Starts one task in a new process and returns at once.
///
/// For single tasks. If you start many, make a [`Spawn`] and choose how many processes it may run.
///
/// ```no_run
/// use wirecheck::closure;
///
/// #[wirecheck::main]
/// fn main() -> Result<(), wirecheck::Error> {
///     let job = wirecheck::spawn(closure!(|text: String| text.len()), "four".to_owned())?;
///     assert_eq!(job.join()?, 4);
///     Ok(())
/// }
/// ```
///
/// # Errors
/// When the captures of the task or its input cannot be encoded, or in a worker that did not call [`init`](crate::init). On
/// platforms without worker processes, an error whose [`is_unsupported`](Error::is_unsupported) is true.
#[cfg(feature = "bincode")]
#[track_caller]
pub fn spawn<K, A, R, M>(task: K, input: A) -> Result<Job<R>, Error>
where
    K: RemoteTask<Bincode, A, R, M>,
    K::Captures: Sendable<Bincode>,
    Bincode: StatelessCode<K::Code>,
    A: Sendable<Bincode>,
    R: Sendable<Bincode>,
    M: 'static,
{
    /// A `Spawn` that you make takes any number.
    const AT_ONCE: usize = 256;
    static SPAWN: Mutex<Option<Spawn>> = Mutex::new(None);
    let mut kept = SPAWN.lock().unwrap_or_else(PoisonError::into_inner);
    let spawn = match kept.as_ref() {
        // Not the one of a process that this one was forked from.
        Some(spawn) if spawn.takes_tasks() => spawn.clone(),
        _ => {
            let fresh = Spawn::builder().workers(AT_ONCE).build()?;
            *kept = Some(fresh.clone());
            fresh
        }
    };
    drop(kept);
    spawn.submit(task, input)
}

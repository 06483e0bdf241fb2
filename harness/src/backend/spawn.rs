//! One process a task.

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

/// Runs every task in a process of its own, a bounded number of them at once.
///
/// For tasks that must not share a process with the one before: leaks, global state, a library that
/// crashes. Costs about a millisecond a task.
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
    /// At most as many processes at once as this process may use cores, sending as [`Bincode`].
    ///
    /// # Errors
    /// In a worker that did not call [`init`](crate::init).
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Options.
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }
}

impl<F: Format> Spawn<F> {
    /// Options in any wire format: `Spawn::<Ron>::in_format().build()`.
    pub fn in_format() -> Builder<Self>
    where
        // Here and not on the impl: rustc then says which feature is missing.
        F: Codec,
    {
        Builder::new()
    }
}

impl<F: Codec> Spawn<F> {
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

    /// Runs one task in a process of its own while the caller goes on.
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

/// Runs one task in a process of its own.
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
/// When the task's captures or its input cannot be encoded, or in a worker that did not call
/// [`init`](crate::init).
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
    /// Enough for whoever starts processes by hand; a `Spawn` of one's own takes any number.
    const AT_ONCE: usize = 256;
    static SPAWN: std::sync::OnceLock<Spawn> = std::sync::OnceLock::new();
    let spawn = match SPAWN.get() {
        Some(spawn) => spawn,
        None => {
            let fresh = Spawn::builder().workers(AT_ONCE).build()?;
            SPAWN.get_or_init(|| fresh)
        }
    };
    spawn.submit(task, input)
}

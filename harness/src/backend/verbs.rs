//! [`Backend`]: the methods every backend has, for code that runs on any of them.

use super::job::Job;
use super::stats::{Capabilities, Stats};
use super::{Inline, Phases, Pool, Spawn, Thread};
use crate::error::Error;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::task::{RemoteTask, StatelessCode, admit};

/// The methods every backend has, with the same meaning on each.
///
/// Write against this trait when your code should run on any backend, or when the user chooses one
/// ([`AnyBackend`](super::AnyBackend)). Its bounds are those of the strictest backend. If you use one backend only, call
/// its own methods: those of [`Inline`] and [`Thread`] need neither serde nor [`Sendable`], and take any closure. Here a
/// bare closure is refused, because a process could not run it: give a function or a [`closure!`](crate::closure!).
///
/// ```
/// use wirecheck::{Backend, Bincode, Error, Inline, Thread};
///
/// fn len(word: String) -> usize {
///     word.len()
/// }
///
/// /// The longest of any number of words, in flat memory.
/// fn longest(backend: &impl Backend<Bincode>, words: impl Iterator<Item = String>) -> Result<usize, Error> {
///     let mut longest = 0;
///     for (_, length) in backend.map_unordered(len, words)? {
///         longest = longest.max(length?);
///     }
///     Ok(longest)
/// }
///
/// let words = || ["one", "three"].into_iter().map(String::from);
/// assert_eq!(longest(&Inline::new(), words())?, 5);
/// assert_eq!(longest(&Thread::new()?, words())?, 5);
/// # Ok::<(), Error>(())
/// ```
///
/// [`Pool`] and [`Spawn`] have `submit_then` and `join` as well. They are not here: a backend without workers to end
/// has nothing to join, so it could not report the panic of a callback.
pub trait Backend<F: Codec> {
    /// The name that reports print.
    fn name(&self) -> &'static str;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// How many tasks run at the same time, at most.
    fn workers(&self) -> usize;

    /// What it has done since it was built. All zero where nothing is sent.
    fn stats(&self) -> Stats;

    /// Where the time of its tasks went. All zero unless it was built with
    /// [`Builder::phases`](super::Builder::phases).
    fn phases(&self) -> Phases;

    /// Runs `task` over `items` and returns the results in the order of the items. The first failure ends the call:
    /// running tasks finish, and the others are not started.
    ///
    /// # Errors
    /// That of the failed task, with its name and the index of its item. When workers cannot be started.
    #[track_caller]
    fn map<K, A, R, M>(&self, task: K, items: impl IntoIterator<Item = A>) -> Result<Vec<R>, Error>
    where
        K: RemoteTask<F, A, R, M> + Send + Sync,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static;

    /// Runs `task` over all `items` and returns the results in the order of the items. A failed task gives an error in its
    /// place.
    ///
    /// # Errors
    /// When workers cannot be started, or the captures of the task cannot be encoded.
    #[track_caller]
    fn try_map<K, A, R, M>(
        &self,
        task: K,
        items: impl IntoIterator<Item = A>,
    ) -> Result<Vec<Result<R, Error>>, Error>
    where
        K: RemoteTask<F, A, R, M> + Send + Sync,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static;

    /// Runs `task` over `items` while the results are fetched, which come in the order of the items. A failed task gives
    /// an error in its place.
    ///
    /// Nothing is read from `items` before the first result is asked for, and never more than the
    /// [`window`](super::Builder::window) ahead of the results that you have fetched. So memory stays flat however long
    /// the input is. Dropping the iterator ends the call: running tasks finish, and the others are not started.
    ///
    /// # Errors
    /// When the captures of the task cannot be encoded. What goes wrong later is an item of the iterator.
    ///
    /// # Panics
    /// `next` panics when `items` or the progress hook does, once the results before it were fetched. The iterator is at
    /// its end then.
    #[track_caller]
    fn map_iter<K, A, R, M, I>(
        &self,
        task: K,
        items: I,
    ) -> Result<impl Iterator<Item = Result<R, Error>>, Error>
    where
        K: RemoteTask<F, A, R, M> + Send + Sync,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
        I: IntoIterator<Item = A>;

    /// As [`map_iter`](Self::map_iter), but results come as soon as they are there, each with the index of its item.
    ///
    /// # Errors
    /// As [`map_iter`](Self::map_iter). An error of the call as a whole, such as one of starting workers, is the last item. It
    /// belongs to no input, and its index is `usize::MAX`.
    ///
    /// # Panics
    /// As [`map_iter`](Self::map_iter).
    #[track_caller]
    fn map_unordered<K, A, R, M, I>(
        &self,
        task: K,
        items: I,
    ) -> Result<impl Iterator<Item = (usize, Result<R, Error>)>, Error>
    where
        K: RemoteTask<F, A, R, M> + Send + Sync,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static,
        I: IntoIterator<Item = A>;

    /// Cuts `items` into chunks of about the same length, gives each to `task` as a list, and joins the lists that it
    /// returns, in order. If there are fewer items than `chunks`, each item is a chunk.
    ///
    /// # Errors
    /// That of the first chunk whose task failed; [`Error::index`] is the chunk's number. `chunks` is 0. When workers cannot
    /// be started.
    #[track_caller]
    fn map_chunks<K, T, R, M>(&self, task: K, items: &[T], chunks: usize) -> Result<Vec<R>, Error>
    where
        K: RemoteTask<F, Vec<T>, Vec<R>, M> + Send + Sync,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        T: Sendable<F> + Clone,
        Vec<T>: Sendable<F>,
        R: Send + 'static,
        Vec<R>: Sendable<F>,
        M: 'static;

    /// Starts one task and returns at once. On [`Inline`] the task is done by then.
    ///
    /// # Errors
    /// When the task or its input cannot be sent. The error of the task itself comes from [`Job::join`].
    #[track_caller]
    fn submit<K, A, R, M>(&self, task: K, input: A) -> Result<Job<R>, Error>
    where
        K: RemoteTask<F, A, R, M> + Send + Sync,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static;
}

/// The methods of [`Backend`] that run tasks. `$call!` makes each of the calls; `iter` marks those that return an iterator.
macro_rules! verbs {
    ($call:ident) => {
        #[track_caller]
    fn map<K, A, R, M>(&self, task: K, items: impl IntoIterator<Item = A>) -> Result<Vec<R>, Error>
        where
            K: RemoteTask<F, A, R, M> + Send + Sync,
            K::Captures: Sendable<F>,
            F: StatelessCode<K::Code>,
            A: Sendable<F>,
            R: Sendable<F>,
            M: 'static,
        {
            admit::<F, K, A, R, M>()?;
            $call!(self, map(task, items))
        }

        #[track_caller]
    fn try_map<K, A, R, M>(
            &self,
            task: K,
            items: impl IntoIterator<Item = A>,
        ) -> Result<Vec<Result<R, Error>>, Error>
        where
            K: RemoteTask<F, A, R, M> + Send + Sync,
            K::Captures: Sendable<F>,
            F: StatelessCode<K::Code>,
            A: Sendable<F>,
            R: Sendable<F>,
            M: 'static,
        {
            admit::<F, K, A, R, M>()?;
            $call!(self, try_map(task, items))
        }

        #[track_caller]
    fn map_iter<K, A, R, M, I>(
            &self,
            task: K,
            items: I,
        ) -> Result<impl Iterator<Item = Result<R, Error>>, Error>
        where
            K: RemoteTask<F, A, R, M> + Send + Sync,
            K::Captures: Sendable<F>,
            F: StatelessCode<K::Code>,
            A: Sendable<F>,
            R: Sendable<F>,
            M: 'static,
            I: IntoIterator<Item = A>,
        {
            admit::<F, K, A, R, M>()?;
            $call!(self, iter map_iter(task, items))
        }

        #[track_caller]
    fn map_unordered<K, A, R, M, I>(
            &self,
            task: K,
            items: I,
        ) -> Result<impl Iterator<Item = (usize, Result<R, Error>)>, Error>
        where
            K: RemoteTask<F, A, R, M> + Send + Sync,
            K::Captures: Sendable<F>,
            F: StatelessCode<K::Code>,
            A: Sendable<F>,
            R: Sendable<F>,
            M: 'static,
            I: IntoIterator<Item = A>,
        {
            admit::<F, K, A, R, M>()?;
            $call!(self, iter map_unordered(task, items))
        }

        #[track_caller]
    fn map_chunks<K, T, R, M>(&self, task: K, items: &[T], chunks: usize) -> Result<Vec<R>, Error>
        where
            K: RemoteTask<F, Vec<T>, Vec<R>, M> + Send + Sync,
            K::Captures: Sendable<F>,
            F: StatelessCode<K::Code>,
            T: Sendable<F> + Clone,
            Vec<T>: Sendable<F>,
            R: Send + 'static,
            Vec<R>: Sendable<F>,
            M: 'static,
        {
            admit::<F, K, Vec<T>, Vec<R>, M>()?;
            $call!(self, map_chunks(task, items, chunks))
        }

        #[track_caller]
    fn submit<K, A, R, M>(&self, task: K, input: A) -> Result<Job<R>, Error>
        where
            K: RemoteTask<F, A, R, M> + Send + Sync,
            K::Captures: Sendable<F>,
            F: StatelessCode<K::Code>,
            A: Sendable<F>,
            R: Sendable<F>,
            M: 'static,
        {
            admit::<F, K, A, R, M>()?;
            $call!(self, submit(task, input))
        }
    };
}
pub(super) use verbs;

/// Calls the method of the same name that the backend itself has.
macro_rules! own {
    ($this:ident, iter $verb:ident($($argument:ident),*)) => { own!($this, $verb($($argument),*)) };
    ($this:ident, $verb:ident($($argument:ident),*)) => { Self::$verb($this, $($argument),*) };
}

/// The methods that run tasks are the backend's own; only what describes a backend differs.
macro_rules! backend {
    ($backend:ty, $name:literal, processes: $processes:literal, kept: $kept:literal, parallel: $parallel:literal,
     workers: $workers:expr, stats: $stats:expr, phases: $phases:expr) => {
        impl<F: Codec> Backend<F> for $backend {
            fn name(&self) -> &'static str {
                $name
            }

            fn capabilities(&self) -> Capabilities {
                Capabilities::new($processes, $kept, $parallel)
            }

            fn workers(&self) -> usize {
                ($workers)(self)
            }

            fn stats(&self) -> Stats {
                ($stats)(self)
            }

            fn phases(&self) -> Phases {
                ($phases)(self)
            }

            verbs!(own);
        }
    };
}

backend!(Inline, "inline", processes: false, kept: true, parallel: false,
    workers: |_: &Self| 1, stats: |_: &Self| Stats::default(), phases: |this: &Self| this.watch.phases());
backend!(Thread, "thread", processes: false, kept: true, parallel: true,
    workers: Thread::workers, stats: |_: &Self| Stats::default(), phases: |this: &Self| this.watch.phases());
backend!(Spawn<F>, "spawn", processes: true, kept: false, parallel: true,
    workers: Spawn::<F>::workers, stats: Spawn::<F>::stats, phases: Spawn::<F>::phases);
backend!(Pool<F>, "pool", processes: true, kept: true, parallel: true,
    workers: Pool::<F>::workers, stats: Pool::<F>::stats, phases: Pool::<F>::phases);
#[cfg(all(processes, feature = "_cluster"))]
backend!(super::RemotePool<F>, "cluster", processes: true, kept: true, parallel: true,
    workers: super::RemotePool::<F>::workers, stats: super::RemotePool::<F>::stats, phases: super::RemotePool::<F>::phases);

//! Threads of this process. Nothing is encoded, so nothing has to be `Sendable`.
//!
//! The threads are a pool of rayon's, with its work stealing.

mod read_ahead;
mod wait;
mod work_queue;

use super::Batch;
use super::builder::{Build, Builder, Settings};
use super::job::{Job, Ticket};
use super::origin::Origin;
use super::slot::Slot;
use super::stopwatch::{Phase, Stopwatch};
use crate::error::{Error, Kind};
use crate::progress::Hook;
use crate::task::{Task, local};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use read_ahead::{ArrivalOrder, InputOrder, ReadAhead};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

pub(super) use wait::wait_or_help;
use work_queue::drop_quietly;

/// Runs tasks on threads of this process. It works on every platform.
///
/// Captures and inputs of [`map`](Self::map) may borrow, and nothing needs serde:
///
/// ```
/// let words = ["one".to_owned(), "three".to_owned()];
/// let factor = 2;
/// let threads = wirecheck::Thread::new()?;
/// assert_eq!(threads.map(|w: &String| w.len() * factor, &words)?, [6, 10]);
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Thread {
    threads: Arc<rayon::ThreadPool>,
    batch: Batch,
    /// How far ahead of the fetched results an iterator reads its input.
    window: Option<usize>,
    hook: Hook,
    pub(super) watch: Stopwatch,
    origin: Origin,
}

impl Thread {
    /// One thread for each core that this process may use.
    ///
    /// # Errors
    /// When the threads cannot be started.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Sets options.
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }

    /// How many threads there are.
    pub fn workers(&self) -> usize {
        self.threads.current_num_threads()
    }

    /// Runs `task` over `items` and returns the results in the order of the items. The first failure ends the call: running
    /// tasks finish, and the others are not started. It reads all `items` first.
    ///
    /// # Errors
    /// That of the failed task. If several failed before the call ended, that with the lowest index. In a fork of the process
    /// that built the backend, where its threads are missing.
    pub fn map<K, A, R, M>(&self, task: K, items: impl IntoIterator<Item = A>) -> Result<Vec<R>, Error>
    where
        K: Task<A, R, M> + Sync,
        A: Send,
        R: Send,
    {
        self.origin.check()?;
        let stop = AtomicBool::new(false);
        let results = self.results(&task, items, &stop, true);
        // Tasks that were not started have an error as well. That of a task that failed is the one to return.
        let mut first: Option<Error> = None;
        let mut good = Vec::with_capacity(results.len());
        for result in results {
            match result {
                Ok(value) => good.push(value),
                Err(error) if first.as_ref().is_none_or(Error::is_cancelled) => first = Some(error),
                Err(_) => {}
            }
        }
        first.map_or(Ok(good), Err)
    }

    /// Runs `task` over all `items` and returns the results in the order of the items. A failed task gives an error in its
    /// place.
    ///
    /// # Errors
    /// In a fork of the process that built the backend. The error of a failed task is one of the results.
    pub fn try_map<K, A, R, M>(
        &self,
        task: K,
        items: impl IntoIterator<Item = A>,
    ) -> Result<Vec<Result<R, Error>>, Error>
    where
        K: Task<A, R, M> + Sync,
        A: Send,
        R: Send,
    {
        self.origin.check()?;
        Ok(self.results(&task, items, &AtomicBool::new(false), false))
    }

    /// Starts one task on a thread and returns at once.
    ///
    /// # Errors
    /// In a fork of the process that built the backend. The error of the task comes from [`Job::join`].
    pub fn submit<K, A, R, M>(&self, task: K, input: A) -> Result<Job<R>, Error>
    where
        K: Task<A, R, M> + Send + 'static,
        A: Send + 'static,
        R: Send + 'static,
    {
        self.origin.check()?;
        let slot = Arc::new(Slot::default());
        let ticket = Arc::new(Ticket::default());
        let (result, turn) = (Arc::clone(&slot), Arc::clone(&ticket));
        self.threads.spawn(move || {
            let is_wanted = turn.begin();
            let cancelled = || Err(Error::new(Kind::Cancelled).at(K::name(), 0));
            result.set(if is_wanted { local::run(&task, 0, input) } else { cancelled() });
            drop_quietly((task, result));
        });
        Ok(Job::local(slot, ticket, Some(self.origin)))
    }

    /// Runs `task` over `items` while the results are fetched, which come in the order of the items.
    ///
    /// Nothing is read from `items` before the first result is asked for, and never more than the
    /// [`window`](Builder::window) ahead of the results that you have fetched, so memory stays flat however long the input
    /// is. The threads go on with what was read while you do something else. When you drop the iterator, running tasks
    /// finish, and the others are not started.
    ///
    /// A failed task gives an error in its place; the others go on. Task and items move to other threads, so they
    /// cannot borrow, unlike those of [`map`](Self::map). The iterator `items` stays on your thread.
    ///
    /// ```
    /// let threads = wirecheck::Thread::new()?;
    /// let squares = threads.map_iter(|x: u64| x * x, 0..)?; // an input without end
    /// let first: Result<Vec<u64>, _> = squares.take(4).collect();
    /// assert_eq!(first?, [0, 1, 4, 9]);
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    ///
    /// # Errors
    /// In a fork of the process that built the backend. The error of a failed task is an item of the iterator.
    ///
    /// # Panics
    /// `next` panics when `items` or the progress hook does, once the results before it were fetched. The iterator is at
    /// its end then.
    pub fn map_iter<'p, K, A, R, M, I>(
        &'p self,
        task: K,
        items: I,
    ) -> Result<impl Iterator<Item = Result<R, Error>> + use<'p, K, A, R, M, I>, Error>
    where
        K: Task<A, R, M> + Send + Sync + 'static,
        A: Send + 'static,
        R: Send + 'static,
        M: 'static,
        I: IntoIterator<Item = A>,
    {
        self.origin.check()?;
        Ok(ReadAhead::new(self, task, items.into_iter(), InputOrder::default()))
    }

    /// As [`map_iter`](Self::map_iter), but results come as soon as they are there, each with the index of its item.
    ///
    /// ```
    /// let threads = wirecheck::Thread::new()?;
    /// for (index, result) in threads.map_unordered(|word: &'static str| word.len(), ["one", "three"])? {
    ///     assert_eq!(result?, [3, 5][index]);
    /// }
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    ///
    /// # Errors
    /// In a fork of the process that built the backend. The error of a failed task is an item of the iterator.
    ///
    /// # Panics
    /// As [`map_iter`](Self::map_iter).
    pub fn map_unordered<'p, K, A, R, M, I>(
        &'p self,
        task: K,
        items: I,
    ) -> Result<impl Iterator<Item = (usize, Result<R, Error>)> + use<'p, K, A, R, M, I>, Error>
    where
        K: Task<A, R, M> + Send + Sync + 'static,
        A: Send + 'static,
        R: Send + 'static,
        M: 'static,
        I: IntoIterator<Item = A>,
    {
        self.origin.check()?;
        Ok(ReadAhead::new(self, task, items.into_iter(), ArrivalOrder::default()))
    }

    fn results<K, A, R, M>(
        &self,
        task: &K,
        items: impl IntoIterator<Item = A>,
        stop: &AtomicBool,
        fail_fast: bool,
    ) -> Vec<Result<R, Error>>
    where
        K: Task<A, R, M> + Sync,
        A: Send,
        R: Send,
    {
        let items: Vec<A> = items.into_iter().collect();
        let meter = Mutex::new(self.hook.meter((items.len(), Some(items.len()))));
        // Small enough that no thread sits on a queue while others are idle, large enough for tiny tasks.
        let longest = match self.batch {
            Batch::Fixed(size) => size,
            Batch::Auto => (items.len() / (64 * self.workers())).max(1),
        };
        let run = |(index, item): (usize, A)| {
            let index = index as u64;
            if stop.load(Ordering::Relaxed) {
                return Err(Error::new(Kind::Cancelled).at(K::name(), index));
            }
            let result = self.watch.time(Phase::Compute, || local::run(task, index, item));
            stop.fetch_or(fail_fast && result.is_err(), Ordering::Relaxed);
            if self.hook.is_set() {
                let mut meter = meter.lock().unwrap_or_else(PoisonError::into_inner);
                meter.tick(result.is_ok());
                if let Some(panic) = meter.take_panic() {
                    drop(meter);
                    resume_unwind(panic);
                }
            }
            result
        };
        self.threads.install(|| items.into_par_iter().with_max_len(longest).enumerate().map(run).collect())
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        if !self.origin.is_here() {
            // To end threads that a fork does not have, rayon would take locks that they may hold. So the fork keeps them.
            std::mem::forget(Arc::clone(&self.threads));
        }
    }
}

impl Build for Thread {
    fn build(settings: Settings) -> Result<Self, Error> {
        let workers = settings.workers.resolve()?;
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(workers)
            .thread_name(|at| format!("wirecheck-{at}"))
            .build()
            .map_err(|error| {
                Error::start_io("the threads could not be started", std::io::Error::other(error))
            })?;
        let watch = Stopwatch::new(settings.phases);
        Ok(Self {
            threads: Arc::new(threads),
            batch: settings.batch,
            window: settings.window,
            hook: settings.hook,
            watch,
            origin: Origin::here(),
        })
    }
}

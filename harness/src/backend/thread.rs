//! Threads of this process: nothing is encoded, so nothing has to be `Sendable`.
//!
//! On rayon: its pool of kept threads and its splitting are what a thread backend would have to rebuild,
//! and what a Rust user would use beside this crate.

use super::Batch;
use super::builder::{Build, Builder, Settings};
use super::job::{Job, Ticket};
use super::slot::Slot;
use super::stopwatch::{Phase, Stopwatch};
use crate::error::{Error, Kind};
use crate::progress::Hook;
use crate::task::{Task, local};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Runs tasks on threads of this process.
///
/// Captures and inputs may borrow, and need no serde:
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
    hook: Hook,
    pub(super) watch: Stopwatch,
}

impl Thread {
    /// As many threads as this process may use cores.
    ///
    /// # Errors
    /// When the threads cannot be started.
    pub fn new() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// Options.
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }

    /// How many threads there are.
    pub fn workers(&self) -> usize {
        self.threads.current_num_threads()
    }

    /// Runs `task` over `items`, results in the order of the items; the first failure ends the call.
    ///
    /// # Errors
    /// That of the task with the lowest index among those that failed before the call ended.
    pub fn map<K, A, R, M>(&self, task: K, items: impl IntoIterator<Item = A>) -> Result<Vec<R>, Error>
    where
        K: Task<A, R, M> + Sync,
        A: Send,
        R: Send,
    {
        let stop = AtomicBool::new(false);
        let results = self.results(&task, items, &stop, true);
        // Tasks that were left out say so with an error; a task's own failure is the one to tell.
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

    /// Runs `task` over `items`; a failure takes its task's place among the results.
    ///
    /// # Errors
    /// None of its own.
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
        Ok(self.results(&task, items, &AtomicBool::new(false), false))
    }

    /// Runs one task on a thread.
    ///
    /// # Errors
    /// None of its own; the task's failure is given by `join`.
    pub fn submit<K, A, R, M>(&self, task: K, input: A) -> Result<Job<R>, Error>
    where
        K: Task<A, R, M> + Send + 'static,
        A: Send + 'static,
        R: Send + 'static,
    {
        let slot = Arc::new(Slot::default());
        let ticket = Arc::new(Ticket::default());
        let (result, turn) = (Arc::clone(&slot), Arc::clone(&ticket));
        self.threads.spawn(move || {
            let is_wanted = turn.begin();
            let cancelled = || Err(Error::new(Kind::Cancelled).at(K::name(), 0));
            result.set(if is_wanted { local::run(&task, 0, input) } else { cancelled() });
        });
        Ok(Job::local(slot, ticket))
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
        Ok(Self { threads: Arc::new(threads), batch: settings.batch, hook: settings.hook, watch })
    }
}

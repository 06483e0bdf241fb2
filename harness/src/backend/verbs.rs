//! [`Backend`]: the verbs every backend has, for code that runs on any of them.

use super::job::Job;
use super::process::Counts;
use super::{Inline, Phases, Pool, Spawn, Thread};
use crate::error::Error;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::task::code::admit;
use crate::task::{RemoteTask, StatelessCode};

/// What a backend can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// Tasks run in other processes: values are encoded, and a crash is the task's, not the program's.
    pub processes: bool,
    /// Workers outlive a task.
    pub kept: bool,
    /// Several tasks run at a time.
    pub parallel: bool,
}

/// What a backend has moved so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Tasks answered by workers.
    pub tasks: u64,
    /// Bytes sent to workers, framing included.
    pub sent: u64,
    /// Bytes received from workers, framing included.
    pub received: u64,
    /// Processes started.
    pub started: u64,
    /// Processes that died when they should not have.
    pub crashed: u64,
    /// Processes ended on purpose: their task took too long or was cancelled.
    pub stopped: u64,
    /// Tasks that were run again since their worker died.
    pub retried: u64,
    /// Of the bytes sent and received, those of large values, which went through shared memory or a file.
    pub elsewhere: u64,
}

impl Stats {
    pub(super) fn of(shared: &impl Counts) -> Self {
        let [tasks, sent, received, started, crashed, stopped, retried, elsewhere] = shared.counts();
        Self { tasks, sent, received, started, crashed, stopped, retried, elsewhere }
    }

    /// What has been added since `earlier`.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            tasks: self.tasks - earlier.tasks,
            sent: self.sent - earlier.sent,
            received: self.received - earlier.received,
            started: self.started - earlier.started,
            crashed: self.crashed - earlier.crashed,
            stopped: self.stopped - earlier.stopped,
            retried: self.retried - earlier.retried,
            elsewhere: self.elsewhere - earlier.elsewhere,
        }
    }
}

/// The verbs every backend has.
///
/// The bounds are those of the strictest backend, so that code written against this trait runs on all. A bare closure
/// is refused on all of them for the same reason: give a function or a [`closure!`](crate::closure).
/// The methods of [`Inline`] and [`Thread`] themselves ask for less.
pub trait Backend<F: Codec> {
    /// The name that reports print.
    fn name(&self) -> &'static str;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// How many tasks run at once at most.
    fn workers(&self) -> usize;

    /// What it has moved so far; all zero where nothing moves.
    fn traffic(&self) -> Stats;

    /// Where the time of its tasks went so far; all zero unless it was built with
    /// [`Builder::phases`](super::Builder::phases).
    fn phases(&self) -> Phases;

    /// Runs `task` over `items`, results in the order of the items; the first failure ends the call.
    ///
    /// # Errors
    /// The failed task's.
    #[track_caller]
    fn map<K, A, R, M>(&self, task: K, items: impl IntoIterator<Item = A>) -> Result<Vec<R>, Error>
    where
        K: RemoteTask<F, A, R, M> + Send + Sync,
        K::Captures: Sendable<F>,
        F: StatelessCode<K::Code>,
        A: Sendable<F>,
        R: Sendable<F>,
        M: 'static;

    /// Runs `task` over `items`; a failure takes its task's place among the results.
    ///
    /// # Errors
    /// When workers cannot be started.
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

    /// Runs one task while the caller goes on.
    ///
    /// # Errors
    /// When the task cannot be sent.
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

/// The three verbs are the backend's own methods; only what describes a backend differs.
macro_rules! backend {
    ($backend:ty, $name:literal, processes: $processes:literal, kept: $kept:literal, parallel: $parallel:literal,
     workers: $workers:expr, traffic: $traffic:expr, phases: $phases:expr) => {
        impl<F: Codec> Backend<F> for $backend {
            fn name(&self) -> &'static str {
                $name
            }

            fn capabilities(&self) -> Capabilities {
                Capabilities { processes: $processes, kept: $kept, parallel: $parallel }
            }

            fn workers(&self) -> usize {
                ($workers)(self)
            }

            fn traffic(&self) -> Stats {
                ($traffic)(self)
            }

            fn phases(&self) -> Phases {
                ($phases)(self)
            }

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
                <$backend>::map(self, task, items)
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
                <$backend>::try_map(self, task, items)
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
                <$backend>::submit(self, task, input)
            }
        }
    };
}

backend!(Inline, "inline", processes: false, kept: true, parallel: false,
    workers: |_: &Self| 1, traffic: |_: &Self| Stats::default(), phases: |this: &Self| this.watch.phases());
backend!(Thread, "thread", processes: false, kept: true, parallel: true,
    workers: Thread::workers, traffic: |_: &Self| Stats::default(), phases: |this: &Self| this.watch.phases());
backend!(Spawn<F>, "spawn", processes: true, kept: false, parallel: true,
    workers: Spawn::<F>::workers, traffic: Spawn::<F>::traffic, phases: Spawn::<F>::phases);
backend!(Pool<F>, "pool", processes: true, kept: true, parallel: true,
    workers: Pool::<F>::workers, traffic: Pool::<F>::traffic, phases: Pool::<F>::phases);

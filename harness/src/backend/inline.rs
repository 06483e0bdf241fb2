//! No workers: a plain loop on the caller's thread, the reference for all others.

use super::builder::{Build, Builder, Settings};
use super::job::{Job, Ticket};
use super::slot::Slot;
use super::stopwatch::{Phase, Stopwatch};
use crate::error::Error;
use crate::progress::Hook;
use crate::task::{Task, local};
use std::panic::resume_unwind;
use std::sync::Arc;

/// Runs tasks one after the other on the caller's thread. Nothing is encoded, nothing moves.
///
/// ```
/// let offset = 10;
/// assert_eq!(wirecheck::Inline::new().map(|x: u32| x + offset, [1, 2])?, [11, 12]);
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Inline {
    hook: Hook,
    pub(super) watch: Stopwatch,
}

impl Inline {
    /// An inline backend.
    pub fn new() -> Self {
        Self::default()
    }

    /// Options.
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }

    /// Runs `task` over `items`; the first failure ends the call.
    ///
    /// # Errors
    /// The first task's that panics.
    pub fn map<K, A, R, M>(&self, task: K, items: impl IntoIterator<Item = A>) -> Result<Vec<R>, Error>
    where
        K: Task<A, R, M>,
    {
        self.results(&task, items).collect()
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
        K: Task<A, R, M>,
    {
        Ok(self.results(&task, items).collect())
    }

    /// Runs one task, now.
    ///
    /// # Errors
    /// None of its own; the task's failure is given by `join`.
    pub fn submit<K, A, R, M>(&self, task: K, input: A) -> Result<Job<R>, Error>
    where
        K: Task<A, R, M>,
    {
        let slot = Slot::default();
        slot.set(local::run(&task, 0, input));
        let ticket = Ticket::default();
        ticket.begin();
        Ok(Job::local(Arc::new(slot), Arc::new(ticket)))
    }

    fn results<K, A, R, M>(
        &self,
        task: &K,
        items: impl IntoIterator<Item = A>,
    ) -> impl Iterator<Item = Result<R, Error>>
    where
        K: Task<A, R, M>,
    {
        let items = items.into_iter();
        let mut meter = self.hook.meter(items.size_hint());
        items.zip(0..).map(move |(item, index)| {
            let result = self.watch.time(Phase::Compute, || local::run(task, index, item));
            meter.tick(result.is_ok());
            if let Some(panic) = meter.take_panic() {
                resume_unwind(panic);
            }
            result
        })
    }
}

impl Build for Inline {
    fn build(settings: Settings) -> Result<Self, Error> {
        Ok(Self { hook: settings.hook, watch: Stopwatch::new(settings.phases) })
    }
}

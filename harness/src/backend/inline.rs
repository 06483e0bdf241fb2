//! A plain loop on the caller's thread, the reference for the other backends.

use super::builder::{Build, Builder, Settings};
use super::job::{Job, Ticket};
use super::slot::Slot;
use super::stopwatch::{Phase, Stopwatch};
use crate::error::Error;
use crate::progress::Hook;
use crate::task::{Task, local};
use std::panic::resume_unwind;
use std::sync::Arc;

/// Runs tasks one after another on the thread of the caller. Nothing is encoded.
///
/// Use it to debug a task, or as the reference that other backends are compared with. It works on every platform.
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
    /// A backend without workers.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets options.
    pub fn builder() -> Builder<Self> {
        Builder::new()
    }

    /// Runs `task` over `items` and returns the results in order. The first failure ends the call.
    ///
    /// # Errors
    /// That of the first task that panics.
    pub fn map<K, A, R, M>(&self, task: K, items: impl IntoIterator<Item = A>) -> Result<Vec<R>, Error>
    where
        K: Task<A, R, M>,
    {
        self.results(task, items).collect()
    }

    /// Runs `task` over all `items` and returns the results in order. A failed task gives an error in its place.
    ///
    /// # Errors
    /// None. The error of a failed task is one of the results.
    pub fn try_map<K, A, R, M>(
        &self,
        task: K,
        items: impl IntoIterator<Item = A>,
    ) -> Result<Vec<Result<R, Error>>, Error>
    where
        K: Task<A, R, M>,
    {
        Ok(self.results(task, items).collect())
    }

    /// Runs one task, before it returns.
    ///
    /// # Errors
    /// None. The error of the task comes from [`Job::join`].
    pub fn submit<K, A, R, M>(&self, task: K, input: A) -> Result<Job<R>, Error>
    where
        K: Task<A, R, M>,
    {
        let slot = Slot::default();
        slot.set(local::run(&task, 0, input));
        let ticket = Ticket::default();
        ticket.begin();
        Ok(Job::local(Arc::new(slot), Arc::new(ticket), None))
    }

    /// Runs `task` over `items`, one item each time a result is asked for. A failed task gives an error in its place; the
    /// next result runs the next item.
    ///
    /// ```
    /// let inline = wirecheck::Inline::new();
    /// let halves = inline.map_iter(|x: u32| 12 / x, [4, 0, 2])?;
    /// let is_ok: Vec<bool> = halves.map(|result| result.is_ok()).collect();
    /// assert_eq!(is_ok, [true, false, true]);
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    ///
    /// # Errors
    /// None. The error of a failed task is an item of the iterator.
    ///
    /// # Panics
    /// `next` panics when `items` or the progress hook does. The iterator is at its end then.
    pub fn map_iter<'p, K, A, R, M, I>(
        &'p self,
        task: K,
        items: I,
    ) -> Result<impl Iterator<Item = Result<R, Error>> + use<'p, K, A, R, M, I>, Error>
    where
        K: Task<A, R, M>,
        I: IntoIterator<Item = A>,
    {
        Ok(self.results(task, items))
    }

    /// As [`map_iter`](Self::map_iter), with the index of each item. The order is that of the items here too.
    ///
    /// ```
    /// let inline = wirecheck::Inline::new();
    /// for (index, result) in inline.map_unordered(|word: &str| word.len(), ["one", "three"])? {
    ///     assert_eq!(result?, [3, 5][index]);
    /// }
    /// # Ok::<(), wirecheck::Error>(())
    /// ```
    ///
    /// # Errors
    /// None. The error of a failed task is an item of the iterator.
    ///
    /// # Panics
    /// As [`map_iter`](Self::map_iter).
    pub fn map_unordered<'p, K, A, R, M, I>(
        &'p self,
        task: K,
        items: I,
    ) -> Result<impl Iterator<Item = (usize, Result<R, Error>)> + use<'p, K, A, R, M, I>, Error>
    where
        K: Task<A, R, M>,
        I: IntoIterator<Item = A>,
    {
        Ok(self.results(task, items).enumerate())
    }

    fn results<'p, K, A, R, M, I>(
        &'p self,
        task: K,
        items: I,
    ) -> impl Iterator<Item = Result<R, Error>> + use<'p, K, A, R, M, I>
    where
        K: Task<A, R, M>,
        I: IntoIterator<Item = A>,
    {
        let items = items.into_iter();
        let mut meter = self.hook.meter(items.size_hint());
        let mut items = items.zip(0..);
        // Set while user code runs: an iterator that has panicked is at its end.
        let mut is_over = false;
        std::iter::from_fn(move || {
            if std::mem::replace(&mut is_over, true) {
                return None;
            }
            let (item, index) = items.next()?;
            let result = self.watch.time(Phase::Compute, || local::run(&task, index, item));
            meter.tick(result.is_ok());
            if let Some(panic) = meter.take_panic() {
                resume_unwind(panic);
            }
            is_over = false;
            Some(result)
        })
    }
}

impl Build for Inline {
    fn build(settings: Settings) -> Result<Self, Error> {
        Ok(Self { hook: settings.hook, watch: Stopwatch::new(settings.phases) })
    }
}

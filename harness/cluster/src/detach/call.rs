//! One detached call, as seen by a process that fetches its results.

use super::calls::Shared;
use super::entry::{Entry, State};
use super::follower::{Follower, News, Reading};
use super::id::CallId;
use super::records::{Record, What};
use crate::store::StoreError;
use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use wirecheck::cluster::{cancelled, decode_error, decode_result, lost, not_started, repeated};
use wirecheck::{Bincode, Codec, Error, Sendable};

/// How often the state of a call is looked at that is waited for.
const LOOK: Duration = Duration::from_millis(100);

/// Where a detached call stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallState {
    /// It waits for a node that has this program and a free place.
    Queued,
    /// A node runs it.
    Running {
        /// The name of the node whose process looks after it. Its tasks run on all nodes.
        node: String,
    },
    /// Every input has a result or an error.
    Done,
    /// It was given up. Inputs without a result have this error.
    Failed {
        /// The text of the error.
        why: String,
    },
    /// It was cancelled.
    Cancelled,
    /// The node that has looked after it is lost, and its retries are used up.
    Lost {
        /// The name of the node.
        node: String,
    },
}

impl CallState {
    fn of(entry: &Entry) -> Self {
        let node = || entry.node().to_owned();
        match &entry.state {
            State::Sending | State::Queued => Self::Queued,
            State::Running => Self::Running { node: node() },
            State::Done => Self::Done,
            State::Failed(error) => {
                Self::Failed { why: decode_error(error).map_or_else(String::new, |error| error.to_string()) }
            }
            State::Cancelled => Self::Cancelled,
            State::Lost => Self::Lost { node: node() },
        }
    }

    /// Whether there will be no more results.
    pub fn is_over(&self) -> bool {
        !matches!(self, Self::Queued | Self::Running { .. })
    }
}

/// A detached call, from [`Calls::attach`](crate::Calls::attach). Any number of processes may attach to it, at the same time or one after
/// another. Dropping it changes nothing.
pub struct DetachedCall<R, F: Codec = Bincode> {
    shared: Arc<Shared>,
    follower: Arc<Mutex<Follower>>,
    id: CallId,
    total: usize,
    values: PhantomData<fn() -> (F, R)>,
}

impl<R: Sendable<F>, F: Codec> DetachedCall<R, F> {
    pub(super) fn new(shared: Arc<Shared>, follower: Follower) -> Self {
        let entry = &follower.page.entry;
        let (id, total) = (entry.id.clone(), usize::try_from(entry.plan.total).unwrap_or(usize::MAX));
        Self { shared, follower: Arc::new(Mutex::new(follower)), id, total, values: PhantomData }
    }

    /// The name of the call.
    pub fn id(&self) -> &CallId {
        &self.id
    }

    /// How many inputs it has.
    pub fn total(&self) -> usize {
        self.total
    }

    /// How many inputs have a result or an error by now.
    ///
    /// # Errors
    /// As of [`state`](Self::state).
    pub fn done(&self) -> Result<usize, Error> {
        self.entry().map(|entry| usize::try_from(entry.done).unwrap_or(usize::MAX))
    }

    /// Where it stands.
    ///
    /// # Errors
    /// When the server does not answer, or knows nothing of the call any more.
    pub fn state(&self) -> Result<CallState, Error> {
        self.entry().map(|entry| CallState::of(&entry))
    }

    fn entry(&self) -> Result<Entry, Error> {
        let follower = Arc::clone(&self.follower);
        self.shared.reactor.run(move || async move {
            let mut follower = follower.lock().await;
            follower.look().await.map(|()| follower.page.entry.clone())
        })?
    }

    /// Waits until the call is over, for no longer than this. Returns whether it is.
    ///
    /// # Errors
    /// As of [`state`](Self::state).
    pub fn wait(&self, limit: Duration) -> Result<bool, Error> {
        let start = Instant::now();
        loop {
            if self.state()?.is_over() {
                return Ok(true);
            }
            let left = limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Ok(false);
            }
            std::thread::sleep(LOOK.min(left));
        }
    }

    /// The results from the first one on, each with the index of its input, in the order in which they come. The iterator waits for
    /// those that are not there yet, and ends after the last one.
    ///
    /// A task that failed has its error. If the call was cancelled, given up or lost, inputs without a result have an error that says
    /// so. An error of the server is the last item; it belongs to no input, and its index is `usize::MAX`.
    pub fn results(&self) -> Results<R, F> {
        Results {
            shared: Arc::clone(&self.shared),
            id: self.id.clone(),
            reading: None,
            ready: VecDeque::new(),
            has_result: vec![false; self.total],
            left: self.total,
            is_over: false,
            values: PhantomData,
        }
    }

    /// Waits for all results, and gives them in the order of their inputs.
    ///
    /// # Errors
    /// The first one of its tasks, or of the server.
    pub fn join(&self) -> Result<Vec<R>, Error> {
        let mut results = Vec::with_capacity(self.total);
        for (index, result) in self.results() {
            results.push((index, result?));
        }
        results.sort_unstable_by_key(|(index, _)| *index);
        Ok(results.into_iter().map(|(_, result)| result).collect())
    }

    /// Ends the call, unless it is over. Tasks that run are killed within some seconds. Results that are there stay.
    ///
    /// # Errors
    /// As of [`state`](Self::state).
    pub fn cancel(&self) -> Result<(), Error> {
        let (store, id) = (self.shared.store.clone(), self.id.clone());
        let ended =
            self.shared.reactor.run(move || async move { store.end(&id, &State::Cancelled).await })?;
        ended.map_err(StoreError::into_error)?;
        // Also if it is not known any more: this says so.
        self.state().map(drop)
    }

    /// Deletes all that the server keeps of the call. One that is not over is ended.
    ///
    /// # Errors
    /// When the server does not answer.
    pub fn forget(self) -> Result<(), Error> {
        let (store, id) = (self.shared.store.clone(), self.id.clone());
        let forgotten = self.shared.reactor.run(move || async move {
            store.end(&id, &State::Cancelled).await?;
            store.forget(&id).await
        })?;
        forgotten.map_err(StoreError::into_error)
    }
}

impl<R, F: Codec> fmt::Debug for DetachedCall<R, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DetachedCall")
            .field("id", &self.id)
            .field("total", &self.total)
            .finish_non_exhaustive()
    }
}

/// The results of a detached call, as they come. See [`DetachedCall::results`].
pub struct Results<R, F: Codec = Bincode> {
    shared: Arc<Shared>,
    id: CallId,
    reading: Option<Reading>,
    ready: VecDeque<(usize, Result<R, Error>)>,
    has_result: Vec<bool>,
    left: usize,
    is_over: bool,
    values: PhantomData<fn() -> F>,
}

impl<R: Sendable<F>, F: Codec> Results<R, F> {
    /// Looks once for more.
    fn look(&mut self) -> Result<(), Error> {
        let reading = match self.reading.take() {
            Some(reading) => reading,
            None => {
                let (store, id) = (self.shared.store.clone(), self.id.clone());
                self.shared.reactor.run(move || async move { Reading::open(store, &id).await })??
            }
        };
        let (reading, news) = self.shared.reactor.run(move || async move {
            let mut reading = reading;
            let news = reading.step().await;
            (reading, news)
        })?;
        match news? {
            News::Records(records) => {
                let task = reading.follower.page.entry.plan.task.clone();
                records.into_iter().for_each(|record| self.take(&task, record));
            }
            News::Nothing => {}
            News::Over => self.fill(&reading.follower.page.entry),
        }
        self.reading = Some(reading);
        Ok(())
    }

    fn take(&mut self, task: &str, record: Record) {
        let Record { what, index, content } = record;
        let result = match what {
            What::Result => decode_result::<F, R>(task, index, &content),
            What::Error => {
                let damaged = || not_started("the error of a task could not be read");
                Err(decode_error(&content).unwrap_or_else(damaged))
            }
            What::Task | What::Input | What::Again => return,
        };
        self.settle(index, result);
    }

    /// The first result of an input counts.
    fn settle(&mut self, index: u64, result: Result<R, Error>) {
        let Ok(index) = usize::try_from(index) else { return };
        let Some(has_result) = self.has_result.get_mut(index).filter(|has| !**has) else { return };
        *has_result = true;
        self.left -= 1;
        self.ready.push_back((index, result));
    }

    /// The call is over: inputs without a result get none.
    fn fill(&mut self, entry: &Entry) {
        let task = &entry.plan.task;
        let failed = match &entry.state {
            State::Failed(error) => decode_error(error),
            _ => None,
        };
        for index in 0..self.has_result.len() as u64 {
            let error = match (&entry.state, &failed) {
                (State::Cancelled, _) => cancelled(task, index),
                (State::Lost, _) => lost(entry.node(), task, index),
                (State::Failed(_), Some(error)) => repeated(error, task, index),
                _ => repeated(
                    &not_started(
                        "its result is not on the NATS server any more: it has expired, or the store was lost",
                    ),
                    task,
                    index,
                ),
            };
            self.settle(index, Err(error));
        }
    }
}

impl<R: Sendable<F>, F: Codec> Iterator for Results<R, F> {
    type Item = (usize, Result<R, Error>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Some(item);
            }
            if self.left == 0 || self.is_over {
                return None;
            }
            if let Err(error) = self.look() {
                self.is_over = true;
                return Some((usize::MAX, Err(error)));
            }
        }
    }
}

impl<R: Sendable<F>, F: Codec> std::iter::FusedIterator for Results<R, F> {}

impl<R, F: Codec> fmt::Debug for Results<R, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Results").field("id", &self.id).field("left", &self.left).finish_non_exhaustive()
    }
}

//! Reads what becomes of a call. It notices a lost deputy as nodes do, so that no node need be there for that.

use super::call_store::{CallStore, Records, VersionedEntry};
use super::entry::{Entry, State};
use super::id::CallId;
use super::liveness::LivenessTracker;
use super::records::Record;
use crate::store::{StoreError, Stream};
use std::time::{Duration, Instant};
use tokio::time::sleep;
use wirecheck::Error;
use wirecheck::cluster::not_started;

/// How long a call may be unknown to the server, since not every server has the last messages at once.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two looks, at first and at last.
const PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(250);

/// The state of a call.
#[derive(Debug)]
pub(super) struct Follower {
    store: CallStore,
    pub(super) page: VersionedEntry,
    liveness: LivenessTracker,
    unknown_since: Option<Instant>,
}

impl Follower {
    /// # Errors
    /// When the server knows nothing of the call, or does not answer.
    pub(super) async fn open(store: CallStore, id: &CallId) -> Result<Self, Error> {
        let start = Instant::now();
        loop {
            if let Some(page) = store.find(id).await.map_err(StoreError::into_error)? {
                return Ok(Self { store, page, liveness: LivenessTracker::default(), unknown_since: None });
            }
            if start.elapsed() > PATIENCE {
                return Err(unknown(id));
            }
            sleep(LONGEST_PAUSE).await;
        }
    }

    /// Looks what is known by now.
    ///
    /// # Errors
    /// When the server knows nothing of the call any more, or does not answer.
    pub(super) async fn look(&mut self) -> Result<(), Error> {
        let id = self.page.entry.id.clone();
        let Some(page) = self.store.find(&id).await.map_err(StoreError::into_error)? else {
            let since = *self.unknown_since.get_or_insert_with(Instant::now);
            return if since.elapsed() > PATIENCE { Err(unknown(&id)) } else { Ok(()) };
        };
        self.unknown_since = None;
        self.page = page;
        let now = Instant::now();
        self.liveness.look(now);
        let is_running = self.page.entry.state == State::Running;
        if is_running && self.liveness.is_gone(&id, self.page.version, now) {
            let entry = Entry { state: self.page.entry.after_loss(), ..self.page.entry.clone() };
            let changed = self.store.change(&entry, self.page.version).await;
            if let Some(version) = changed.map_err(StoreError::into_error)? {
                self.page = VersionedEntry { entry, version };
            }
        }
        Ok(())
    }
}

/// Nothing is known of a call.
pub(super) fn unknown(id: &CallId) -> Error {
    not_started(format!(
        "the NATS server knows no call {id} of this application and secret: it was forgotten, has expired, or the store of the server \
         was lost"
    ))
}

/// What a look at the results has found.
#[derive(Debug)]
pub(super) enum News {
    Records(Vec<Record>),
    Nothing,
    /// There will be no more.
    Over,
}

/// Reads the results of a call.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) follower: Follower,
    records: Records,
    pause: Duration,
    over_since: Option<Instant>,
}

impl Reading {
    /// # Errors
    /// As of [`Follower::open`].
    pub(super) async fn open(store: CallStore, id: &CallId) -> Result<Self, Error> {
        let subject = Entry::results(store.app(), id, None);
        let follower = Follower::open(store, id).await?;
        let records = Records::of(Stream::Records, subject);
        Ok(Self { follower, records, pause: PAUSE, over_since: None })
    }

    /// Looks for more results, and waits a moment if there are none.
    ///
    /// # Errors
    /// When results are lost, or the server does not answer.
    pub(super) async fn step(&mut self) -> Result<News, Error> {
        let state = self.follower.page.entry.state.clone();
        let store = self.follower.store.clone();
        if let Some(records) = self.records.next(&store).await? {
            self.pause = PAUSE;
            self.over_since = None;
            return Ok(News::Records(records));
        }
        if state.is_over() {
            let since = *self.over_since.get_or_insert_with(Instant::now);
            // All results were kept before the call was done. This server may not have them yet.
            if state != State::Done || since.elapsed() > PATIENCE {
                return Ok(News::Over);
            }
        }
        self.follower.look().await?;
        sleep(self.pause).await;
        self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        Ok(News::Nothing)
    }
}

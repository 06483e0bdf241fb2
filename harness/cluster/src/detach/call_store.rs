//! The entries and records of detached calls, on the server.

use super::entry::{Entry, State};
use super::id::CallId;
use super::records::{Broken, Record, RecordReader};
use crate::access::{Access, new_number};
use crate::caller::put_own;
use crate::program::ProgramInfo;
use crate::store::{Extent, Kept, Store, StoreError, Stream};
use crate::tunnel::Key;
use bytes::Bytes;
use std::collections::HashMap;
use std::time::Duration;
use wirecheck::Error;
use wirecheck::cluster::{not_started, refused};

/// Reads and changes what is known of the calls of an application. Clones share the connection.
#[derive(Clone, Debug)]
pub(crate) struct CallStore {
    store: Store,
    key: Key,
}

/// An entry, and the version of it that a change must name.
#[derive(Clone, Debug)]
pub(crate) struct VersionedEntry {
    pub(crate) entry: Entry,
    pub(crate) version: u64,
}

impl CallStore {
    /// # Errors
    /// When the server cannot be reached.
    pub(crate) async fn open(access: &Access, who: &str) -> Result<Self, Error> {
        Ok(Self { store: Store::connect(access, who).await?, key: access.key.clone() })
    }

    /// Over a connection that others use too.
    pub(crate) fn over(store: Store, key: &Key) -> Self {
        Self { store, key: key.clone() }
    }

    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    pub(crate) fn app(&self) -> &str {
        self.store.app()
    }

    /// Makes the streams, if they are not there.
    ///
    /// # Errors
    /// When there is no JetStream, or no room for them.
    pub(crate) async fn prepare(&self, replicas: usize) -> Result<(), StoreError> {
        self.store.ensure_calls(replicas).await
    }

    /// Makes the entry of a new call.
    ///
    /// # Errors
    /// When the server does not keep it.
    pub(crate) async fn enter(&self, entry: &Entry) -> Result<VersionedEntry, Error> {
        match self.change(entry, 0).await {
            Ok(Some(version)) => Ok(VersionedEntry { entry: entry.clone(), version }),
            Ok(None) => Err(refused(format!("there is a call {} already: detach this one again", entry.id))),
            Err(StoreError::Full { why }) => Err(not_started(format!(
                "the server takes no more detached calls ({why}): forget calls whose results you have, or raise the limit of the \
                 stream"
            ))),
            Err(error) => Err(error.into_error()),
        }
    }

    /// When the entry of a call was changed last, by the server's clock, in seconds since 1970; `None` if nothing is known of it.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn changed_at(&self, id: &CallId) -> Result<Option<u64>, StoreError> {
        let subject = Entry::subject(self.app(), id);
        Ok(self.store.newest(ASKING, Stream::Calls, &subject).await?.map(|kept| kept.time))
    }

    /// The time of the server, in seconds since 1970.
    ///
    /// # Errors
    /// When it does not say.
    pub(crate) async fn server_time(&self) -> Result<u64, StoreError> {
        self.store.server_time().await
    }

    /// Puts the executable of this process where nodes find it that do not have it.
    ///
    /// # Errors
    /// When the server does not keep it.
    pub(crate) async fn keep_executable(&self, program: &ProgramInfo) -> Result<(), StoreError> {
        // First, so that no caller deletes what is seen to be there.
        self.store.pin(&program.build).await?;
        put_own(&self.store, program).await.map(drop)
    }

    /// Tells nodes that a call waits.
    pub(crate) async fn hint(&self) {
        self.store.hint().await;
    }

    /// What is known of a call now; `None` if nothing is.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn find(&self, id: &CallId) -> Result<Option<VersionedEntry>, StoreError> {
        let subject = Entry::subject(self.app(), id);
        let kept = self.store.newest(ASKING, Stream::Calls, &subject).await?;
        Ok(kept.and_then(|kept| self.page(&kept)))
    }

    /// The first page with at least this version; `None` if there is none. The number is that of its message, whether it can be
    /// read or not.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn next_entry(
        &self,
        version: u64,
    ) -> Result<Option<(u64, Option<VersionedEntry>)>, StoreError> {
        let all = self.store.subject_in(Stream::Calls, "*");
        let kept = self.store.next(ASKING, Stream::Calls, &all, version).await?;
        Ok(kept.map(|kept| (kept.sequence, self.page(&kept))))
    }

    fn page(&self, kept: &Kept) -> Option<VersionedEntry> {
        let entry = Entry::read(&self.key, &kept.message)?;
        let is_its = Entry::subject(self.app(), &entry.id) == kept.subject;
        is_its.then_some(VersionedEntry { entry, version: kept.sequence })
    }

    /// How far the calls go; `None` if there never was one.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn extent(&self) -> Result<Option<Extent>, StoreError> {
        self.store.extent(ASKING, Stream::Calls).await
    }

    /// Replaces an entry; 0 is the version of none. Gives its new version, or `None` if there is a newer one than that.
    ///
    /// # Errors
    /// When the server does not say.
    pub(crate) async fn change(&self, entry: &Entry, version: u64) -> Result<Option<u64>, StoreError> {
        let subject = Entry::subject(self.app(), &entry.id);
        self.store.replace("the state of a detached call", &subject, version, entry.write(&self.key)).await
    }

    /// Ends a call in this state, unless it is over. Gives what it is then; `None` if nothing is known of it.
    ///
    /// # Errors
    /// When the server does not say.
    pub(crate) async fn end(&self, id: &CallId, state: &State) -> Result<Option<VersionedEntry>, StoreError> {
        loop {
            let Some(VersionedEntry { mut entry, version }) = self.find(id).await? else { return Ok(None) };
            if entry.state.is_over() {
                return Ok(Some(VersionedEntry { entry, version }));
            }
            entry.state = state.clone();
            if let Some(version) = self.change(&entry, version).await? {
                return Ok(Some(VersionedEntry { entry, version }));
            }
        }
    }

    /// How often the connection was made.
    pub(crate) fn connections(&self) -> u64 {
        self.store.connections()
    }

    /// The calls that have records.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn calls_with_records(&self) -> Result<Vec<CallId>, StoreError> {
        let all = self.store.subject_in(Stream::Records, "");
        let subjects = self.store.subjects(ASKING, Stream::Records).await?;
        let ids =
            subjects.iter().filter_map(|subject| subject.strip_prefix(&all)?.split('.').next()?.parse().ok());
        Ok(ids.collect())
    }

    /// Keeps a message with records.
    ///
    /// # Errors
    /// When the server does not.
    pub(crate) async fn append(&self, subject: &str, message: Bytes) -> Result<(), StoreError> {
        self.store.append("inputs or results of a detached call", subject, message).await
    }

    /// Deletes all that is kept of a call.
    ///
    /// # Errors
    /// When the server does not.
    pub(crate) async fn forget(&self, id: &CallId) -> Result<(), StoreError> {
        // If the server is killed, it may bring back what it had deleted: a call that has expired, which the next node deletes again.
        // Where it is not changed, it is deleted all the same.
        let _ = self.expire(id).await;
        self.store.erase(ERASING, Stream::Calls, &Entry::subject(self.app(), id)).await?;
        self.store.erase(ERASING, Stream::Records, &Entry::records(self.app(), id)).await
    }

    /// Makes a call one that is over and whose results are kept no longer.
    ///
    /// # Errors
    /// When the server does not say.
    pub(crate) async fn expire(&self, id: &CallId) -> Result<(), StoreError> {
        // Twice: what a killed server brings back is the version before the one that was deleted.
        for _ in 0..2 {
            while let Some(VersionedEntry { mut entry, version }) = self.find(id).await? {
                entry.plan.made = 0;
                entry.plan.options.keep = Duration::ZERO;
                entry.heartbeat = new_number();
                if !entry.state.is_over() {
                    entry.state = State::Cancelled;
                }
                if self.change(&entry, version).await?.is_some() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// Deletes a letter.
    ///
    /// # Errors
    /// When the server does not.
    pub(crate) async fn erase_letter(&self, subject: &str) -> Result<(), StoreError> {
        self.store.erase(ERASING, Stream::Dead, subject).await
    }

    /// The subject of a letter; of all if that is `*`.
    pub(crate) fn letter(&self, rest: &str) -> String {
        self.store.subject_in(Stream::Dead, rest)
    }
}

const ASKING: &str = "a question about detached calls";
const ERASING: &str = "the end of a detached call";

/// Reads the records of the subjects that match, as far as they are kept.
#[derive(Debug)]
pub(crate) struct Records {
    stream: Stream,
    subject: String,
    /// The number of the next message of the stream.
    next: u64,
    readers: HashMap<String, RecordReader>,
    /// The subject of the last message.
    last: Option<String>,
}

impl Records {
    pub(crate) fn of(stream: Stream, subject: String) -> Self {
        Self { stream, subject, next: 1, readers: HashMap::new(), last: None }
    }

    /// The subject of the last message that was read.
    pub(crate) fn last_subject(&self) -> Option<&str> {
        self.last.as_deref()
    }

    /// The records that the next message completes; `None` if no more messages are there yet.
    ///
    /// # Errors
    /// When a message is missing or was not made by this cluster, or the server does not answer.
    pub(crate) async fn next(&mut self, store: &CallStore) -> Result<Option<Vec<Record>>, Error> {
        let kept = store.store.next(ASKING, self.stream, &self.subject, self.next).await;
        let Some(kept) = kept.map_err(StoreError::into_error)? else { return Ok(None) };
        self.next = kept.sequence + 1;
        self.last = Some(kept.subject.clone());
        let reader = self.readers.entry(kept.subject.clone()).or_default();
        let broken = |why: Broken| {
            not_started(match why {
                Broken::Missing => format!(
                    "a part of what was kept under `{}` is not on the NATS server any more: it was deleted, or its store was lost",
                    kept.subject
                ),
                Broken::Foreign => format!(
                    "what is kept under `{}` was not written by this cluster: does everybody have the same secret?",
                    kept.subject
                ),
            })
        };
        reader.take(&store.key, &kept.subject, &kept.message).map_err(broken)?;
        let mut records = Vec::new();
        while let Some(record) = reader.next_record().map_err(broken)? {
            records.push(record);
        }
        Ok(Some(records))
    }
}

//! Contents by their hash: put once, and checked when they are fetched.
//!
//! An object is a manifest and chunks, each the only message of a subject of its own. So whoever puts the same content at the same
//! time writes the same, and what was lost on its way is written again.

use super::error::StoreError;
use super::manifest::Manifest;
use super::server::{Failure, Store};
use crate::digest::Digest;
use async_nats::jetstream::stream::{Config, DiscardPolicy, RetentionPolicy, StorageType};
use bytes::Bytes;
use futures_util::{StreamExt, stream};
use std::io;
use std::sync::atomic::Ordering;
use std::time::Duration;

/// How long an object is kept if nobody deletes it.
const MAX_AGE: Duration = Duration::from_secs(24 * 3600);
/// An object of this age is put again: it might expire while it is used.
const OLD: Duration = Duration::from_secs(12 * 3600);
/// The most bytes of all objects of an application. Where the server has not so much, half of it, and so on.
const SPACE: i64 = 64 << 30;
/// With less it is of no use.
const LEAST_SPACE: i64 = 64 << 20;
/// Bytes of a chunk. The broker allows at least that.
const CHUNK: usize = 512 << 10;
/// Chunks on their way.
const UNDER_WAY: usize = 16;

/// The part of a pinned object that says so.
const PIN: &str = "p";

/// What became of a content that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    Uploaded,
    /// Somebody had put the same content before.
    WasThere,
}

impl Store {
    /// Puts a content of this length and hash, unless it is there. `read` gives so many bytes at an offset.
    ///
    /// # Errors
    /// When it cannot be read, or the server does not keep it.
    pub(crate) async fn put(
        &self,
        name: &Digest,
        length: u64,
        read: impl FnMut(u64, usize) -> io::Result<Bytes>,
    ) -> Result<Put, StoreError> {
        if let Some(known) = self.manifest(name).await?
            && known.length == length
            && !known.is_old(OLD)
        {
            return Ok(Put::WasThere);
        }
        self.put_again(name, length, read).await?;
        Ok(Put::Uploaded)
    }

    /// Puts a content, also if it seems to be there.
    ///
    /// # Errors
    /// As of [`put`](Self::put).
    pub(crate) async fn put_again(
        &self,
        name: &Digest,
        length: u64,
        read: impl FnMut(u64, usize) -> io::Result<Bytes>,
    ) -> Result<(), StoreError> {
        let put = self.put_parts(name, length, read).await;
        if matches!(put, Err(StoreError::Full { .. } | StoreError::Local { .. })) {
            // What was put of it is of no use, and takes the space of others.
            let _ = self.delete(name).await;
        }
        put
    }

    async fn put_parts(
        &self,
        name: &Digest,
        length: u64,
        mut read: impl FnMut(u64, usize) -> io::Result<Bytes>,
    ) -> Result<(), StoreError> {
        self.ensure_objects().await?;
        let what = format!("an object of {length} bytes");
        let manifest = Manifest::new(length, CHUNK as u32);
        let sending = stream::iter(0..manifest.chunks()).map(|index| {
            let chunk = read(index * CHUNK as u64, manifest.length_of(index));
            let (what, subject) = (&what, self.subject(name, &index.to_string()));
            async move {
                let chunk = chunk.map_err(|error| StoreError::Local {
                    why: format!("the content of an object could not be read: {error}"),
                })?;
                self.keep(what, &subject, chunk).await
            }
        });
        let mut sent = std::pin::pin!(sending.buffer_unordered(UNDER_WAY));
        while let Some(outcome) = sent.next().await {
            outcome?;
        }
        // Last, so that what it promises is there.
        self.keep(&what, &self.subject(name, "m"), manifest.write().into()).await
    }

    /// Publishes to the stream of objects, which is made anew if it is gone.
    async fn keep(&self, what: &str, subject: &str, message: Bytes) -> Result<(), StoreError> {
        let stream = self.objects();
        match self.publish(what, &stream, subject, message.clone()).await {
            Err(Failure::NoStream) => {
                self.ensure_objects().await?;
                let kept = self.publish(what, &stream, subject, message).await;
                kept.map_err(|failure| failure.into_error(what))
            }
            outcome => outcome.map_err(|failure| failure.into_error(what)),
        }
    }

    /// The length of a content, if it is there.
    ///
    /// # Errors
    /// When that cannot be said.
    pub(crate) async fn length(&self, name: &Digest) -> Result<Option<u64>, StoreError> {
        Ok(self.manifest(name).await?.map(|manifest| manifest.length))
    }

    /// Fetches a content of at most `limit` bytes; `take` gets it in parts, in order. Returns its length. Only once this has returned
    /// without an error the parts are known to be right.
    ///
    /// # Errors
    /// When it is not there, is not what its name says, or `take` refuses a part.
    pub(crate) async fn get(
        &self,
        name: &Digest,
        limit: u64,
        mut take: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<u64, StoreError> {
        let missing = || StoreError::Missing { name: name.to_string() };
        let wrong = || StoreError::Wrong { name: name.to_string() };
        let manifest = self.manifest(name).await?.ok_or_else(missing)?;
        if manifest.length > limit {
            return Err(StoreError::TooLong { name: name.to_string(), length: manifest.length, limit });
        }
        let what = format!("the object {name}");
        let fetching = stream::iter(0..manifest.chunks()).map(|index| {
            let (what, subject) = (&what, self.subject(name, &index.to_string()));
            async move { self.find(what, &subject).await }
        });
        let mut fetched = std::pin::pin!(fetching.buffered(UNDER_WAY));
        let mut hasher = blake3::Hasher::new();
        let mut index = 0;
        while let Some(chunk) = fetched.next().await {
            let chunk = chunk?.ok_or_else(missing)?;
            if chunk.len() != manifest.length_of(index) {
                return Err(wrong());
            }
            hasher.update(&chunk);
            take(&chunk).map_err(|error| StoreError::Local {
                why: format!("the content of an object could not be kept: {error}"),
            })?;
            index += 1;
        }
        if hasher.finalize() != blake3::Hash::from_bytes(name.0) {
            return Err(wrong());
        }
        Ok(manifest.length)
    }

    /// Deletes a content, if it is there.
    ///
    /// # Errors
    /// When the server does not.
    pub(crate) async fn delete(&self, name: &Digest) -> Result<(), StoreError> {
        let what = format!("the deletion of the object {name}");
        match self.purge(&what, &self.objects(), &self.subject(name, "*")).await {
            Ok(()) | Err(Failure::NoStream) => Ok(()),
            Err(failure) => Err(failure.into_error(&what)),
        }
    }

    /// Keeps a content on the server that others would delete: it goes when it is old.
    ///
    /// # Errors
    /// When the server does not.
    pub(crate) async fn pin(&self, name: &Digest) -> Result<(), StoreError> {
        self.keep("what keeps an object", &self.subject(name, PIN), Bytes::from_static(b"kept")).await
    }

    /// Deletes a content, unless somebody has pinned it.
    ///
    /// # Errors
    /// As of [`delete`](Self::delete).
    pub(crate) async fn delete_unpinned(&self, name: &Digest) -> Result<(), StoreError> {
        let what = format!("the object {name}");
        match self.find(&what, &self.subject(name, PIN)).await? {
            Some(_) => Ok(()),
            None => self.delete(name).await,
        }
    }

    async fn manifest(&self, name: &Digest) -> Result<Option<Manifest>, StoreError> {
        let what = format!("the object {name}");
        let found = self.find(&what, &self.subject(name, "m")).await?;
        Ok(found.as_deref().and_then(Manifest::read))
    }

    /// The last message of a subject of objects. Where nobody answers, that may be because there was no object yet.
    async fn find(&self, what: &str, subject: &str) -> Result<Option<Bytes>, StoreError> {
        if !self.has_objects().load(Ordering::Relaxed) && self.ensure_objects().await? {
            return Ok(None);
        }
        let stream = self.objects();
        let found = match self.last_message(what, &stream, subject, true).await {
            Err(Failure::NoStream) if self.ensure_objects().await? => return Ok(None),
            Err(Failure::NoStream) => self.last_message(what, &stream, subject, false).await,
            outcome => outcome,
        };
        match found {
            Err(Failure::NoStream) => Ok(None),
            outcome => outcome.map_err(|failure| failure.into_error(what)),
        }
    }

    /// Makes the stream of objects, if it is not there. Returns whether it was made.
    async fn ensure_objects(&self) -> Result<bool, StoreError> {
        let mut config = Config {
            name: self.objects(),
            subjects: vec![format!("wc.{}.o.>", self.app())],
            storage: StorageType::File,
            retention: RetentionPolicy::Limits,
            discard: DiscardPolicy::New,
            max_bytes: SPACE,
            max_messages: -1,
            max_messages_per_subject: 1,
            max_age: MAX_AGE,
            allow_direct: true,
            num_replicas: 1,
            ..Config::default()
        };
        loop {
            match self.ensure_stream(&config).await {
                Err(StoreError::Full { .. }) if config.max_bytes > LEAST_SPACE => config.max_bytes /= 2,
                Ok(is_made) => {
                    self.has_objects().store(true, Ordering::Relaxed);
                    return Ok(is_made);
                }
                outcome => return outcome,
            }
        }
    }

    /// The name of the stream of objects.
    pub(crate) fn objects(&self) -> String {
        format!("wirecheck-{}-objects", self.app())
    }

    /// `m` is that of the manifest, `p` that of a pin, a number that of a chunk.
    fn subject(&self, name: &Digest, part: &str) -> String {
        format!("wc.{}.o.{}.{part}", self.app(), blake3::Hash::from_bytes(name.0).to_hex())
    }
}

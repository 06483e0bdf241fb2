//! Puts the memory of `Shared` values on the server, apart from the messages of seats.

use super::memory::{StoreJob, Stored};
use super::seats::Order;
use crate::digest::Digest;
use crate::store::{LazyStore, Put, StoreError};
use bytes::Bytes;
use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::task::{spawn_blocking, spawn_local};
use wirecheck::cluster::SharedMemory;

/// Memory that is put at the same time.
const AT_ONCE: usize = 2;
/// How long the last deletions may take.
const LAST: Duration = Duration::from_secs(2);

/// See the [module](self).
pub(super) struct Uploads {
    store: LazyStore,
    places: Semaphore,
    told: UnboundedSender<Order>,
    /// How many deletions have not ended.
    deleting: Cell<usize>,
}

impl Uploads {
    pub(super) fn new(store: LazyStore, told: UnboundedSender<Order>) -> Self {
        Self { store, places: Semaphore::new(AT_ONCE), told, deleting: Cell::new(0) }
    }

    /// Does the jobs as they come.
    pub(super) async fn run(self: Rc<Self>, mut jobs: UnboundedReceiver<StoreJob>) {
        while let Some(job) = jobs.recv().await {
            let this = Rc::clone(&self);
            match job {
                StoreJob::Put { memory, name, again } => {
                    spawn_local(async move {
                        let stored = this.put(&memory, name, again).await;
                        let _ = this.told.send(Order::Stored(stored));
                    });
                }
                StoreJob::Delete(name) => {
                    self.deleting.set(self.deleting.get() + 1);
                    spawn_local(async move {
                        this.delete(name).await;
                        this.deleting.set(this.deleting.get() - 1);
                    });
                }
            }
        }
    }

    async fn put(&self, memory: &SharedMemory, name: Option<Digest>, again: bool) -> Stored {
        let id = memory.id();
        let place = self.places.acquire().await;
        let (name, is_own, outcome) = match self.try_put(memory, name, again).await {
            Ok((name, put)) => (Some(name), put == Put::Uploaded, Ok(())),
            Err(error) => (name, false, Err(error)),
        };
        drop(place);
        Stored { memory: id, name, is_own, outcome }
    }

    async fn try_put(
        &self,
        memory: &SharedMemory,
        name: Option<Digest>,
        again: bool,
    ) -> Result<(Digest, Put), StoreError> {
        let local = |why: &str| StoreError::Local { why: why.to_owned() };
        let bytes = memory.bytes_from(0).ok_or_else(|| local("its values were dropped"))?;
        let content = Bytes::from_owner(bytes);
        let name = match name {
            Some(name) => name,
            None => {
                let hashed = content.clone();
                let hashing = spawn_blocking(move || Digest(*blake3::hash(&hashed).as_bytes()));
                hashing.await.map_err(|_| local("its hash could not be computed"))?
            }
        };
        let read = |at: u64, length: usize| {
            let start = usize::try_from(at).map_err(io::Error::other)?;
            Ok(content.slice(start..start + length))
        };
        let store = self.store.get().await.map_err(|error| local(&error.to_string()))?;
        let length = content.len() as u64;
        if again {
            store.put_again(&name, length, read).await?;
            return Ok((name, Put::Uploaded));
        }
        Ok((name, store.put(&name, length, read).await?))
    }

    async fn delete(&self, name: Digest) {
        // What is left goes when it is old.
        if let Some(store) = self.store.known() {
            let _ = store.delete(&name).await;
        }
    }

    /// Deletes what is left, and waits for deletions that have begun.
    pub(super) async fn end(self: &Rc<Self>, own: Vec<Digest>) {
        for name in own {
            let this = Rc::clone(self);
            self.deleting.set(self.deleting.get() + 1);
            spawn_local(async move {
                this.delete(name).await;
                this.deleting.set(this.deleting.get() - 1);
            });
        }
        let done = async {
            while self.deleting.get() > 0 {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        let _ = tokio::time::timeout(LAST, done).await;
    }
}

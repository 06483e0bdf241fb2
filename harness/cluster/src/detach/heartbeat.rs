//! The entry of a call in the hands of its deputy: it says every second that it is there, and hears whether it is still wanted.

use super::call_store::{CallStore, VersionedEntry};
use super::entry::{Entry, State};
use super::liveness::HEARTBEAT;
use crate::store::StoreError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::Mutex as AsyncMutex;
use wirecheck::cluster::RemotePool;

/// Whether the call is wanted, and how far it is.
#[derive(Debug, Default)]
pub(super) struct Progress {
    pub(super) done: AtomicU64,
    is_stopped: AtomicBool,
    /// Why it cannot go on.
    failed: Mutex<Option<StoreError>>,
    pool: Mutex<Option<RemotePool>>,
}

impl Progress {
    /// The pool that runs its tasks, which ends with the call.
    pub(super) fn attach(&self, pool: RemotePool) {
        *self.pool.lock().unwrap_or_else(PoisonError::into_inner) = Some(pool);
        if self.is_stopped() {
            self.stop();
        }
    }

    /// The pool is not needed any more.
    pub(super) fn release(&self) {
        drop(self.pool.lock().unwrap_or_else(PoisonError::into_inner).take());
    }

    /// The call is over: it was cancelled, or somebody else has it.
    pub(super) fn stop(&self) {
        self.is_stopped.store(true, Ordering::SeqCst);
        if let Some(pool) = &*self.pool.lock().unwrap_or_else(PoisonError::into_inner) {
            pool.terminate();
        }
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.is_stopped.load(Ordering::SeqCst)
    }

    /// Results can be kept no more.
    pub(super) fn fail(&self, error: StoreError) {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        self.stop();
    }

    pub(super) fn failure(&self) -> Option<StoreError> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The entry. It is changed by one at a time.
#[derive(Debug)]
pub(super) struct Heartbeat {
    store: CallStore,
    page: AsyncMutex<VersionedEntry>,
    progress: Arc<Progress>,
}

impl Heartbeat {
    pub(super) fn new(store: CallStore, page: VersionedEntry, progress: Arc<Progress>) -> Self {
        Self { store, page: AsyncMutex::new(page), progress }
    }

    /// Goes on until the call is not wanted any more.
    pub(super) async fn run(self: Arc<Self>) {
        while !self.progress.is_stopped() {
            tokio::time::sleep(HEARTBEAT).await;
            // If the server is away, nobody else hears of it either. If it has lost the call, nobody wants it any more.
            if self.confirm().await.is_err() && self.is_forgotten().await {
                self.progress.stop();
            }
        }
    }

    async fn is_forgotten(&self) -> bool {
        let id = self.page.lock().await.entry.id.clone();
        matches!(self.store.find(&id).await, Ok(None))
    }

    /// Makes sure that this process still has the call.
    ///
    /// # Errors
    /// When the server does not say.
    pub(super) async fn confirm(&self) -> Result<(), StoreError> {
        let mut page = self.page.lock().await;
        let done = self.progress.done.load(Ordering::Relaxed);
        let entry = Entry { heartbeat: page.entry.heartbeat.wrapping_add(1), done, ..page.entry.clone() };
        self.write(&mut page, entry).await
    }

    /// The call ends in this state.
    ///
    /// # Errors
    /// When the server does not say.
    pub(super) async fn end(&self, state: State) -> Result<(), StoreError> {
        let mut page = self.page.lock().await;
        let done = self.progress.done.load(Ordering::Relaxed);
        let entry = Entry { state, done, ..page.entry.clone() };
        self.write(&mut page, entry).await
    }

    async fn write(&self, page: &mut VersionedEntry, entry: Entry) -> Result<(), StoreError> {
        if self.progress.is_stopped() && entry.state == State::Running {
            return Ok(());
        }
        match self.store.change(&entry, page.version).await? {
            Some(version) => *page = VersionedEntry { entry, version },
            None => self.progress.stop(),
        }
        Ok(())
    }
}

//! The results of a try on their way to the server. One message is under way at a time, so that they are kept in order; what comes
//! meanwhile shares the next one.

use super::call_store::CallStore;
use super::heartbeat::Progress;
use super::records::{RecordWriter, What};
use crate::store::StoreError;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// How long results wait for more of them, to share a message.
const COLLECT: Duration = Duration::from_millis(50);
/// Bytes that may wait. With more, no task is answered until some are kept.
const MOST: usize = 32 << 20;
/// How often it is looked whether there is room, or the call is over.
const LOOK: Duration = Duration::from_millis(100);
/// How long the server may be away, or its store be full, before the call is given up.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug)]
pub(super) struct Publisher {
    store: CallStore,
    progress: Arc<Progress>,
    state: Mutex<State>,
    /// Something waits.
    filled: Notify,
    /// Something was kept.
    drained: Condvar,
}

#[derive(Debug)]
struct State {
    writer: RecordWriter,
    bytes: usize,
    /// Results that wait or are under way.
    results: u64,
    is_under_way: bool,
    /// Whether the next message goes at once.
    is_urgent: bool,
}

impl Publisher {
    pub(super) fn new(store: CallStore, subject: String, progress: Arc<Progress>) -> Self {
        let writer = RecordWriter::new(subject);
        let state = State { writer, bytes: 0, results: 0, is_under_way: false, is_urgent: false };
        Self { store, progress, state: Mutex::new(state), filled: Notify::new(), drained: Condvar::new() }
    }

    /// Keeps a record, soon. Waits while too much is under way.
    pub(super) fn push(&self, what: What, index: u64, content: &[u8]) {
        let mut state = self.lock();
        while state.bytes > MOST && !self.progress.is_stopped() {
            state = self.wait(state);
        }
        state.writer.push(what, index, content);
        state.bytes += content.len();
        state.results += u64::from(what != What::Again);
        drop(state);
        self.filled.notify_one();
    }

    /// Waits until all is kept. Returns false if it is not, since the call is over.
    pub(super) fn flush(&self) -> bool {
        let mut state = self.lock();
        state.is_urgent = true;
        self.filled.notify_one();
        while (!state.writer.is_empty() || state.is_under_way) && !self.progress.is_stopped() {
            state = self.wait(state);
        }
        state.is_urgent = false;
        state.writer.is_empty() && !state.is_under_way
    }

    /// Waits until nothing is under way, once the call is over.
    pub(super) fn settle(&self) {
        let deadline = Instant::now() + PATIENCE;
        let mut state = self.lock();
        while state.is_under_way && Instant::now() < deadline {
            state = self.wait(state);
        }
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State>) -> MutexGuard<'a, State> {
        self.drained.wait_timeout(state, LOOK).unwrap_or_else(PoisonError::into_inner).0
    }

    /// Keeps what waits, until the call is over.
    pub(super) async fn run(self: Arc<Self>) {
        while !self.progress.is_stopped() {
            if !self.is_due() {
                // Woken by what comes; then it waits a moment for more.
                tokio::select! {
                    () = self.filled.notified() => {}
                    () = tokio::time::sleep(LOOK) => {}
                }
                let collected = Instant::now() + COLLECT;
                while Instant::now() < collected && !self.is_due() {
                    tokio::select! {
                        () = self.filled.notified() => {}
                        () = tokio::time::sleep_until(collected.into()) => {}
                    }
                }
            }
            self.send_one().await;
        }
        self.drained.notify_all();
    }

    fn is_due(&self) -> bool {
        let state = self.lock();
        state.writer.is_full() || (state.is_urgent && !state.writer.is_empty())
    }

    async fn send_one(&self) {
        let (message, subject, results) = {
            let mut state = self.lock();
            let Some(message) = state.writer.next_message(self.store.key()) else { return };
            state.is_under_way = true;
            // The results whose last byte is in it.
            let results = if state.writer.is_empty() { state.results } else { 0 };
            (message, state.writer.subject().to_owned(), results)
        };
        let started = Instant::now();
        while let Err(error) = self.store.append(&subject, message.clone()).await {
            let is_final = matches!(error, StoreError::Denied { .. } | StoreError::NoJetStream);
            let is_late = is_final || started.elapsed() > PATIENCE;
            if is_late && !self.progress.is_stopped() {
                self.progress.fail(error);
            }
            if self.progress.is_stopped() {
                self.lock().is_under_way = false;
                return;
            }
            // The server is away, or its store is full.
            tokio::time::sleep(LOOK).await;
        }
        let mut state = self.lock();
        state.is_under_way = false;
        state.bytes = state.bytes.saturating_sub(message.len());
        state.results -= results;
        if state.writer.is_empty() {
            state.bytes = 0;
        }
        drop(state);
        self.progress.done.fetch_add(results, Ordering::Relaxed);
        self.drained.notify_all();
    }

    /// No code that can panic runs under this lock.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

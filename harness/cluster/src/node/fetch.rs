//! Fetches contents from the server into memory, apart from the messages of seats.

use super::memory::Fetch;
use super::peers::Peers;
use crate::store::{LazyStore, StoreError};
use std::cell::RefCell;
use std::rc::Rc;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::spawn_local;
use wirecheck::cluster::{MemoryCopy, NewMemory};

/// Contents that are fetched at the same time.
const AT_ONCE: usize = 2;

/// Fetches what is asked for.
pub(super) async fn run(store: LazyStore, peers: Rc<RefCell<Peers>>, mut fetches: UnboundedReceiver<Fetch>) {
    let fetcher = Rc::new(Fetcher { store, places: Semaphore::new(AT_ONCE) });
    while let Some(fetch) = fetches.recv().await {
        let (fetcher, peers) = (Rc::clone(&fetcher), Rc::clone(&peers));
        spawn_local(async move {
            let place = fetcher.places.acquire().await;
            let outcome = fetcher.fetch(fetch).await;
            drop(place);
            peers.borrow_mut().fetched(fetch, outcome);
        });
    }
}

struct Fetcher {
    store: LazyStore,
    places: Semaphore,
}

impl Fetcher {
    async fn fetch(&self, Fetch { name, length }: Fetch) -> Result<MemoryCopy, StoreError> {
        let local = |error: std::io::Error| StoreError::Local {
            why: format!("memory for a `Shared` of {length} bytes could not be made: {error}"),
        };
        let store = self.store.get().await.map_err(|error| StoreError::Local { why: error.to_string() })?;
        let mut memory = NewMemory::new(length).map_err(local)?;
        store.get(&name, length, |part| memory.append(part)).await?;
        memory.seal().map_err(local)
    }
}

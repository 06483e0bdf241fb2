//! For the tests and benchmarks of this crate. Not public API.

use crate::CallId;
use crate::access::Access;
use crate::detach::CallStore;
use crate::digest::Digest;
use crate::store::{Put, Store, StoreError, Stream};
use bytes::Bytes;
use std::io;
use tokio::runtime::Runtime;
use wirecheck::Error;
use wirecheck::cluster::system;

/// The objects of an application on a server.
#[derive(Debug)]
pub struct Objects {
    runtime: Runtime,
    store: Store,
}

/// The name of a content.
pub fn name_of(content: &[u8]) -> [u8; 32] {
    *blake3::hash(content).as_bytes()
}

impl Objects {
    /// Connects to a server.
    ///
    /// # Errors
    /// When it cannot be reached.
    pub fn connect(server: &str, app: &str) -> Result<Self, Error> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| system("a runtime could not be set up", error))?;
        let access = Access { app: app.to_owned(), ..Access::to(server) };
        let store = runtime.block_on(Store::connect(&access, "test"))?;
        Ok(Self { runtime, store })
    }

    /// Puts a content under this name. Returns whether it was uploaded.
    ///
    /// # Errors
    /// When it could not be put, the text that says why.
    pub fn put(&self, name: [u8; 32], content: Vec<u8>) -> Result<bool, String> {
        let (content, length) = (Bytes::from(content), |content: &Bytes| content.len() as u64);
        let length = length(&content);
        let read = |at: u64, length: usize| {
            let start = usize::try_from(at).map_err(io::Error::other)?;
            Ok(content.slice(start..start + length))
        };
        let put = self.runtime.block_on(self.store.put(&Digest(name), length, read));
        put.map(|put| put == Put::Uploaded).map_err(text)
    }

    /// Fetches a content.
    ///
    /// # Errors
    /// When it could not be fetched, the text that says why.
    pub fn get(&self, name: [u8; 32], limit: u64) -> Result<Vec<u8>, String> {
        let mut content = Vec::new();
        let take = |part: &[u8]| {
            content.extend_from_slice(part);
            Ok(())
        };
        self.runtime.block_on(self.store.get(&Digest(name), limit, take)).map_err(text)?;
        Ok(content)
    }

    /// The length of a content that is there.
    ///
    /// # Errors
    /// When that cannot be said, the text that says why.
    pub fn length(&self, name: [u8; 32]) -> Result<Option<u64>, String> {
        self.runtime.block_on(self.store.length(&Digest(name))).map_err(text)
    }

    /// How many messages were ever put: manifests and chunks.
    ///
    /// # Errors
    /// When that cannot be said, the text that says why.
    pub fn sequences(&self) -> Result<u64, String> {
        let stream = self.store.context().get_stream(self.store.objects());
        self.runtime
            .block_on(stream)
            .map(|stream| stream.cached_info().state.last_sequence)
            .map_err(|e| e.to_string())
    }

    /// Deletes a content.
    ///
    /// # Errors
    /// When it could not be deleted, the text that says why.
    pub fn delete(&self, name: [u8; 32]) -> Result<(), String> {
        self.runtime.block_on(self.store.delete(&Digest(name))).map_err(text)
    }
}

fn text(error: StoreError) -> String {
    error.to_string()
}

/// How many messages the server keeps of detached calls and dead letters.
///
/// # Errors
/// When the server does not say.
pub fn kept_messages(server: &str, app: &str) -> Result<u64, String> {
    let objects = Objects::connect(server, app).map_err(|error| error.to_string())?;
    objects.runtime.block_on(objects.store.kept_messages()).map_err(text)
}

/// What that is about: the subjects of these messages, and what is known of the calls.
///
/// # Errors
/// When the server does not say.
pub fn kept_subjects(server: &str, app: &str) -> Result<Vec<String>, String> {
    let objects = Objects::connect(server, app).map_err(|error| error.to_string())?;
    let store = CallStore::over(objects.store.clone(), &Access::to(server).key);
    let mut all = Vec::new();
    objects
        .runtime
        .block_on(async {
            for stream in [Stream::Calls, Stream::Records, Stream::Dead] {
                all.extend(objects.store.subjects("a question of a test", stream).await?);
            }
            let mut version = 0;
            while let Some((found, page)) = store.next_entry(version + 1).await? {
                version = found;
                if let Some(entry) = page.map(|page| page.entry) {
                    let kept = (entry.plan.made, entry.plan.options.keep);
                    all.push(format!(
                        "{}, version {version}: {:?}, {:?}, {kept:?}",
                        entry.id, entry.state, entry.tries
                    ));
                }
            }
            Ok(all)
        })
        .map_err(text)
}

/// Leaves a call as one that is being deleted, as a server may that was killed.
///
/// # Errors
/// When the server does not.
pub fn leave_call(server: &str, app: &str, id: &CallId) -> Result<(), String> {
    let objects = Objects::connect(server, app).map_err(|error| error.to_string())?;
    let store = CallStore::over(objects.store.clone(), &Access::to(server).key);
    objects.runtime.block_on(store.expire(id)).map_err(text)
}

/// Keeps a record of a call that there is not, as a server may that was killed.
///
/// # Errors
/// When the server does not.
pub fn leave_record(server: &str, app: &str) -> Result<(), String> {
    let objects = Objects::connect(server, app).map_err(|error| error.to_string())?;
    let subject = objects.store.subject_in(Stream::Records, &format!("{}.i", CallId::new()));
    let keeping = objects.store.append("a record of a test", &subject, Bytes::from_static(b"record"));
    objects.runtime.block_on(keeping).map_err(text)
}

/// The name of the server that leads the stream of detached calls, in a NATS cluster.
///
/// # Errors
/// When nobody says.
pub fn leader_of_calls(server: &str, app: &str) -> Result<Option<String>, String> {
    let objects = Objects::connect(server, app).map_err(|error| error.to_string())?;
    let found = objects.store.context().get_stream(format!("wirecheck-{app}-calls"));
    let found = objects.runtime.block_on(found).map_err(|error| error.to_string())?;
    Ok(found.cached_info().cluster.as_ref().and_then(|cluster| cluster.leader.clone()))
}

/// Makes the stream of detached calls, with room for so many.
///
/// # Errors
/// When the server does not make it.
pub fn make_call_stream(server: &str, app: &str, calls: i64) -> Result<(), String> {
    let objects = Objects::connect(server, app).map_err(|error| error.to_string())?;
    objects.runtime.block_on(objects.store.make_calls(calls)).map_err(text)
}

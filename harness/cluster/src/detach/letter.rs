//! Dead letters: inputs that have killed their workers on two nodes.

use super::call_store::{CallStore, Records};
use super::entry::{Entry, Options, Plan, now};
use super::id::CallId;
use super::records::{RecordWriter, What};
use super::wire::{Reader, Writer};
use crate::access::new_id;
use crate::program::ProgramInfo;
use crate::store::{LazyStore, StoreError, Stream};
use crate::tunnel::Key;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use wirecheck::Error;
use wirecheck::cluster::{DeadTask, decode_error, encode_error};

const KIND: &[u8; 8] = b"wcdead 1";

/// An input that has killed its workers on two nodes. It is kept for 30 days, with all that is needed to run it
/// again.
#[derive(Debug)]
#[non_exhaustive]
pub struct DeadLetter {
    /// Names the letter.
    pub id: String,
    /// The detached call that it belongs to; `None` if the call was not detached.
    pub call: Option<CallId>,
    /// The name of the task.
    pub task: String,
    /// The index of the input.
    pub index: u64,
    /// The encoded input.
    pub input: Vec<u8>,
    /// The wire format of the input.
    pub format: String,
    /// The first digits of the hash of the executable.
    pub build: String,
    /// The error of each attempt, which names its node.
    pub errors: Vec<Error>,
    /// When it was given up, by the clock of the node.
    pub time: SystemTime,
    pub(super) entry: Entry,
    pub(super) load: Vec<u8>,
}

/// What a letter is made of.
#[derive(Debug)]
pub(super) struct NewLetter<'a> {
    pub(super) entry: &'a Entry,
    pub(super) index: u64,
    pub(super) load: &'a [u8],
    pub(super) input: &'a [u8],
    /// Encoded errors.
    pub(super) errors: &'a [Vec<u8>],
}

impl NewLetter<'_> {
    /// The messages of the letter, and their subject.
    pub(super) fn writer(&self, store: &CallStore) -> RecordWriter {
        let mut writer = RecordWriter::new(store.letter(&new_id()));
        writer.push(What::Input, self.index, &self.write(store.key()));
        writer
    }

    fn write(&self, key: &Key) -> Vec<u8> {
        let mut out = Writer::new(KIND);
        out.bytes(&self.entry.write(key));
        out.number(self.index);
        out.number(now());
        out.bytes(self.load);
        out.bytes(self.input);
        out.number(self.errors.len() as u64);
        self.errors.iter().for_each(|error| out.bytes(error));
        out.seal(key).to_vec()
    }
}

impl DeadLetter {
    fn read(key: &Key, id: &str, content: &[u8]) -> Option<Self> {
        let mut reader = Reader::open(key, KIND, content)?;
        let entry = Entry::read(key, reader.bytes()?)?;
        let (index, made) = (reader.number()?, reader.number()?);
        let (load, input) = (reader.bytes()?.to_vec(), reader.bytes()?.to_vec());
        let count = reader.number()?;
        let errors = (0..count).map(|_| decode_error(reader.bytes()?)).collect::<Option<_>>()?;
        reader.is_empty().then(|| Self {
            id: id.to_owned(),
            call: Some(entry.id.clone()).filter(|_| !entry.plan.result.is_empty()),
            task: entry.plan.task.clone(),
            index,
            input,
            format: entry.plan.format.clone(),
            build: entry.plan.program.build.to_string(),
            errors,
            time: UNIX_EPOCH + Duration::from_secs(made),
            entry,
            load,
        })
    }
}

/// Whether a task with these errors, each of which has cost a worker, is a dead letter.
pub(super) fn is_dead<'a>(errors: impl Iterator<Item = &'a Error>) -> bool {
    let mut nodes: Vec<&str> = errors.filter_map(Error::node).collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes.len() > 1
}

/// Keeps the letter of a call that is not detached, if it is one.
///
/// # Errors
/// When the server does not keep it.
pub(crate) async fn send(
    store: &LazyStore,
    key: &Key,
    program: &ProgramInfo,
    task: DeadTask,
) -> Result<(), Error> {
    if !is_dead(task.errors.iter()) {
        return Ok(());
    }
    let store = CallStore::over(store.get().await?, key);
    store.prepare(1).await.map_err(StoreError::into_error)?;
    let plan = Plan {
        program: program.clone(),
        format: task.format.to_owned(),
        task: task.name.to_owned(),
        // That is not known any more.
        result: String::new(),
        total: 1,
        token: 0,
        options: Options::default(),
        made: now(),
    };
    let entry = Entry::new(CallId::new(), plan);
    let errors: Vec<Vec<u8>> = task.errors.iter().map(encode_error).collect();
    let letter =
        NewLetter { entry: &entry, index: task.index, load: &task.load, input: &task.input, errors: &errors };
    let mut writer = letter.writer(&store);
    while let Some(message) = writer.next_message(store.key()) {
        store.append(writer.subject(), message).await.map_err(StoreError::into_error)?;
    }
    Ok(())
}

/// All letters, the oldest first.
///
/// # Errors
/// When the server does not answer.
pub(super) async fn all(store: &CallStore) -> Result<Vec<DeadLetter>, Error> {
    let mut records = Records::of(Stream::Dead, store.letter("*"));
    let mut letters = Vec::new();
    while let Some(complete) = records.next(store).await? {
        let subject = records.last_subject().unwrap_or_default();
        let id = subject.rsplit('.').next().unwrap_or_default();
        letters
            .extend(complete.iter().filter_map(|record| DeadLetter::read(store.key(), id, &record.content)));
    }
    Ok(letters)
}

/// Deletes a letter.
///
/// # Errors
/// When the server does not.
pub(super) async fn forget(store: &CallStore, id: &str) -> Result<(), StoreError> {
    store.erase_letter(&store.letter(id)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use wirecheck::cluster::lost;

    #[test]
    fn two_nodes_make_a_letter() {
        let errors = |nodes: &[&str]| nodes.iter().map(|node| lost(node, "task", 3)).collect::<Vec<_>>();
        assert!(!is_dead([].iter()));
        assert!(!is_dead(errors(&["one", "one"]).iter()));
        assert!(is_dead(errors(&["one", "two"]).iter()));
    }
}

//! Inputs and results on their way into a stream: records, of which many share a message, and a large one takes several.
//!
//! ```text
//! message: seal 32 | kind 8 | subject | number u64 | bytes
//! record:  kind u8 | index u64 | length u64 | content          little-endian
//! ```
//! The messages of one subject are numbered from 0. One that was sent twice is dropped, and a missing one is noticed.

use super::wire::{Reader, Writer};
use crate::tunnel::Key;
use bytes::Bytes;

const KIND: &[u8; 8] = b"wcrecs 1";
/// Bytes of a message. The broker allows at least twice as many.
const MESSAGE: usize = 256 << 10;
/// Bytes before the content of a record.
const HEAD: usize = 17;

/// What is said about an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// The task with its captures. Its index is 0.
    Task,
    /// The input.
    Input,
    /// Its result.
    Result,
    /// The error that it has in the place of a result.
    Error,
    /// The error of a try that is made again.
    Again,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) what: What,
    pub(crate) index: u64,
    pub(crate) content: Vec<u8>,
}

/// Turns records into messages of one subject.
#[derive(Debug)]
pub(crate) struct RecordWriter {
    subject: String,
    bytes: Vec<u8>,
    number: u64,
}

impl RecordWriter {
    pub(crate) fn new(subject: String) -> Self {
        Self { subject, bytes: Vec::new(), number: 0 }
    }

    pub(crate) fn subject(&self) -> &str {
        &self.subject
    }

    pub(crate) fn push(&mut self, what: What, index: u64, content: &[u8]) {
        self.bytes.push(what as u8);
        self.bytes.extend_from_slice(&index.to_le_bytes());
        self.bytes.extend_from_slice(&(content.len() as u64).to_le_bytes());
        self.bytes.extend_from_slice(content);
    }

    /// Whether there is enough for a message.
    pub(crate) fn is_full(&self) -> bool {
        self.bytes.len() >= MESSAGE
    }

    /// Whether nothing waits.
    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The next message, if something waits.
    pub(crate) fn next_message(&mut self, key: &Key) -> Option<Bytes> {
        if self.bytes.is_empty() {
            return None;
        }
        let rest = self.bytes.split_off(self.bytes.len().min(MESSAGE));
        let bytes = std::mem::replace(&mut self.bytes, rest);
        let mut out = Writer::new(KIND);
        out.text(&self.subject);
        out.number(self.number);
        out.bytes(&bytes);
        self.number += 1;
        Some(out.seal(key))
    }
}

/// Why the messages of a subject cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// One is missing.
    Missing,
    /// It was not made by who has the key, or is damaged.
    Foreign,
}

/// Turns the messages of one subject into records.
#[derive(Debug, Default)]
pub(crate) struct RecordReader {
    bytes: Vec<u8>,
    /// How many of them were taken.
    start: usize,
    /// The number of the next message.
    next: u64,
}

impl RecordReader {
    /// Takes the next message that was kept for this subject.
    pub(crate) fn take(&mut self, key: &Key, subject: &str, message: &[u8]) -> Result<(), Broken> {
        let mut reader = Reader::open(key, KIND, message).ok_or(Broken::Foreign)?;
        let read = (reader.text(), reader.number(), reader.bytes());
        let (Some(named), Some(number), Some(bytes)) = read else { return Err(Broken::Foreign) };
        if named != subject || !reader.is_empty() {
            return Err(Broken::Foreign);
        }
        if number > self.next {
            return Err(Broken::Missing);
        }
        if number == self.next {
            self.next += 1;
            self.bytes.drain(..self.start);
            self.start = 0;
            self.bytes.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// The next record, once all of it is there.
    pub(crate) fn next_record(&mut self) -> Result<Option<Record>, Broken> {
        let waiting = &self.bytes[self.start..];
        let Some((head, rest)) = waiting.split_first_chunk::<HEAD>() else { return Ok(None) };
        let what = match head[0] {
            0 => What::Task,
            1 => What::Input,
            2 => What::Result,
            3 => What::Error,
            4 => What::Again,
            _ => return Err(Broken::Foreign),
        };
        let word = |at: usize| head[at..].first_chunk().copied().map_or(0, u64::from_le_bytes);
        let (index, length) = (word(1), word(9));
        let length = usize::try_from(length).map_err(|_| Broken::Foreign)?;
        let Some(content) = rest.get(..length) else { return Ok(None) };
        let record = Record { what, index, content: content.to_vec() };
        self.start += HEAD + length;
        Ok(Some(record))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(reader: &mut RecordReader) -> Vec<Record> {
        std::iter::from_fn(|| reader.next_record().unwrap()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        /// Whatever the sizes are, and however often a message comes.
        #[test]
        fn records_come_as_they_went(
            sizes in proptest::collection::vec(prop_oneof![0..50_usize, 200_000..600_000_usize], 0..6),
            repeated in proptest::collection::vec(any::<bool>(), 20),
        ) {
            let key = Key::of(b"secret");
            let mut writer = RecordWriter::new("s".to_owned());
            let mut reader = RecordReader::default();
            let mut came = Vec::new();
            let kinds = [What::Task, What::Input, What::Result, What::Error, What::Again];
            let mut went = Vec::new();
            let mut repeats = repeated.into_iter().cycle();
            for (index, size) in (0..).zip(sizes) {
                let record = Record { what: kinds[index as usize % 5], index, content: vec![index as u8; size] };
                writer.push(record.what, index, &record.content);
                went.push(record);
                while writer.is_full() || repeats.next() == Some(true) {
                    let Some(message) = writer.next_message(&key) else { break };
                    prop_assert!(message.len() < MESSAGE + 200);
                    reader.take(&key, "s", &message).unwrap();
                    reader.take(&key, "s", &message).unwrap();
                    came.extend(all(&mut reader));
                }
            }
            while let Some(message) = writer.next_message(&key) {
                reader.take(&key, "s", &message).unwrap();
                came.extend(all(&mut reader));
            }
            prop_assert!(writer.is_empty());
            prop_assert_eq!(came, went);
        }

        #[test]
        fn any_bytes_end(any in proptest::collection::vec(any::<u8>(), 0..300)) {
            let mut reader = RecordReader { bytes: any, ..RecordReader::default() };
            while let Ok(Some(record)) = reader.next_record() {
                prop_assert!(record.content.len() < 300);
            }
        }
    }

    #[test]
    fn what_is_missing_foreign_or_of_another_subject_is_refused() {
        let key = Key::of(b"secret");
        let mut writer = RecordWriter::new("s".to_owned());
        let mut message = || {
            writer.push(What::Result, 1, b"one");
            writer.next_message(&key).unwrap()
        };
        let (first, _, third) = (message(), message(), message());
        let mut reader = RecordReader::default();
        assert_eq!(reader.take(&key, "other", &first), Err(Broken::Foreign));
        assert_eq!(reader.take(&Key::of(b"other"), "s", &first), Err(Broken::Foreign));
        assert_eq!(reader.take(&key, "s", &first[1..]), Err(Broken::Foreign));
        assert_eq!(reader.take(&key, "s", &first), Ok(()));
        assert_eq!(reader.take(&key, "s", &third), Err(Broken::Missing));
        assert_eq!(all(&mut reader).len(), 1);
    }
}

//! Values that are not in their frame: where they are, and how the other side gets to see that memory.

use super::pack::{Malformed, Reader};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// The body of a frame whose value is in memory that was lent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BufferRef {
    /// The memory's number.
    pub(crate) memory: u64,
    /// The value's bytes, from the start of it.
    pub(crate) len: u64,
}

impl BufferRef {
    pub(crate) fn write(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.memory.to_le_bytes());
        bytes[8..].copy_from_slice(&self.len.to_le_bytes());
        bytes
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader(body);
        let place = Self { memory: reader.u64()?, len: reader.u64()? };
        if reader.0.is_empty() { Ok(place) } else { Err(Malformed) }
    }
}

/// What kind of memory a `LEND` frame speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BufferKind {
    /// For one value after another, in main memory.
    Memory = 0,
    /// The same in a file.
    File = 1,
    /// What a `Shared` is in.
    Region = 2,
}

/// The body of a `LEND` frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShareBuffer {
    pub(crate) memory: u64,
    pub(crate) lent: BufferKind,
}

impl ShareBuffer {
    pub(crate) fn write(self) -> [u8; 9] {
        let mut bytes = [0; 9];
        bytes[..8].copy_from_slice(&self.memory.to_le_bytes());
        bytes[8] = self.lent as u8;
        bytes
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader(body);
        let memory = reader.u64()?;
        let lent = match reader.byte()? {
            0 => BufferKind::Memory,
            1 => BufferKind::File,
            2 => BufferKind::Region,
            _ => return Err(Malformed),
        };
        if reader.0.is_empty() { Ok(Self { memory, lent }) } else { Err(Malformed) }
    }
}

/// The body of a `FORGET` frame.
pub(crate) fn read_number(body: &[u8]) -> Result<u64, Malformed> {
    let mut reader = Reader(body);
    let number = reader.u64()?;
    if reader.0.is_empty() { Ok(number) } else { Err(Malformed) }
}

/// Which way large values take: the body of a `ROUTE` frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TransferPolicy {
    /// Encoded bytes above which a value goes through memory; `u64::MAX` is never.
    pub(crate) memory_above: u64,
    /// Above which through a file.
    pub(crate) file_above: u64,
    /// Whether what large values took in a worker is kept there for the next ones.
    pub(crate) keeps_freed: bool,
    /// Where files are.
    pub(crate) folder: PathBuf,
}

impl Default for TransferPolicy {
    /// All through the socket.
    fn default() -> Self {
        Self { memory_above: u64::MAX, file_above: u64::MAX, keeps_freed: false, folder: PathBuf::new() }
    }
}

impl TransferPolicy {
    /// The size above which a value does not go through the socket.
    pub(crate) fn inline_up_to(&self) -> usize {
        usize::try_from(self.memory_above.min(self.file_above)).unwrap_or(usize::MAX)
    }

    /// Where a value of so many bytes, which is above that, goes.
    pub(crate) fn folder_for(&self, len: usize) -> Option<&Path> {
        (len as u64 > self.file_above).then_some(&*self.folder)
    }

    pub(crate) fn write(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for word in [self.memory_above, self.file_above] {
            out.extend_from_slice(&word.to_le_bytes());
        }
        out.push(u8::from(self.keeps_freed));
        out.extend_from_slice(self.folder.as_os_str().as_bytes());
        out
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader(body);
        let (memory_above, file_above) = (reader.u64()?, reader.u64()?);
        let keeps_freed = reader.byte()? != 0;
        Ok(Self { memory_above, file_above, keeps_freed, folder: OsStr::from_bytes(reader.0).into() })
    }
}

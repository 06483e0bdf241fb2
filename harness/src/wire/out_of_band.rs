//! Out-of-band values: how a frame refers to their buffer, and how the other side gets to know that buffer.

use super::pack::{Malformed, Reader};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// The body of a frame whose value is in a shared buffer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BufferRef {
    /// The buffer's number.
    pub(crate) number: u64,
    /// The length of the value, which begins where the buffer does.
    pub(crate) len: u64,
}

impl BufferRef {
    pub(crate) fn write(self) -> [u8; 16] {
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&self.number.to_le_bytes());
        bytes[8..].copy_from_slice(&self.len.to_le_bytes());
        bytes
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader(body);
        let buffer = Self { number: reader.u64()?, len: reader.u64()? };
        if reader.0.is_empty() { Ok(buffer) } else { Err(Malformed) }
    }
}

/// What a `SHARE_BUFFER` frame announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BufferKind {
    /// A buffer in main memory, for one value after another.
    Memory = 0,
    /// A buffer in a file, for one value after another.
    File = 1,
    /// The memory of a `Shared`.
    Region = 2,
}

/// The body of a `SHARE_BUFFER` frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShareBuffer {
    pub(crate) number: u64,
    pub(crate) kind: BufferKind,
}

impl ShareBuffer {
    pub(crate) fn write(self) -> [u8; 9] {
        let mut bytes = [0; 9];
        bytes[..8].copy_from_slice(&self.number.to_le_bytes());
        bytes[8] = self.kind as u8;
        bytes
    }

    pub(crate) fn read(body: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader(body);
        let number = reader.u64()?;
        let kind = match reader.byte()? {
            0 => BufferKind::Memory,
            1 => BufferKind::File,
            2 => BufferKind::Region,
            _ => return Err(Malformed),
        };
        if reader.0.is_empty() { Ok(Self { number, kind }) } else { Err(Malformed) }
    }
}

/// The body of a `FORGET` frame.
pub(crate) fn read_number(body: &[u8]) -> Result<u64, Malformed> {
    let mut reader = Reader(body);
    let number = reader.u64()?;
    if reader.0.is_empty() { Ok(number) } else { Err(Malformed) }
}

/// How large values travel: the body of a `TRANSFER_POLICY` frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TransferPolicy {
    /// Encoded length above which a value goes through shared memory; `u64::MAX` is never.
    pub(crate) memory_above: u64,
    /// The same for a file.
    pub(crate) file_above: u64,
    /// Whether a worker keeps memory that large values took for the next ones.
    pub(crate) keeps_freed: bool,
    /// The directory for the files.
    pub(crate) folder: PathBuf,
}

impl Default for TransferPolicy {
    /// Everything goes through the socket.
    fn default() -> Self {
        Self { memory_above: u64::MAX, file_above: u64::MAX, keeps_freed: false, folder: PathBuf::new() }
    }
}

impl TransferPolicy {
    /// The length above which a value does not go through the socket.
    pub(crate) fn inline_up_to(&self) -> usize {
        usize::try_from(self.memory_above.min(self.file_above)).unwrap_or(usize::MAX)
    }

    /// The directory for a value of this length, if it goes to a file.
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

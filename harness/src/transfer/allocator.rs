//! Where buffers for large values come from.

use crate::sys::MappedFile;
use crate::wire::{BufferKind, TransferPolicy};
use std::any::Any;
use std::fmt;
use std::io;
use std::sync::{Arc, Weak};

/// A buffer with the number by which the other side knows it.
#[derive(Debug)]
pub(crate) struct NumberedBuffer {
    pub(crate) number: u64,
    pub(crate) memory: MappedFile,
    /// Dropped with the buffer.
    alive: Arc<()>,
}

impl NumberedBuffer {
    pub(super) fn new(number: u64, memory: MappedFile) -> Self {
        Self { number, memory, alive: Arc::default() }
    }

    /// Shows whether this buffer still exists.
    pub(crate) fn liveness(&self) -> Weak<dyn Any + Send + Sync> {
        let alive: Arc<dyn Any + Send + Sync> = self.alive.clone();
        Arc::downgrade(&alive)
    }

    /// What kind of memory it is in.
    pub(crate) fn kind(&self) -> BufferKind {
        if self.memory.is_on_disk() { BufferKind::File } else { BufferKind::Memory }
    }
}

/// Hands out buffers to write to, and takes back those that were not sent.
pub(crate) trait BufferAllocator: fmt::Debug + Send + Sync {
    fn policy(&self) -> &TransferPolicy;

    /// A buffer of at least `len` bytes, in a file if the policy says so for this length. Nobody else reads or writes it.
    fn take(&self, len: usize) -> io::Result<NumberedBuffer>;

    fn put_back(&self, unused: NumberedBuffer);
}

/// New memory for a value of this length.
pub(super) fn create(policy: &TransferPolicy, len: usize) -> io::Result<MappedFile> {
    match policy.folder_for(len) {
        Some(folder) => MappedFile::in_folder(folder, len),
        None => MappedFile::anonymous(len),
    }
}

/// Whether values of this length go to this kind of memory.
pub(super) fn fits(policy: &TransferPolicy, memory: &MappedFile, len: usize) -> bool {
    memory.is_on_disk() == policy.folder_for(len).is_some()
}

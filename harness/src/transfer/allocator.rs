//! Where memory for large values comes from.

use crate::sys::MappedFile;
use crate::wire::{BufferKind, TransferPolicy};
use std::any::Any;
use std::fmt;
use std::io;
use std::sync::{Arc, Weak};

/// A memory with the number by which the other side knows it.
#[derive(Debug)]
pub(crate) struct NumberedBuffer {
    pub(crate) number: u64,
    pub(crate) memory: MappedFile,
    /// Gone when this is.
    alive: Arc<()>,
}

impl NumberedBuffer {
    pub(super) fn new(number: u64, memory: MappedFile) -> Self {
        Self { number, memory, alive: Arc::default() }
    }

    /// Tells whether this memory is still there.
    pub(crate) fn sign_of_life(&self) -> Weak<dyn Any + Send + Sync> {
        let alive: Arc<dyn Any + Send + Sync> = self.alive.clone();
        Arc::downgrade(&alive)
    }

    /// What the other side is told it is.
    pub(crate) fn lent(&self) -> BufferKind {
        if self.memory.is_on_disk() { BufferKind::File } else { BufferKind::Memory }
    }
}

/// Gives memories out, and takes those back that were not used.
pub(crate) trait BufferAllocator: fmt::Debug + Send + Sync {
    fn policy(&self) -> &TransferPolicy;

    /// One of at least `len` bytes, in a file if the directions say so of this length.
    fn take(&self, len: usize) -> io::Result<NumberedBuffer>;

    fn put_back(&self, unused: NumberedBuffer);
}

/// New memory for a value of so many bytes.
pub(super) fn create(policy: &TransferPolicy, len: usize) -> io::Result<MappedFile> {
    match policy.folder_for(len) {
        Some(folder) => MappedFile::in_folder(folder, len),
        None => MappedFile::anonymous(len),
    }
}

/// Whether this memory is of the kind that a value of so many bytes goes to.
pub(super) fn fits(policy: &TransferPolicy, memory: &MappedFile, len: usize) -> bool {
    memory.is_on_disk() == policy.folder_for(len).is_some()
}

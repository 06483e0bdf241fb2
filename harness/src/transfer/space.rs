//! Where memory for large values comes from.

use crate::sys::Memory;
use crate::wire::{Directions, Lent};
use std::any::Any;
use std::fmt;
use std::io;
use std::sync::{Arc, Weak};

/// A memory with the number by which the other side knows it.
#[derive(Debug)]
pub(crate) struct Numbered {
    pub(crate) number: u64,
    pub(crate) memory: Memory,
    /// Gone when this is.
    alive: Arc<()>,
}

impl Numbered {
    pub(super) fn new(number: u64, memory: Memory) -> Self {
        Self { number, memory, alive: Arc::default() }
    }

    /// Tells whether this memory is still there.
    pub(crate) fn sign_of_life(&self) -> Weak<dyn Any + Send + Sync> {
        let alive: Arc<dyn Any + Send + Sync> = self.alive.clone();
        Arc::downgrade(&alive)
    }

    /// What the other side is told it is.
    pub(crate) fn lent(&self) -> Lent {
        if self.memory.is_on_disk() { Lent::File } else { Lent::Memory }
    }
}

/// Gives memories out, and takes those back that were not used.
pub(crate) trait Space: fmt::Debug + Send + Sync {
    fn directions(&self) -> &Directions;

    /// One of at least `len` bytes, in a file if the directions say so of this length.
    fn take(&self, len: usize) -> io::Result<Numbered>;

    fn put_back(&self, unused: Numbered);
}

/// New memory for a value of so many bytes.
pub(super) fn create(directions: &Directions, len: usize) -> io::Result<Memory> {
    match directions.folder_for(len) {
        Some(folder) => Memory::in_folder(folder, len),
        None => Memory::anonymous(len),
    }
}

/// Whether this memory is of the kind that a value of so many bytes goes to.
pub(super) fn fits(directions: &Directions, memory: &Memory, len: usize) -> bool {
    memory.is_on_disk() == directions.folder_for(len).is_some()
}

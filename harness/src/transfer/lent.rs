//! What the other side has lent: mapped once, looked at in place.

use super::loans::slot_of;
use crate::sys::{Handles, Memory, Page};
use crate::wire::{Lend, Lent, Place};
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

/// Memories of the other side.
#[derive(Debug, Default)]
pub(crate) struct Lendings {
    /// Nothing comes where nobody can hand anything.
    handles: Option<Arc<Handles>>,
    memories: HashMap<u64, Result<Arc<Memory>, String>>,
}

impl Lendings {
    pub(crate) fn new(handles: Option<Arc<Handles>>) -> Self {
        Self { handles, memories: HashMap::new() }
    }

    /// Takes what a frame says was handed over. What cannot be mapped fails those values that are in it, later.
    ///
    /// # Errors
    /// When it did not come.
    pub(crate) fn take(&mut self, lend: Lend, wait: bool) -> io::Result<()> {
        let Some(handles) = &self.handles else {
            return Err(io::Error::other("a descriptor over a channel that carries none"));
        };
        let mapped = match handles.receive(wait) {
            Ok((number, _)) if number != lend.memory => {
                return Err(io::Error::other("another descriptor than the one that was announced"));
            }
            Ok((_, file)) => {
                Memory::open(file, lend.lent == Lent::File).map(Arc::new).map_err(|error| error.to_string())
            }
            // The message is gone, only its descriptor found no place here.
            Err(error) if error.raw_os_error() == Some(libc::EMFILE) => Err(error.to_string()),
            Err(error) => return Err(error),
        };
        self.memories.insert(lend.memory, mapped);
        Ok(())
    }

    /// The memory of a value; how long the value is, is checked.
    ///
    /// # Errors
    /// When there is no such place.
    pub(crate) fn find(&mut self, place: Place) -> Result<(Arc<Memory>, usize), String> {
        let memory = match self.memories.get_mut(&place.memory) {
            Some(Ok(memory)) => memory,
            Some(Err(story)) => {
                return Err(format!(
                    "the shared memory of a large value could not be taken over: {story}; allow more open files \
                     (`ulimit -n`), or send it by `Transfer::Inline`"
                ));
            }
            None => return Err("a large value is in memory that was not handed over".to_owned()),
        };
        let len = usize::try_from(place.len).unwrap_or(usize::MAX);
        if len > memory.len() {
            // It has grown; nobody looks at it, since it was not lent since.
            let followed = Arc::get_mut(memory).map(Memory::follow);
            match followed {
                Some(Ok(())) => {}
                Some(Err(error)) => {
                    return Err(format!("the shared memory of a large value could not be mapped: {error}"));
                }
                None => return Err("the memory of a large value is still in use".to_owned()),
            }
        }
        if len > memory.len() {
            return Err("a large value is longer than its memory".to_owned());
        }
        Ok((Arc::clone(memory), len))
    }

    pub(crate) fn forget(&mut self, number: u64) {
        self.memories.remove(&number);
    }
}

/// A result in memory of a worker, which may use that again once this is dropped.
#[derive(Debug)]
pub(crate) struct Loan {
    memory: Arc<Memory>,
    len: usize,
    /// Where to say so, and which it is; not of one that is kept.
    from: Option<(Arc<Page>, usize)>,
    number: u64,
}

impl Loan {
    pub(crate) fn new(memory: Arc<Memory>, len: usize, page: Arc<Page>, number: u64) -> Self {
        Self { memory, len, from: Some((page, slot_of(number))), number }
    }

    /// Keeps it for as long as it takes, which the worker need not wait for. Gives its number, which is to be forgotten.
    pub(crate) fn keep(&mut self) -> u64 {
        if let Some((page, slot)) = self.from.take() {
            page.keep(slot);
        }
        self.number
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.memory.bytes().get(..self.len).unwrap_or_default()
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        if let Some((page, slot)) = &self.from {
            page.give_back(*slot);
        }
    }
}

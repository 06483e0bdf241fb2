//! What the other side has lent: mapped once, looked at in place.

use super::result_buffers::may_be_held;
use crate::shared_slice::Region;
use crate::sys::{FdChannel, MappedFile, Mapping, SlotLease};
use crate::wire::{BufferKind, BufferRef, ShareBuffer};
use std::collections::{HashMap, VecDeque};
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// Memories of the other side.
#[derive(Debug, Default)]
pub(crate) struct ImportedBuffers {
    /// Nothing comes where nobody can hand anything.
    handles: Option<Arc<FdChannel>>,
    memories: HashMap<u64, Result<Arc<MappedFile>, String>>,
    regions: HashMap<u64, Arc<Region>>,
    /// Descriptors that came before their frame was looked at.
    early: VecDeque<(u64, io::Result<OwnedFd>)>,
}

impl ImportedBuffers {
    pub(crate) fn new(handles: Option<Arc<FdChannel>>) -> Self {
        Self { handles, ..Self::default() }
    }

    /// Takes what a frame says was handed over. What cannot be mapped fails those values that are in it, later.
    ///
    /// # Errors
    /// When it did not come.
    pub(crate) fn take(&mut self, share_buffer: ShareBuffer, wait: bool) -> io::Result<()> {
        while self.early.is_empty() {
            self.receive(wait)?;
        }
        let file = match self.early.pop_front() {
            Some((number, file)) if number == share_buffer.memory || file.is_err() => file,
            _ => return Err(io::Error::other("another descriptor than the one that was announced")),
        };
        match share_buffer.lent {
            BufferKind::Memory | BufferKind::File => {
                let mapped =
                    file.and_then(|file| MappedFile::open(file, share_buffer.lent == BufferKind::File));
                self.memories
                    .insert(share_buffer.memory, mapped.map(Arc::new).map_err(|error| error.to_string()));
            }
            BufferKind::Region => {
                // Without it, the value that speaks of it says so as it is decoded.
                if let Ok(region) = file.and_then(|file| Region::adopt(share_buffer.memory, file)) {
                    self.regions.insert(share_buffer.memory, region);
                }
            }
        }
        Ok(())
    }

    /// Looks at what has come over the other socket.
    pub(crate) fn receive(&mut self, wait: bool) -> io::Result<()> {
        let Some(handles) = &self.handles else {
            return Err(io::Error::other("a descriptor over a channel that carries none"));
        };
        match handles.receive(wait) {
            Ok((number, Some(file))) => self.early.push_back((number, Ok(file))),
            // Said outside of the order of frames, since no value can speak of it.
            Ok((number, None)) => drop(self.regions.remove(&number)),
            // The message is gone, only its descriptor found no place here.
            Err(error) if error.raw_os_error() == Some(libc::EMFILE) => self.early.push_back((0, Err(error))),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// The socket over which the other side may say that a region is gone, while there are any.
    pub(crate) fn handles_to_watch(&self) -> Option<&FdChannel> {
        self.handles.as_deref().filter(|_| !self.regions.is_empty())
    }

    /// The regions that have come since the last time.
    pub(crate) fn take_regions(&mut self) -> Vec<Arc<Region>> {
        if self.regions.is_empty() {
            Vec::new()
        } else {
            self.regions.drain().map(|(_, region)| region).collect()
        }
    }

    /// The memory of a value; how long the value is, is checked.
    ///
    /// # Errors
    /// When there is no such place.
    pub(crate) fn find(&mut self, place: BufferRef) -> Result<(Arc<MappedFile>, usize), String> {
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
            let followed = Arc::get_mut(memory).map(MappedFile::follow);
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

    /// Whether what is lent now may stay so until somebody asks for it.
    pub(crate) fn may_hold(&self) -> bool {
        let lent = self.memories.values().filter_map(|memory| memory.as_ref().ok());
        let held = lent.filter(|memory| Arc::strong_count(memory) > 1);
        let (count, bytes) = held.fold((0, 0), |(count, bytes): (usize, usize), memory| {
            (count + 1, bytes.saturating_add(memory.extent().unwrap_or(usize::MAX)))
        });
        may_be_held(count, bytes)
    }

    pub(crate) fn forget(&mut self, number: u64) {
        self.memories.remove(&number);
        self.regions.remove(&number);
    }
}

/// A result in memory of a worker.
#[derive(Debug)]
pub(crate) enum BufferLease {
    /// The worker uses it again once this is dropped. The lease goes last, so that nothing here reads it by then.
    Shared { memory: Arc<MappedFile>, len: usize, number: u64, lease: SlotLease },
    /// For as long as it takes.
    Kept { memory: Mapping, len: usize },
}

impl BufferLease {
    pub(crate) fn new(memory: Arc<MappedFile>, len: usize, number: u64, lease: SlotLease) -> Self {
        Self::Shared { memory, len, number, lease }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Shared { memory, len, .. } => memory.bytes().get(..*len),
            Self::Kept { memory, len } => memory.bytes().get(..*len),
        }
        .unwrap_or_default()
    }

    /// Lets `decode` read the value, which is not needed a second time.
    pub(crate) fn read_once<R>(&self, decode: impl FnOnce(&[u8]) -> R) -> R {
        match self {
            Self::Shared { memory, len, .. } => memory.read_once(*len, decode),
            Self::Kept { memory, len } => memory.read_once(*len, decode),
        }
    }

    /// Keeps it for as long as it takes, which the worker need not wait for; and without a descriptor, of which there may be
    /// few.
    pub(crate) fn keep(self, imported: &mut ImportedBuffers) -> Self {
        match self {
            Self::Shared { memory, len, number, lease } => {
                imported.forget(number);
                match Arc::try_unwrap(memory) {
                    Ok(memory) => {
                        lease.keep();
                        Self::Kept { memory: memory.into_mapping(), len }
                    }
                    Err(memory) => Self::Shared { memory, len, number, lease },
                }
            }
            kept => kept,
        }
    }
}

//! Buffers of the other side: mapped once, read where they are.

use super::messages::{Unavailable, unmapped_region};
use super::result_buffers::may_be_held;
use crate::id_map::IdMap;
use crate::shared_slice::Region;
use crate::sys::{Backoff, FdChannel, FdMessage, MappedFile, Mapping, SlotLease, SpareDescriptor, read_once};
use crate::wire::{BufferKind, BufferRef, ShareBuffer};
use std::collections::VecDeque;
use std::io;
use std::sync::Arc;

/// A buffer of the other side.
#[derive(Debug)]
pub(crate) enum ImportedBuffer {
    Open(MappedFile),
    /// Its descriptor was closed at once, since no other was left. If it grows, that is not noticed here.
    Closed(Mapping),
}

impl ImportedBuffer {
    fn mapping(&self) -> &Mapping {
        match self {
            Self::Open(file) => file.mapping(),
            Self::Closed(mapping) => mapping,
        }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.mapping().bytes()
    }

    /// The length of its file by now, mapped here or not.
    fn extent(&self) -> usize {
        match self {
            Self::Open(file) => file.extent().unwrap_or(usize::MAX),
            Self::Closed(mapping) => mapping.bytes().len(),
        }
    }

    /// Maps all of it, after it has grown.
    fn follow(&mut self) -> io::Result<()> {
        match self {
            Self::Open(file) => file.follow(),
            // Without its descriptor its length is not known.
            Self::Closed(_) => Err(io::Error::from_raw_os_error(libc::EMFILE)),
        }
    }

    fn into_mapping(self) -> Mapping {
        match self {
            Self::Open(file) => file.into_mapping(),
            Self::Closed(mapping) => mapping,
        }
    }
}

/// The other side's buffers and regions that this process has mapped.
#[derive(Debug, Default)]
pub(crate) struct ImportedBuffers {
    /// `None` if the other side cannot send descriptors.
    fd_channel: Option<Arc<FdChannel>>,
    buffers: IdMap<u64, Result<Arc<ImportedBuffer>, Unavailable>>,
    regions: IdMap<u64, Arc<Region>>,
    /// Descriptors that came before their frame was read.
    early: VecDeque<FdMessage>,
    spare: Arc<SpareDescriptor>,
}

impl ImportedBuffers {
    /// `spare` is used where this process has no other descriptor left.
    pub(crate) fn new(fd_channel: Option<Arc<FdChannel>>, spare: Arc<SpareDescriptor>) -> Self {
        Self { fd_channel, spare, ..Self::default() }
    }

    /// Maps the buffer that a frame announced. If it cannot be mapped, the values in it fail later.
    ///
    /// # Errors
    /// When its descriptor did not come.
    pub(crate) fn take(&mut self, share_buffer: ShareBuffer, wait: bool) -> io::Result<()> {
        let mut backoff = Backoff::default();
        while self.early.is_empty() {
            match self.receive(wait) {
                // The descriptor was sent before the frame.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && backoff.try_again() => {}
                received => received?,
            }
        }
        let number = share_buffer.number;
        let (file, is_scarce) = match self.early.pop_front() {
            Some(FdMessage { number: came, file: Some(file), is_scarce }) if came == number => {
                (file, is_scarce)
            }
            _ => return Err(io::Error::other("the descriptor is not the one that was announced")),
        };
        match share_buffer.kind {
            BufferKind::Memory | BufferKind::File => {
                let mapped = file
                    .and_then(|file| MappedFile::open(file, share_buffer.kind == BufferKind::File))
                    .map(|file| {
                        Arc::new(if is_scarce {
                            ImportedBuffer::Closed(file.into_mapping())
                        } else {
                            ImportedBuffer::Open(file)
                        })
                    });
                self.buffers.insert(number, mapped.map_err(|error| Unavailable::large_value(&error)));
            }
            BufferKind::Region => match file.and_then(|file| Region::adopt(number, file)) {
                Ok(region) => drop(self.regions.insert(number, region)),
                Err(error) => Region::note_unavailable(number, unmapped_region(&error)),
            },
        }
        // Of a worker also for the first time: one that gets no large values needs none.
        self.spare.renew();
        Ok(())
    }

    /// Receives one message over the descriptor channel.
    pub(crate) fn receive(&mut self, wait: bool) -> io::Result<()> {
        let Some(fd_channel) = &self.fd_channel else {
            return Err(io::Error::other(
                "a descriptor was announced on a connection without a descriptor channel",
            ));
        };
        match fd_channel.receive(wait, &self.spare)? {
            // Not ordered with the frames; need not be, since no value refers to the region any more.
            FdMessage { number, file: None, .. } => drop(self.regions.remove(&number)),
            message => self.early.push_back(message),
        }
        Ok(())
    }

    /// The channel over which the other side may say that a region is gone, while there are regions.
    pub(crate) fn channel_to_watch(&self) -> Option<&FdChannel> {
        self.fd_channel.as_deref().filter(|_| !self.regions.is_empty())
    }

    /// The regions that have come since the last call.
    pub(crate) fn take_regions(&mut self) -> Vec<Arc<Region>> {
        if self.regions.is_empty() {
            Vec::new()
        } else {
            self.regions.drain().map(|(_, region)| region).collect()
        }
    }

    /// The buffer of a value, which is at least as long as the value.
    ///
    /// # Errors
    /// When there is no such buffer.
    pub(crate) fn find(&mut self, buffer: BufferRef) -> Result<(Arc<ImportedBuffer>, usize), Unavailable> {
        let memory = match self.buffers.get_mut(&buffer.number) {
            Some(Ok(memory)) => memory,
            Some(Err(unavailable)) => return Err(unavailable.clone()),
            None => return Err(Unavailable::wrong("a large value is in a buffer that was not sent")),
        };
        let len = usize::try_from(buffer.len).unwrap_or(usize::MAX);
        if len > memory.bytes().len() {
            // It has grown. Nobody reads it here, since it was not sent again until now.
            match Arc::get_mut(memory).map(ImportedBuffer::follow) {
                Some(Ok(())) => {}
                Some(Err(error)) => return Err(Unavailable::large_value(&error)),
                None => return Err(Unavailable::wrong("the buffer of a large value is still in use")),
            }
        }
        if len > memory.bytes().len() {
            return Err(Unavailable::wrong("a large value is longer than its buffer"));
        }
        Ok((Arc::clone(memory), len))
    }

    /// Whether this buffer cannot be followed when it grows, so that the next value in it needs another one.
    pub(crate) fn is_closed(&self, number: u64) -> bool {
        matches!(self.buffers.get(&number), Some(Ok(memory)) if matches!(**memory, ImportedBuffer::Closed(_)))
    }

    /// Whether the buffers that are being read may stay so until somebody asks for their values.
    pub(crate) fn may_hold(&self) -> bool {
        let mapped = self.buffers.values().filter_map(|memory| memory.as_ref().ok());
        let held = mapped.filter(|memory| Arc::strong_count(memory) > 1);
        let (count, bytes) = held.fold((0, 0), |(count, bytes): (usize, usize), memory| {
            (count + 1, bytes.saturating_add(memory.extent()))
        });
        may_be_held(count, bytes)
    }

    pub(crate) fn forget(&mut self, number: u64) {
        self.buffers.remove(&number);
        self.regions.remove(&number);
    }
}

/// A result in a buffer of a worker.
#[derive(Debug)]
pub(crate) enum BufferLease {
    /// The worker may write to it again once this is dropped. The lease is dropped last, when nothing here reads it any more.
    Shared { memory: Arc<ImportedBuffer>, len: usize, number: u64, lease: SlotLease },
    /// The parent's for good.
    Kept { memory: Mapping, len: usize },
}

impl BufferLease {
    pub(crate) fn new(memory: Arc<ImportedBuffer>, len: usize, number: u64, lease: SlotLease) -> Self {
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
            Self::Shared { memory, len, .. } => read_once(memory.mapping(), *len, decode),
            Self::Kept { memory, len } => read_once(memory, *len, decode),
        }
    }

    /// Keeps the buffer for good, so that the worker need not wait for it, and closes its descriptor, of which there may be few.
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

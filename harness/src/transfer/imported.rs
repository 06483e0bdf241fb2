//! Buffers of the other side: mapped once, read where they are.

use super::result_buffers::may_be_held;
use crate::shared_slice::Region;
use crate::sys::{FdChannel, MappedFile, Mapping, SlotLease, read_once};
use crate::wire::{BufferKind, BufferRef, ShareBuffer};
use std::collections::{HashMap, VecDeque};
use std::io;
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// The other side's buffers and regions that this process has mapped.
#[derive(Debug, Default)]
pub(crate) struct ImportedBuffers {
    /// `None` if the other side cannot send descriptors.
    fd_channel: Option<Arc<FdChannel>>,
    buffers: HashMap<u64, Result<Arc<MappedFile>, String>>,
    regions: HashMap<u64, Arc<Region>>,
    /// Descriptors that came before their frame was read.
    early: VecDeque<(u64, io::Result<OwnedFd>)>,
}

impl ImportedBuffers {
    pub(crate) fn new(fd_channel: Option<Arc<FdChannel>>) -> Self {
        Self { fd_channel, ..Self::default() }
    }

    /// Maps the buffer that a frame announced. If it cannot be mapped, the values in it fail later.
    ///
    /// # Errors
    /// When its descriptor did not come.
    pub(crate) fn take(&mut self, share_buffer: ShareBuffer, wait: bool) -> io::Result<()> {
        while self.early.is_empty() {
            self.receive(wait)?;
        }
        let file = match self.early.pop_front() {
            Some((number, file)) if number == share_buffer.number || file.is_err() => file,
            _ => return Err(io::Error::other("the descriptor is not the one that was announced")),
        };
        match share_buffer.kind {
            BufferKind::Memory | BufferKind::File => {
                let mapped =
                    file.and_then(|file| MappedFile::open(file, share_buffer.kind == BufferKind::File));
                self.buffers
                    .insert(share_buffer.number, mapped.map(Arc::new).map_err(|error| error.to_string()));
            }
            BufferKind::Region => {
                // If this fails, decoding a value that refers to it fails with a message.
                if let Ok(region) = file.and_then(|file| Region::adopt(share_buffer.number, file)) {
                    self.regions.insert(share_buffer.number, region);
                }
            }
        }
        Ok(())
    }

    /// Receives one message over the descriptor channel.
    pub(crate) fn receive(&mut self, wait: bool) -> io::Result<()> {
        let Some(fd_channel) = &self.fd_channel else {
            return Err(io::Error::other(
                "a descriptor was announced on a connection without a descriptor channel",
            ));
        };
        match fd_channel.receive(wait) {
            Ok((number, Some(file))) => self.early.push_back((number, Ok(file))),
            // Not ordered with the frames; need not be, since no value refers to the region any more.
            Ok((number, None)) => drop(self.regions.remove(&number)),
            // The message was received; only its descriptor did not fit into this process.
            Err(error) if error.raw_os_error() == Some(libc::EMFILE) => self.early.push_back((0, Err(error))),
            Err(error) => return Err(error),
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
    /// When there is no such buffer, as a message.
    pub(crate) fn find(&mut self, buffer: BufferRef) -> Result<(Arc<MappedFile>, usize), String> {
        let memory = match self.buffers.get_mut(&buffer.number) {
            Some(Ok(memory)) => memory,
            Some(Err(message)) => {
                return Err(format!(
                    "the shared memory of a large value could not be mapped: {message}; allow more open files \
                     (`ulimit -n`), or send it by `Transfer::Inline`"
                ));
            }
            None => return Err("a large value is in a buffer that was not sent".to_owned()),
        };
        let len = usize::try_from(buffer.len).unwrap_or(usize::MAX);
        if len > memory.len() {
            // It has grown. Nobody reads it here, since it was not sent again until now.
            let followed = Arc::get_mut(memory).map(MappedFile::follow);
            match followed {
                Some(Ok(())) => {}
                Some(Err(error)) => {
                    return Err(format!("the shared memory of a large value could not be mapped: {error}"));
                }
                None => return Err("the buffer of a large value is still in use".to_owned()),
            }
        }
        if len > memory.len() {
            return Err("a large value is longer than its buffer".to_owned());
        }
        Ok((Arc::clone(memory), len))
    }

    /// Whether the buffers that are being read may stay so until somebody asks for their values.
    pub(crate) fn may_hold(&self) -> bool {
        let mapped = self.buffers.values().filter_map(|memory| memory.as_ref().ok());
        let held = mapped.filter(|memory| Arc::strong_count(memory) > 1);
        let (count, bytes) = held.fold((0, 0), |(count, bytes): (usize, usize), memory| {
            (count + 1, bytes.saturating_add(memory.extent().unwrap_or(usize::MAX)))
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
    Shared { memory: Arc<MappedFile>, len: usize, number: u64, lease: SlotLease },
    /// The parent's for good.
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

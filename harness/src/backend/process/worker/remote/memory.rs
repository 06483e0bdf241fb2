//! The memory of `Shared` values on its way to another machine: what a caller reads, and the copy that a node's workers read.
//!
//! Large values have memory of their own, which does not change. Small ones are put into memory that grows value by value; what is
//! written of it does not change either.

use crate::shared_slice::Region;
use crate::sys::{FdChannel, MappedFile, SealedMemory, SealedView, SealedWriter, SpareDescriptor};
use std::fmt;
use std::io;
use std::ops::{Deref, Range};
use std::os::fd::BorrowedFd;
use std::sync::{Arc, Weak};

/// Memory of `Shared` values of this process. It is not kept alive by this.
#[derive(Clone, Debug)]
pub struct SharedMemory {
    id: u64,
    grows: bool,
    region: Weak<Region>,
    written: u64,
    length: u64,
}

impl SharedMemory {
    pub(crate) fn of(region: &Arc<Region>) -> Self {
        let memory = region.memory();
        let written = memory.contents().end as u64;
        let (id, grows, length) = (region.id(), region.grows(), memory.len() as u64);
        Self { id, grows, region: Arc::downgrade(region), written, length }
    }

    /// Its number. No other memory of any process has the same, as far as can be hoped.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Whether it is filled value by value.
    pub fn grows(&self) -> bool {
        self.grows
    }

    /// Whether memory with this number is.
    pub fn is_number_of_growing(number: u64) -> bool {
        Region::id_grows(number)
    }

    /// Its length in bytes, when it is full.
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Up to which byte it was written when this was made.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// Whether a value is left in it.
    pub fn is_alive(&self) -> bool {
        self.region.strong_count() > 0
    }

    /// What is written of it behind this byte. Of memory that grows, the first bytes are not part of it. `None` if no value is left in
    /// it.
    pub fn bytes_from(&self, start: u64) -> Option<SharedBytes> {
        let region = self.region.upgrade()?;
        let Range { start: first, .. } = region.memory().contents();
        let start = usize::try_from(start).ok()?.max(first);
        let length = usize::try_from(self.written).ok()?.saturating_sub(start);
        SealedView::new(region, Region::memory, start, length).ok().map(SharedBytes)
    }
}

/// Bytes of shared memory, which they keep alive.
pub struct SharedBytes(SealedView<[u8], Region>);

impl Deref for SharedBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for SharedBytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl fmt::Debug for SharedBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedBytes").field("length", &self.len()).finish()
    }
}

/// Memory on a node that workers can read.
#[derive(Clone, Debug)]
pub struct MemoryCopy(Arc<SealedMemory>);

impl MemoryCopy {
    pub(super) fn file(&self) -> BorrowedFd<'_> {
        self.0.file()
    }
}

/// Memory that a worker has made, as its node sees it.
#[derive(Clone, Debug)]
pub struct WorkerMemory {
    grows: bool,
    memory: Arc<SealedMemory>,
}

impl WorkerMemory {
    /// Whether it is filled value by value.
    pub fn grows(&self) -> bool {
        self.grows
    }

    /// Its length in bytes, when it is full.
    pub fn length(&self) -> u64 {
        self.memory.len() as u64
    }

    /// The first byte that is part of it.
    pub fn start(&self) -> u64 {
        self.memory.contents().start as u64
    }

    /// Up to which byte it is written by now.
    pub fn written(&self) -> u64 {
        self.memory.contents().end as u64
    }

    /// At most so many of the bytes from this one on.
    pub fn bytes(&self, from: u64, most: usize) -> Vec<u8> {
        let Ok(from) = usize::try_from(from) else { return Vec::new() };
        let length = self.memory.contents().end.saturating_sub(from).min(most);
        let view =
            SealedView::<[u8], SealedMemory>::new(Arc::clone(&self.memory), |memory| memory, from, length);
        view.map(|view| view.to_vec()).unwrap_or_default()
    }
}

/// Hands memory to the other side of a stream, or takes it from there.
#[derive(Debug)]
pub struct MemoryChannel(Arc<FdChannel>);

impl MemoryChannel {
    pub(crate) fn new(channel: impl Into<Arc<FdChannel>>) -> Self {
        Self(channel.into())
    }

    /// Hands memory over that is announced with this number, in the order of the announcements. Returns false if there is no room for
    /// that now.
    pub fn share(&self, number: u64, memory: &MemoryCopy) -> bool {
        // One that is gone takes no more.
        !matches!(self.0.send(number, memory.file(), false), Ok(false))
    }

    /// As [`share`](Self::share), of memory of this process. If no value is left in it, it is refused.
    pub fn share_own(&self, memory: &SharedMemory) -> bool {
        match memory.region.upgrade() {
            Some(region) => !matches!(self.0.send(region.id(), region.file(), false), Ok(false)),
            None => self.refuse(memory.id, "its last value in the program that made it was dropped"),
        }
    }

    /// Says why there is no memory with this number. Returns false if there is no room for that now.
    pub fn refuse(&self, number: u64, why: &str) -> bool {
        !matches!(self.0.refuse(number, why), Ok(false))
    }

    /// Says that nobody will refer to the memory with this number any more. Best effort.
    pub fn forget(&self, number: u64) {
        let _ = self.0.send_number(number);
    }

    /// The next memory that has come, with its number, or why it is of no use. Does not wait.
    pub fn take(&self) -> Option<(u64, io::Result<WorkerMemory>)> {
        loop {
            let message = self.0.receive(false, &SpareDescriptor::default()).ok()?;
            let Some(file) = message.file else { continue };
            let grows = Region::id_grows(message.number);
            let memory = file.and_then(|file| SealedMemory::open(file, grows));
            let memory = memory.map(|memory| WorkerMemory { grows, memory: Arc::new(memory) });
            return Some((message.number, memory));
        }
    }
}

/// A copy of memory that does not change, while it is filled.
#[derive(Debug)]
pub struct NewMemory {
    memory: MappedFile,
    filled: usize,
    length: usize,
}

impl NewMemory {
    /// Of so many bytes.
    ///
    /// # Errors
    /// When there is not so much memory.
    pub fn new(length: u64) -> io::Result<Self> {
        let length = usize::try_from(length).map_err(|_| io::ErrorKind::OutOfMemory)?;
        crate::shared_slice::check_space(length)?;
        Ok(Self { memory: MappedFile::anonymous(length)?, filled: 0, length })
    }

    /// Fills the next bytes.
    ///
    /// # Errors
    /// When that is more than its length.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let end = self.filled.checked_add(bytes.len()).filter(|end| *end <= self.length);
        let end = end.ok_or_else(|| io::Error::other("more bytes came than there should be"))?;
        let space = self.memory.bytes_mut().get_mut(self.filled..end);
        space.ok_or(io::ErrorKind::InvalidInput)?.copy_from_slice(bytes);
        self.filled = end;
        Ok(())
    }

    /// How many bytes are filled.
    pub fn written(&self) -> u64 {
        self.filled as u64
    }

    /// Ends writing for good.
    ///
    /// # Errors
    /// When it is not full, or the system refuses that.
    pub fn seal(self) -> io::Result<MemoryCopy> {
        if self.filled != self.length {
            return Err(io::Error::other("fewer bytes came than there should be"));
        }
        Ok(MemoryCopy(Arc::new(SealedMemory::whole(self.memory)?)))
    }
}

/// A copy of memory that grows.
pub struct GrowingMemory {
    memory: Arc<SealedMemory>,
    writer: SealedWriter<SealedMemory>,
}

/// The longest memory that grows is a few MiB long.
const MOST_GROWN: u64 = 64 << 20;

impl GrowingMemory {
    /// Of so many bytes, when it is full.
    ///
    /// # Errors
    /// When there is not so much memory, or it is longer than such memory is.
    pub fn new(length: u64) -> io::Result<Self> {
        let length = usize::try_from(length.min(MOST_GROWN)).map_err(|_| io::ErrorKind::OutOfMemory)?;
        let memory = Arc::new(SealedMemory::filled_later(length)?);
        let writer = SealedWriter::of(&memory, |memory| memory)?;
        Ok(Self { memory, writer })
    }

    /// Appends what was written to the memory behind what is known here.
    ///
    /// # Errors
    /// When that is more than its length.
    pub fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        let space = self.writer.space(bytes.len(), 1);
        let space = space.ok_or_else(|| io::Error::other("more bytes came than there should be"))?;
        space.fill(|space| space.copy_from_slice(bytes));
        Ok(())
    }

    /// Up to which byte it is written.
    pub fn written(&self) -> u64 {
        self.memory.contents().end as u64
    }

    /// The memory to hand to workers, which see it grow.
    pub fn copy(&self) -> MemoryCopy {
        MemoryCopy(Arc::clone(&self.memory))
    }
}

impl fmt::Debug for GrowingMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GrowingMemory").field("memory", &self.memory).finish_non_exhaustive()
    }
}

#[cfg(test)]
#[path = "memory_tests.rs"]
mod tests;

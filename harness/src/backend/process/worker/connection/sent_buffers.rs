//! Buffers in shared memory that one worker was given, and until when it needs them.

use super::carrier::Carrier;
use crate::id_map::IdMap;
use crate::shared_slice::{Holder, Region};
use crate::sys::{Backoff, FdChannel, is_passing};
use crate::transfer::SharedBuffer;
use rustix::io::Errno;
use std::any::Any;
use std::collections::VecDeque;
use std::io;
use std::os::fd::BorrowedFd;
use std::sync::{Arc, Weak};

/// Bytes of large inputs that may be on their way to one worker; two inputs may always.
const ON_THE_WAY: usize = 32 << 20;

#[derive(Debug, Default)]
pub(super) struct SentBuffers {
    /// Buffers that the worker has mapped, with a sign of their life here.
    known: IdMap<u64, Weak<dyn Any + Send + Sync>>,
    /// Regions that it has mapped.
    known_regions: IdMap<u64, Weak<Region>>,
    /// What the socket has not taken yet.
    handing: VecDeque<Handed>,
    backoff: Backoff,
    /// Whether the wait has said that there is room.
    is_writable: bool,
    /// Whether the channel is gone. The worker ends when it looks for the next descriptor.
    is_cut: bool,
    held: VecDeque<Held>,
    /// Of those that are held.
    bytes: usize,
}

/// Something whose descriptor is on its way to the worker.
#[derive(Debug)]
enum Handed {
    Region(Arc<Region>),
    Buffer(Arc<SharedBuffer>),
}

impl Handed {
    fn number(&self) -> u64 {
        match self {
            Self::Region(region) => region.id(),
            Self::Buffer(buffer) => buffer.memory().map_or(0, |content| content.number),
        }
    }

    fn file(&self) -> Option<BorrowedFd<'_>> {
        match self {
            Self::Region(region) => Some(region.file()),
            Self::Buffer(buffer) => buffer.memory().map(|content| content.memory.file()),
        }
    }

    /// Sends the descriptor. Returns false if there is no room for it now.
    fn send(&self, fd_channel: &FdChannel) -> Result<bool, Errno> {
        self.file().map_or(Ok(true), |file| fd_channel.send(self.number(), file, false))
    }
}

/// Kept until a number of tasks is answered.
#[derive(Debug)]
struct Held {
    until: u64,
    /// Whether it is the input of the last of them.
    is_input: bool,
    shared_buffer: Option<Arc<SharedBuffer>>,
    regions: Vec<Arc<Region>>,
}

impl Held {
    fn bytes(&self) -> usize {
        self.shared_buffer.as_ref().map_or(0, |shared_buffer| shared_buffer.len())
    }
}

/// Tells a worker at once that a region is gone. It would keep that mapped while it is idle.
#[derive(Debug)]
pub(super) struct Teller(pub(super) Arc<FdChannel>);

impl Holder for Teller {
    fn forget(&self, id: u64) {
        // If there is no room, the worker gets a frame before its next task.
        let _ = self.0.send_number(id);
    }
}

impl SentBuffers {
    /// As [`hand`](Self::hand), of a region.
    pub(super) fn hand_region(
        &mut self,
        region: &Arc<Region>,
        teller: &Arc<dyn Holder>,
        fd_channel: &FdChannel,
    ) -> io::Result<bool> {
        if self.known_regions.get(&region.id()).is_some_and(|known| known.strong_count() > 0) {
            return Ok(false);
        }
        self.push(Handed::Region(Arc::clone(region)), fd_channel)?;
        region.held_by(teller);
        self.known_regions.insert(region.id(), Arc::downgrade(region));
        Ok(true)
    }

    /// As [`hand`](Self::hand), of a region, to a worker on another machine.
    pub(super) fn carry_region(&mut self, region: &Arc<Region>, carrier: &dyn Carrier) -> bool {
        let is_new = self.known_regions.get(&region.id()).is_none_or(|known| known.strong_count() == 0);
        carrier.carry(region, is_new);
        if is_new {
            self.known_regions.insert(region.id(), Arc::downgrade(region));
        }
        is_new
    }

    /// Gets a memory to the worker; returns whether that is news to it.
    ///
    /// # Errors
    /// When it cannot be handed over now.
    pub(super) fn hand(
        &mut self,
        shared_buffer: &Arc<SharedBuffer>,
        fd_channel: &FdChannel,
    ) -> io::Result<bool> {
        let Some(content) = shared_buffer.memory() else { return Ok(false) };
        if self.known.contains_key(&content.number) {
            return Ok(false);
        }
        self.push(Handed::Buffer(Arc::clone(shared_buffer)), fd_channel)?;
        self.known.insert(content.number, content.liveness());
        Ok(true)
    }

    /// Sends a descriptor now, if it may and there is room, or else later.
    ///
    /// It is tried at once, since now the value can still go another way.
    fn push(&mut self, handed: Handed, fd_channel: &FdChannel) -> io::Result<()> {
        if self.handing.is_empty() && !self.is_cut {
            match handed.send(fd_channel) {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(errno) if is_over(errno) => self.cut(fd_channel),
                Err(errno) => return Err(errno.into()),
            }
        }
        if !self.is_cut {
            self.handing.push_back(handed);
        }
        Ok(())
    }

    /// The worker's end is gone. A worker that lives finds that out when it looks for a descriptor: it ends, and the tasks
    /// that it has not begun go to another one.
    fn cut(&mut self, fd_channel: &FdChannel) {
        self.is_cut = true;
        self.handing.clear();
        fd_channel.close();
    }

    /// What the worker could not map is handed to it anew when it is needed again.
    pub(super) fn share_again(&mut self, number: u64) {
        self.known.remove(&number);
        self.known_regions.remove(&number);
    }

    /// All regions are handed to it anew when they are needed again.
    pub(super) fn share_regions_again(&mut self) {
        self.known_regions.clear();
    }

    /// What the worker has and this side has no more; it is forgotten here too.
    pub(super) fn take_dropped(&mut self) -> Vec<u64> {
        let buffers = self.known.extract_if(|_, known| known.strong_count() == 0).map(|(number, _)| number);
        let mut gone: Vec<u64> = buffers.collect();
        let regions = self.known_regions.extract_if(|_, known| known.strong_count() == 0);
        gone.extend(regions.map(|(number, _)| number));
        gone
    }

    /// Keeps what was sent until `until` tasks are answered.
    pub(super) fn hold(
        &mut self,
        shared_buffer: Option<Arc<SharedBuffer>>,
        regions: Vec<Arc<Region>>,
        until: u64,
        is_input: bool,
    ) {
        if shared_buffer.is_some() || !regions.is_empty() {
            let held = Held { until, is_input, shared_buffer, regions };
            self.bytes += held.bytes();
            self.held.push_back(held);
        }
    }

    /// This number of tasks is answered in all.
    #[inline]
    pub(super) fn answered(&mut self, tasks: u64) {
        while let Some(held) = self.held.front().filter(|held| held.until <= tasks) {
            self.bytes -= held.bytes();
            self.held.pop_front();
        }
    }

    /// The input of the task that comes after this number of answered tasks.
    pub(super) fn input_after(&self, tasks: u64) -> (Option<Arc<SharedBuffer>>, Vec<Arc<Region>>) {
        let due = |held: &&Held| held.is_input && held.until == tasks + 1;
        self.held
            .iter()
            .find(due)
            .map(|held| (held.shared_buffer.clone(), held.regions.clone()))
            .unwrap_or_default()
    }

    /// Whether so much is on its way that no more should be.
    pub(super) fn is_enough(&self) -> bool {
        self.bytes > ON_THE_WAY && self.held.iter().filter(|held| held.is_input).count() >= 2
    }

    pub(super) fn has_unsent_descriptors(&self) -> bool {
        !self.handing.is_empty()
    }

    /// The wait has said that there is room.
    pub(super) fn note_writable(&mut self) {
        self.is_writable = true;
    }

    /// Sends descriptors as far as there is room. A worker that is gone is noticed when it is read from.
    pub(super) fn send(&mut self, fd_channel: &FdChannel) {
        while let Some(handed) = self.handing.front() {
            match handed.send(fd_channel) {
                Ok(true) => {
                    self.handing.pop_front();
                    self.backoff.succeeded();
                }
                // Where there is no room although the wait said so, the loop would try for ever.
                Ok(false) if !std::mem::take(&mut self.is_writable) || self.backoff.try_again() => return,
                Err(errno) if is_passing(errno) && self.backoff.try_again() => return,
                Ok(false) | Err(_) => self.cut(fd_channel),
            }
        }
    }
}

/// Whether the worker has no other end of the channel any more.
fn is_over(errno: Errno) -> bool {
    matches!(errno, Errno::PIPE | Errno::CONNRESET | Errno::NOTCONN | Errno::CONNREFUSED)
}

//! Buffers in shared memory that one worker was given, and until when it needs them.

use crate::shared_slice::{Holder, Region};
use crate::sys::FdChannel;
use crate::transfer::SharedBuffer;
use std::any::Any;
use std::collections::{HashMap, VecDeque};
use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Weak};

/// Bytes of large inputs that may be on their way to one worker; two inputs may always.
const ON_THE_WAY: usize = 32 << 20;

#[derive(Debug, Default)]
pub(super) struct SentBuffers {
    /// What the worker has mapped, with a sign of its life here.
    known: HashMap<u64, Weak<dyn Any + Send + Sync>>,
    /// Descriptors that the socket has not taken yet.
    handing: VecDeque<(u64, OwnedFd)>,
    held: VecDeque<Held>,
    /// Of those that are held.
    bytes: usize,
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
    pub(super) fn hand_region(&mut self, region: &Arc<Region>, teller: &Arc<dyn Holder>) -> io::Result<bool> {
        if self.known.get(&region.id()).is_some_and(|known| known.strong_count() > 0) {
            return Ok(false);
        }
        let file = region.file().try_clone_to_owned()?;
        self.handing.push_back((region.id(), file));
        region.held_by(teller);
        let alive: Arc<dyn Any + Send + Sync> = region.clone();
        self.known.insert(region.id(), Arc::downgrade(&alive));
        Ok(true)
    }

    /// Gets a memory to the worker; gives whether that is news to it.
    pub(super) fn hand(&mut self, shared_buffer: &SharedBuffer) -> io::Result<bool> {
        let Some(content) = shared_buffer.memory() else { return Ok(false) };
        if self.known.contains_key(&content.number) {
            return Ok(false);
        }
        let file = content.memory.file().try_clone_to_owned()?;
        self.handing.push_back((content.number, file));
        self.known.insert(content.number, content.liveness());
        Ok(true)
    }

    /// What the worker could not map is handed to it anew when it is needed again.
    pub(super) fn share_again(&mut self, number: u64) {
        self.known.remove(&number);
    }

    /// What the worker has and this side has no more; it is forgotten here too.
    pub(super) fn take_dropped(&mut self) -> Vec<u64> {
        let gone = |known: &Weak<dyn Any + Send + Sync>| known.strong_count() == 0;
        self.known.extract_if(|_, known| gone(known)).map(|(number, _)| number).collect()
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

    /// Sends descriptors as far as there is room. A worker that is gone is noticed when it is read from.
    pub(super) fn send(&mut self, fd_channel: &FdChannel) {
        while let Some((number, file)) = self.handing.front() {
            if !matches!(fd_channel.send(*number, std::os::fd::AsFd::as_fd(file), false), Ok(true)) {
                return;
            }
            self.handing.pop_front();
        }
    }
}

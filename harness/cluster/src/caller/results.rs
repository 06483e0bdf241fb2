//! Memory of `Shared` values in the results of one worker: copied as it comes, and handed to the pool before the bytes that refer to it.

use super::memory::Memories;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, VecDeque};
use std::io;
use wirecheck::cluster::{GrowingMemory, MemoryChannel, MemoryCopy, NewMemory, SharedMemory};

/// See the [module](self).
#[derive(Debug, Default)]
pub(super) struct Results {
    made: HashMap<u64, Made>,
    /// Before which byte of the stream which memory is to be handed over.
    due: VecDeque<(u64, u64, Due)>,
}

/// What is handed over.
#[derive(Debug)]
enum Due {
    Copy(MemoryCopy),
    /// It is memory that this caller has sent.
    Own,
    Unusable(String),
}

#[derive(Debug)]
enum Made {
    Growing(GrowingMemory),
    Filling(NewMemory),
    There(MemoryCopy),
    Unusable(String),
}

impl Results {
    /// The next bytes of memory.
    pub(super) fn part(&mut self, memory: u64, length: u64, from: u64, bytes: &[u8]) {
        if let Err(error) = self.try_part(memory, length, from, bytes) {
            let why = format!("the memory of a result could not be copied: {error}");
            self.made.insert(memory, Made::Unusable(why));
        }
    }

    fn try_part(&mut self, memory: u64, length: u64, from: u64, bytes: &[u8]) -> io::Result<()> {
        if let Entry::Vacant(place) = self.made.entry(memory) {
            place.insert(if SharedMemory::is_number_of_growing(memory) {
                Made::Growing(GrowingMemory::new(length)?)
            } else {
                Made::Filling(NewMemory::new(length)?)
            });
        }
        let is_in_order = |written: u64| {
            let wrong = || io::Error::other("its parts came in the wrong order");
            (written == from).then_some(()).ok_or_else(wrong)
        };
        match self.made.get_mut(&memory) {
            Some(Made::Growing(growing)) => {
                is_in_order(growing.written())?;
                growing.append(bytes)
            }
            Some(Made::Filling(filling)) => {
                is_in_order(filling.written())?;
                filling.append(bytes)
            }
            // It came before, or could not be kept.
            _ => Ok(()),
        }
    }

    /// It cannot be had.
    pub(super) fn refuse(&mut self, memory: u64, why: &str) {
        self.made.insert(memory, Made::Unusable(why.to_owned()));
    }

    /// No result will be in it for a while.
    pub(super) fn forget(&mut self, memory: u64) {
        self.made.remove(&memory);
    }

    /// It is to be handed over before this byte of the stream.
    pub(super) fn announce(&mut self, memory: u64, position: u64) {
        if let Some(Made::Filling(_)) = self.made.get(&memory)
            && let Some(Made::Filling(filled)) = self.made.remove(&memory)
        {
            let made = filled.seal().map_or_else(|error| Made::Unusable(error.to_string()), Made::There);
            self.made.insert(memory, made);
        }
        // It may be forgotten before it is handed over.
        let what = match self.made.get(&memory) {
            Some(Made::Growing(growing)) => Due::Copy(growing.copy()),
            Some(Made::There(copy)) => Due::Copy(copy.clone()),
            Some(Made::Unusable(why)) => Due::Unusable(why.clone()),
            Some(Made::Filling(_)) | None => Due::Own,
        };
        self.due.push_back((position, memory, what));
    }

    /// Hands over what is due before the byte at `position`. Returns how many bytes may follow, or `None` if there is no room for more
    /// memory now.
    pub(super) fn hand_over(
        &mut self,
        position: u64,
        channel: &MemoryChannel,
        own: &Memories,
    ) -> Option<usize> {
        while let Some((due, memory, what)) = self.due.front() {
            if *due > position {
                return Some(usize::try_from(due - position).unwrap_or(usize::MAX));
            }
            let is_handed = match (what, own.find(*memory)) {
                (Due::Copy(copy), _) => channel.share(*memory, copy),
                (Due::Unusable(why), _) => channel.refuse(*memory, why),
                (Due::Own, Some(own)) => channel.share_own(own),
                (Due::Own, None) => channel.refuse(*memory, "it is not known here any more"),
            };
            if !is_handed {
                return None;
            }
            self.due.pop_front();
        }
        Some(usize::MAX)
    }
}

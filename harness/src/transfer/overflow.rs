//! The value that is appended to a sink, once it is too large for its frame.

use super::allocator::{BufferAllocator, NumberedBuffer, fits};
use std::io;
use std::sync::Arc;

/// Where a sink puts a large value.
#[derive(Debug)]
pub(crate) struct Overflow {
    buffers: Arc<dyn BufferAllocator>,
    filling: Option<Filling>,
    /// Why the value cannot be sent, if there was no memory for it.
    failed: Option<io::Error>,
    /// Bytes that were dropped for that.
    lost: usize,
}

/// What has been written of the value.
#[derive(Debug)]
struct Filling {
    to: NumberedBuffer,
    len: usize,
}

/// Where a value has been written.
#[derive(Debug)]
pub(crate) enum Destination {
    /// In the sink.
    Inline,
    /// In this buffer, with this length.
    OutOfBand(NumberedBuffer, usize),
    /// Nowhere: there was no memory for it.
    Nowhere(io::Error),
}

/// What is left to do after bytes were written.
#[derive(Debug)]
pub(crate) enum Offered {
    Taken,
    /// There is no memory: the value goes back to the sink. It begins with these bytes.
    Back(Vec<u8>),
}

impl Overflow {
    pub(crate) fn new(buffers: Arc<dyn BufferAllocator>) -> Self {
        Self { buffers, filling: None, failed: None, lost: 0 }
    }

    /// How many bytes were written, or dropped.
    pub(crate) fn len(&self) -> usize {
        self.filling.as_ref().map_or(self.lost, |filling| filling.len)
    }

    /// The length above which a value goes to a buffer.
    pub(crate) fn limit(&self) -> usize {
        self.buffers.policy().inline_up_to()
    }

    /// Appends to the value. At least `more` bytes follow these.
    pub(crate) fn write(&mut self, bytes: &[u8], more: usize) -> Offered {
        if self.failed.is_some() {
            self.lost += bytes.len();
            return Offered::Taken;
        }
        match self.try_write(bytes, more) {
            Ok(()) => Offered::Taken,
            Err(error) => self.give_up(error, bytes.len()),
        }
    }

    fn try_write(&mut self, bytes: &[u8], more: usize) -> io::Result<()> {
        let have = self.filling.as_ref().map_or(0, |filling| filling.len);
        let end = have.checked_add(bytes.len()).ok_or(io::ErrorKind::OutOfMemory)?;
        let wanted = end.saturating_add(more);
        let filling = match &mut self.filling {
            Some(filling) => filling,
            none => none.insert(Filling { to: self.buffers.take(wanted)?, len: 0 }),
        };
        if filling.to.memory.len() < wanted {
            if fits(self.buffers.policy(), &filling.to.memory, wanted) {
                // Doubled each time, if possible: the final length is not known yet.
                let twice = filling.to.memory.len().saturating_mul(2);
                let memory = &mut filling.to.memory;
                memory.grow(twice.max(wanted)).or_else(|_| memory.grow(wanted))?;
            } else {
                let mut to = self.buffers.take(wanted)?;
                let have = &filling.to.memory.bytes()[..filling.len];
                to.memory.bytes_mut()[..have.len()].copy_from_slice(have);
                self.buffers.put_back(std::mem::replace(&mut filling.to, to));
            }
        }
        filling.to.memory.bytes_mut()[have..end].copy_from_slice(bytes);
        filling.len = end;
        Ok(())
    }

    /// Without memory, the value goes through the socket after all. Without disk space it does not: it was to stay out of
    /// memory.
    fn give_up(&mut self, error: io::Error, offered: usize) -> Offered {
        let policy = self.buffers.policy();
        let wants_file = policy.file_above < policy.memory_above;
        let written = self.filling.take();
        let bytes = written.as_ref().map(|filling| &filling.to.memory.bytes()[..filling.len]);
        let mut back = Vec::new();
        if wants_file || back.try_reserve_exact(bytes.map_or(0, <[u8]>::len)).is_err() {
            self.failed = Some(error);
            self.lost = bytes.map_or(0, <[u8]>::len) + offered;
        } else {
            back.extend_from_slice(bytes.unwrap_or_default());
        }
        if let Some(filling) = written {
            self.buffers.put_back(filling.to);
        }
        if self.failed.is_some() { Offered::Taken } else { Offered::Back(back) }
    }

    /// Ends the value; returns where it is.
    pub(crate) fn finish(&mut self) -> Destination {
        self.lost = 0;
        match (self.failed.take(), self.filling.take()) {
            (Some(error), _) => Destination::Nowhere(error),
            (None, Some(filling)) => Destination::OutOfBand(filling.to, filling.len),
            (None, None) => Destination::Inline,
        }
    }

    /// Drops the value.
    pub(crate) fn discard(&mut self) {
        if let Destination::OutOfBand(unused, _) = self.finish() {
            self.buffers.put_back(unused);
        }
    }
}

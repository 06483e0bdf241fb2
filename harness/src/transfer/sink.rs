//! The buffer of frames that values are encoded into.
//!
//! A codec sees it as a [`ByteSink`], which can only be appended to. What takes bytes back, moves a value to shared memory or
//! makes a sink with such memory is for frames alone.

use super::{BufferAllocator, Destination, Offered, Overflow};
use crate::format::ByteSink;
use crate::format::sealed::Sealed;
use std::io;
use std::ops::{Deref, DerefMut};
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::sync::Arc;

/// Frames with encoded values, one after another. A value that grows above the limit continues in shared memory.
#[derive(Debug, Default)]
pub(crate) struct FrameSink {
    bytes: Vec<u8>,
    /// Where the value that is being written begins.
    start: usize,
    /// Where a value goes that is too large for its frame, if anywhere.
    overflow: Option<Box<Overflow>>,
    /// Whether a part of the value has gone there.
    is_over: bool,
}

/// Bytes that are collected here before they follow those in shared memory: as many as stay in a cache.
const GATHERED: usize = 64 << 10;

/// No value of at most this size is large, whatever the limit is.
const SMALL: usize = 256;

impl FrameSink {
    /// An empty one whose values all stay in their frames.
    pub(crate) const fn new() -> Self {
        Self { bytes: Vec::new(), start: 0, overflow: None, is_over: false }
    }

    /// An empty one whose large values go to `buffers`.
    pub(crate) fn with_allocator(buffers: Arc<dyn BufferAllocator>) -> Self {
        Self { overflow: Some(Box::new(Overflow::new(buffers))), ..Self::new() }
    }

    /// The bytes that are here.
    pub(crate) fn into_vec(self) -> Vec<u8> {
        self.bytes
    }

    /// Keeps the first `len` bytes, and nothing of a value that continues in shared memory.
    #[inline]
    pub(crate) fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
        if self.is_over {
            self.discard();
        }
    }

    /// Removes all bytes, and keeps the memory.
    #[inline]
    pub(crate) fn clear(&mut self) {
        self.truncate(0);
    }

    /// Removes the first `count` bytes, of at least as many.
    pub(crate) fn drop_front(&mut self, count: usize) {
        self.bytes.drain(..count);
    }

    /// Frees unused memory above this capacity.
    pub(crate) fn shrink_to(&mut self, capacity: usize) {
        self.bytes.shrink_to(capacity);
    }

    #[inline]
    fn has_room_for(&self, more: usize) -> bool {
        self.bytes.capacity() - self.bytes.len() >= more
    }

    /// Appends what belongs to no value, or to one that is to stay here.
    #[inline]
    pub(crate) fn extend_inline(&mut self, more: &[u8]) {
        if !self.has_room_for(more.len()) {
            self.grow(more.len());
        }
        self.bytes.extend_from_slice(more);
    }

    /// Appends bytes of a value.
    #[inline(always)]
    pub(crate) fn extend_from_slice(&mut self, more: &[u8]) {
        if self.has_room_for(more.len()) {
            self.bytes.extend_from_slice(more);
        } else {
            self.extend_beyond(more);
        }
    }

    /// Appends bytes of a value, where there is no room for them.
    #[cold]
    fn extend_beyond(&mut self, more: &[u8]) {
        if self.overflows(more.len()) && self.extend_out_of_band(more) {
            return;
        }
        self.grow(more.len());
        self.bytes.extend_from_slice(more);
    }

    /// Makes room for this many bytes more. The one place where a sink grows.
    #[cold]
    fn grow(&mut self, needed: usize) {
        self.bytes.reserve(needed);
    }

    /// A value begins here.
    #[inline]
    pub(crate) fn start_value(&mut self) {
        self.start = self.bytes.len();
    }

    /// Whether the value that began last, with this many bytes here, may have to go to shared memory, see [`finish_value`](Self::finish_value).
    #[inline]
    pub(crate) fn is_large(&self, here: usize) -> bool {
        self.is_over || (here > SMALL && self.overflow.is_some())
    }

    /// Ends a large value, and returns where it is now. If that is shared memory, nothing of it is left here.
    #[cold]
    pub(crate) fn finish_value(&mut self) -> Destination {
        let here = self.bytes.len() - self.start;
        let Some(overflow) =
            self.overflow.as_mut().filter(|overflow| self.is_over || here > overflow.limit())
        else {
            return Destination::Inline;
        };
        if let Offered::Back(before) = overflow.write(&self.bytes[self.start..], 0) {
            self.bytes.splice(self.start..self.start, before);
            self.is_over = false;
            return Destination::Inline;
        }
        self.bytes.truncate(self.start);
        self.is_over = false;
        overflow.finish()
    }

    /// Whether the value is too large to continue here.
    fn overflows(&self, more: usize) -> bool {
        let value = (self.bytes.len() - self.start).saturating_add(more);
        self.is_over || self.overflow.as_ref().is_some_and(|overflow| value > overflow.limit())
    }

    /// Moves the value so far to shared memory, and these bytes too. Returns whether that could be done.
    fn extend_out_of_band(&mut self, more: &[u8]) -> bool {
        let Some(overflow) = &mut self.overflow else { return false };
        let few = more.len() < GATHERED;
        let after = if few { GATHERED } else { more.len() };
        let mut offered = overflow.write(&self.bytes[self.start..], after);
        if matches!(offered, Offered::Taken) {
            self.is_over = true;
            self.bytes.truncate(self.start);
            if few {
                if !self.has_room_for(GATHERED) {
                    self.grow(GATHERED);
                }
                self.bytes.extend_from_slice(more);
                return true;
            }
            offered = overflow.write(more, 0);
        }
        match offered {
            Offered::Taken => true,
            Offered::Back(before) => {
                // There is no memory: the value stays here.
                self.bytes.splice(self.start..self.start, before);
                self.is_over = false;
                false
            }
        }
    }

    #[cold]
    fn discard(&mut self) {
        if let Some(overflow) = &mut self.overflow {
            overflow.discard();
        }
        self.is_over = false;
    }
}

impl Sealed for FrameSink {
    #[inline]
    fn written(&self) -> usize {
        if self.is_over {
            return self.bytes.len() + self.overflow.as_ref().map_or(0, |overflow| overflow.len());
        }
        self.bytes.len()
    }
}

impl ByteSink for FrameSink {
    #[inline(always)]
    fn extend_from_slice(&mut self, bytes: &[u8]) {
        Self::extend_from_slice(self, bytes);
    }
}

/// Takes everything and never fails.
impl io::Write for FrameSink {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.extend_from_slice(bytes);
        Ok(())
    }

    #[inline]
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

// A panic leaves the bytes that were written before it, as in a vector.
impl UnwindSafe for FrameSink {}
impl RefUnwindSafe for FrameSink {}

/// The bytes that are here.
impl Deref for FrameSink {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl DerefMut for FrameSink {
    #[inline]
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }
}

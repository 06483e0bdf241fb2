//! Where encoded bytes go.

#[cfg(processes)]
use crate::transfer::{BufferAllocator, Destination, Offered, Overflow};
use std::io;
use std::ops::{Deref, DerefMut};
use std::panic::{RefUnwindSafe, UnwindSafe};
#[cfg(processes)]
use std::sync::Arc;

/// Encoded bytes, one value after another.
///
/// A codec appends to it and does no more: on the way to a worker, what was appended of a large value may be elsewhere by now.
///
/// ```
/// use wirecheck::{Bincode, Codec, format::ByteSink};
///
/// let mut out = ByteSink::new();
/// Bincode::encode(&(7_u8, "seven"), &mut out)?;
/// assert_eq!(out.len(), 7);
/// assert_eq!(Bincode::decode::<(u8, String)>(&out)?, (7, "seven".to_owned()));
/// # Ok::<(), wirecheck::format::CodecError>(())
/// ```
#[derive(Debug, Default)]
pub struct ByteSink {
    bytes: Vec<u8>,
    /// Where the value that is written now begins.
    #[cfg(processes)]
    start: usize,
    /// Where it goes when it is too large for its frame, if anywhere.
    #[cfg(processes)]
    overflow: Option<Box<Overflow>>,
    /// Whether a part of it has gone there.
    #[cfg(processes)]
    is_over: bool,
}

/// Bytes that are gathered here before they follow those that have gone elsewhere: as many as stay in a cache.
#[cfg(processes)]
const GATHERED: usize = 64 << 10;

impl ByteSink {
    /// Without bytes and without memory.
    #[must_use]
    pub const fn new() -> Self {
        Self::on(Vec::new())
    }

    const fn on(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            #[cfg(processes)]
            start: 0,
            #[cfg(processes)]
            overflow: None,
            #[cfg(processes)]
            is_over: false,
        }
    }

    /// How many bytes there are.
    #[must_use]
    #[inline]
    pub const fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether there are none.
    #[must_use]
    #[inline]
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// How many bytes were written, here and elsewhere.
    #[cfg(any(feature = "bincode", feature = "postcard"))]
    #[inline]
    pub(crate) fn total(&self) -> usize {
        #[cfg(processes)]
        if self.is_over {
            return self.len() + self.overflow.as_ref().map_or(0, |overflow| overflow.len());
        }
        self.len()
    }

    /// How many bytes there may be before more memory is taken.
    #[must_use]
    #[inline]
    pub const fn capacity(&self) -> usize {
        self.bytes.capacity()
    }

    /// The bytes.
    #[must_use]
    #[inline]
    pub const fn as_slice(&self) -> &[u8] {
        self.bytes.as_slice()
    }

    /// The bytes as a vector of their own.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.bytes
    }

    /// Appends these bytes.
    #[inline(always)]
    pub fn extend_from_slice(&mut self, more: &[u8]) {
        if self.capacity() - self.len() < more.len() {
            self.extend_beyond(more);
        } else {
            self.bytes.extend_from_slice(more);
        }
    }

    /// Takes memory for so many bytes more.
    #[inline]
    pub fn reserve(&mut self, more: usize) {
        if self.capacity() - self.len() < more {
            self.grow(more);
        }
    }

    /// Keeps the first `len` bytes, if there are more.
    #[inline]
    pub fn truncate(&mut self, len: usize) {
        self.bytes.truncate(len);
        #[cfg(processes)]
        if self.is_over {
            self.discard();
        }
    }

    /// Takes all bytes away, and keeps the memory.
    #[inline]
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Takes the first `count` bytes away, which are so many at least.
    #[cfg(processes)]
    pub(crate) fn drop_front(&mut self, count: usize) {
        self.bytes.drain(..count);
    }

    /// Gives memory back that is more than this and not used.
    #[cfg(processes)]
    pub(crate) fn shrink_to(&mut self, capacity: usize) {
        self.bytes.shrink_to(capacity);
    }

    /// As [`extend_from_slice`](Self::extend_from_slice), where there is no room.
    #[cold]
    fn extend_beyond(&mut self, more: &[u8]) {
        #[cfg(processes)]
        if self.overflows(more.len()) && self.extend_elsewhere(more) {
            return;
        }
        self.grow(more.len());
        self.bytes.extend_from_slice(more);
    }

    /// Makes room for so many bytes more. The one place where a sink grows.
    #[cold]
    fn grow(&mut self, needed: usize) {
        self.bytes.reserve(needed);
    }
}

#[cfg(processes)]
impl ByteSink {
    /// One whose large values go elsewhere.
    pub(crate) fn with_space(space: Arc<dyn BufferAllocator>) -> Self {
        Self { overflow: Some(Box::new(Overflow::new(space))), ..Self::new() }
    }

    /// Appends what belongs to no value, or to one that is to stay here.
    #[inline]
    pub(crate) fn extend_here(&mut self, more: &[u8]) {
        self.reserve(more.len());
        self.bytes.extend_from_slice(more);
    }

    /// A value begins here.
    #[inline]
    pub(crate) fn start_value(&mut self) {
        self.start = self.bytes.len();
    }

    /// Whether the value that began last, with so many bytes here, is to be [`landed`](Self::land).
    #[inline]
    pub(crate) fn is_large(&self, here: usize) -> bool {
        self.is_over || (here > SMALL && self.overflow.is_some())
    }

    /// Ends a large value: where it is now. What is elsewhere is not here.
    #[cold]
    pub(crate) fn land(&mut self) -> Destination {
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

    /// Whether the value is too large to go on here.
    fn overflows(&self, more: usize) -> bool {
        let value = (self.bytes.len() - self.start).saturating_add(more);
        self.is_over || self.overflow.as_ref().is_some_and(|overflow| value > overflow.limit())
    }

    /// Moves what there is of the value elsewhere, and these bytes too; gives whether that could be done.
    fn extend_elsewhere(&mut self, more: &[u8]) -> bool {
        let Some(overflow) = &mut self.overflow else { return false };
        let few = more.len() < GATHERED;
        let after = if few { GATHERED } else { more.len() };
        let mut offered = overflow.write(&self.bytes[self.start..], after);
        if matches!(offered, Offered::Taken) {
            self.is_over = true;
            self.bytes.truncate(self.start);
            if few {
                if self.capacity() - self.len() < GATHERED {
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
                // For this value there is no other place than here.
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

/// No value is large that has no more bytes than this, wherever the limit is.
#[cfg(processes)]
const SMALL: usize = 256;

// A panic leaves the bytes that were written before it, as it does in a vector.
impl UnwindSafe for ByteSink {}
impl RefUnwindSafe for ByteSink {}

/// The bytes that are here.
impl Clone for ByteSink {
    fn clone(&self) -> Self {
        Self::on(self.bytes.clone())
    }
}

/// Equal when the bytes are.
impl PartialEq for ByteSink {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for ByteSink {}

/// Goes on behind what is there.
impl From<Vec<u8>> for ByteSink {
    #[inline]
    fn from(bytes: Vec<u8>) -> Self {
        Self::on(bytes)
    }
}

impl From<ByteSink> for Vec<u8> {
    fn from(sink: ByteSink) -> Self {
        sink.into_vec()
    }
}

impl Deref for ByteSink {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        &self.bytes
    }
}

impl DerefMut for ByteSink {
    #[inline]
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }
}

impl AsRef<[u8]> for ByteSink {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        self
    }
}

/// Takes everything and never fails.
impl io::Write for ByteSink {
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

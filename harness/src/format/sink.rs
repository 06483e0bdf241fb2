//! Where encoded bytes go.

use std::io;
use std::ops::{Deref, DerefMut};

/// Encoded bytes, one value after another.
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ByteSink {
    bytes: Vec<u8>,
}

impl ByteSink {
    /// Without bytes and without memory.
    #[must_use]
    pub const fn new() -> Self {
        Self { bytes: Vec::new() }
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
    }

    /// Takes all bytes away, and keeps the memory.
    #[inline]
    pub fn clear(&mut self) {
        self.bytes.clear();
    }

    /// Takes the first `count` bytes away, which are so many at least.
    #[cfg(feature = "runtime")]
    pub(crate) fn drop_front(&mut self, count: usize) {
        self.bytes.drain(..count);
    }

    /// Gives memory back that is more than this and not used.
    #[cfg(feature = "runtime")]
    pub(crate) fn shrink_to(&mut self, capacity: usize) {
        self.bytes.shrink_to(capacity);
    }

    /// As [`extend_from_slice`](Self::extend_from_slice), where there is no room.
    #[cold]
    fn extend_beyond(&mut self, more: &[u8]) {
        self.grow(more.len());
        self.bytes.extend_from_slice(more);
    }

    /// Makes room for so many bytes more. The one place where a sink grows.
    #[cold]
    fn grow(&mut self, needed: usize) {
        self.bytes.reserve(needed);
    }
}

/// Goes on behind what is there.
impl From<Vec<u8>> for ByteSink {
    #[inline]
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes }
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

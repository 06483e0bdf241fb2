//! An encoded value, in its frame or out of band.

use super::allocator::{BufferAllocator, NumberedBuffer};
use super::imported::BufferLease;
use super::store::Store;
use crate::shared_slice::Region;
use crate::wire::BufferRef;
use std::sync::Arc;

/// A value in a buffer of its backend. The buffer goes back when the last owner drops this.
#[derive(Debug)]
pub(crate) struct SharedBuffer {
    /// `None` only in `drop`.
    content: Option<NumberedBuffer>,
    len: usize,
    home: Arc<Store>,
}

impl SharedBuffer {
    pub(crate) fn new(content: NumberedBuffer, len: usize, home: Arc<Store>) -> Self {
        Self { content: Some(content), len, home }
    }

    pub(crate) fn memory(&self) -> Option<&NumberedBuffer> {
        self.content.as_ref()
    }

    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The encoded value.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.content.as_ref().and_then(|content| content.memory.bytes().get(..self.len)).unwrap_or_default()
    }

    /// How a frame refers to it.
    pub(crate) fn buffer_ref(&self) -> BufferRef {
        BufferRef { number: self.content.as_ref().map_or(0, |content| content.number), len: self.len as u64 }
    }
}

impl Drop for SharedBuffer {
    fn drop(&mut self) {
        if let Some(content) = self.content.take() {
            self.home.put_back(content);
        }
    }
}

/// The bytes of an encoded value.
#[derive(Clone, Debug)]
pub(crate) enum Payload {
    Inline(Vec<u8>),
    OutOfBand(Arc<SharedBuffer>),
}

impl Default for Payload {
    fn default() -> Self {
        Self::Inline(Vec::new())
    }
}

/// An encoded value, with the regions it refers to.
#[derive(Clone, Debug, Default)]
pub(crate) struct EncodedValue {
    pub(crate) body: Payload,
    pub(crate) regions: Vec<Arc<Region>>,
}

/// A value that has arrived, to be decoded later.
#[derive(Debug)]
pub(crate) struct ReceivedValue {
    pub(crate) body: ReceivedBody,
    /// The regions it refers to, kept alive until it is decoded.
    #[expect(dead_code, reason = "held, not used")]
    pub(crate) regions: Vec<Arc<Region>>,
}

#[derive(Debug)]
pub(crate) enum ReceivedBody {
    Inline(Vec<u8>),
    OutOfBand(BufferLease),
}

impl ReceivedValue {
    /// Decodes it.
    pub(crate) fn read<T>(&self, decode: impl FnOnce(&[u8]) -> T) -> T {
        match &self.body {
            ReceivedBody::Inline(bytes) => decode(bytes),
            ReceivedBody::OutOfBand(lease) => lease.read_once(decode),
        }
    }
}

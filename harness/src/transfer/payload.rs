//! An encoded value, wherever it is.

use super::allocator::{BufferAllocator, NumberedBuffer};
use super::imported::BufferLease;
use super::store::Store;
use crate::shared_slice::Region;
use crate::wire::BufferRef;
use std::sync::Arc;

/// A value in a memory of its backend, which gets that back when the last owner is done with it.
#[derive(Debug)]
pub(crate) struct SharedBuffer {
    /// `None` only while it is dropped.
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

    /// What a frame says of it.
    pub(crate) fn place(&self) -> BufferRef {
        BufferRef { memory: self.content.as_ref().map_or(0, |content| content.number), len: self.len as u64 }
    }
}

impl Drop for SharedBuffer {
    fn drop(&mut self) {
        if let Some(content) = self.content.take() {
            self.home.put_back(content);
        }
    }
}

/// What is sent.
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

/// A value with the regions that it speaks of.
#[derive(Clone, Debug, Default)]
pub(crate) struct EncodedValue {
    pub(crate) body: Payload,
    pub(crate) regions: Vec<Arc<Region>>,
}

/// What has arrived, for keeps.
#[derive(Debug)]
pub(crate) struct ReceivedValue {
    pub(crate) body: ReceivedBody,
    /// Those it speaks of: alive until it is decoded.
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

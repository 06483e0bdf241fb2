//! How large values travel: encoded into memory that the other side sees, of which a frame names the place.
//!
//! ```text
//! sender                                             receiver
//!   FrameSink grows above the limit
//!   -> BufferAllocator: a memory, warm if there is one
//!   descriptor over the other socket, LEND frame --> Lent: maps it, once
//!   frame with the BufferRef ---------------------->     decodes out of it
//!   the memory is free again  <-- parent: the answer came; worker: the shared page says so
//! ```
//! A parent's memories are the backend's ([`Store`]), since a task may go to another worker. A worker has a few of its own
//! ([`ResultBuffers`]): who is too far ahead waits for one, as it would for a full socket.

mod allocator;
mod imported;
mod messages;
mod overflow;
mod payload;
mod result_buffers;
mod sink;
mod store;

pub(crate) use allocator::{BufferAllocator, NumberedBuffer};
pub(crate) use imported::{BufferLease, ImportedBuffers};
pub(crate) use messages::{no_space_for, too_large_for};
pub(crate) use overflow::{Destination, Offered, Overflow};
pub(crate) use payload::{EncodedValue, Payload, ReceivedBody, ReceivedValue, SharedBuffer};
pub(crate) use result_buffers::{ResultBuffers, slot_of};
pub(crate) use sink::FrameSink;
pub(crate) use store::Store;

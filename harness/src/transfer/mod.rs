//! How large values travel: encoded into a buffer that the other side maps. The frame only refers to it.
//!
//! ```text
//! sender                                             receiver
//!   FrameSink grows above the limit
//!   -> BufferAllocator: a buffer, used before if there is one
//!   descriptor over the FdChannel, SHARE_BUFFER frame --> ImportedBuffers: maps it, once
//!   frame with a BufferRef -----------------------------> decodes out of it
//!   the buffer is free again  <-- in the parent: the response came; in the worker: LeaseStates says so
//! ```
//! The parent's buffers belong to the backend ([`Store`]), since a task may go to another worker. Each worker has a few
//! ([`ResultBuffers`]): one that is too far ahead waits for a buffer, as it would for a full socket.

mod allocator;
mod imported;
mod messages;
mod overflow;
mod payload;
mod result_buffers;
mod sink;
mod store;

pub(crate) use allocator::{BufferAllocator, NumberedBuffer};
pub(crate) use imported::{BufferLease, ImportedBuffer, ImportedBuffers};
pub(crate) use messages::{Unavailable, no_handle_for, no_space_for, too_large_for};
pub(crate) use overflow::{Destination, Offered, Overflow};
pub(crate) use payload::{EncodedValue, Payload, ReceivedBody, ReceivedValue, SharedBuffer};
pub(crate) use result_buffers::{ResultBuffers, slot_of};
pub(crate) use sink::FrameSink;
pub(crate) use store::Store;

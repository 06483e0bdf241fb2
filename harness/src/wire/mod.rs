//! What travels between a parent and a worker. Version 3.
//!
//! One stream socket per worker. Everything on it is a frame:
//!
//! ```text
//! length u32 | kind u8 | sequence u24 | call u32 | index u64 | body        all little-endian
//!              `-- numbers the frames of one direction          `-- only where the kind says so
//! ```
//! `length` counts what follows the sequence number. A *call* is one task with its captures; an *index* is one input of it.
//!
//! ```text
//! parent                          worker
//!   HELLO ------------------------> checks protocol, build, table
//!         <------------------------ HELLO, sent first thing; the parent checks the same
//!   LOAD  (call, entry, captures) >
//!   RUN   (call, index, input) ---> runs in the order of arrival
//!   NEXT  (input) ----------------> as RUN, of the same call and the next index: 8 bytes besides the input
//!         <------------------------ DONE (result), of the first task that has no answer
//!         <------------------------ FAILED (failure), the same
//!   UNLOAD (call) ----------------> forgets the captures
//!   TRANSFER_POLICY (limits, ..) -> how large values travel, sent once
//!   SHARE_BUFFER (number, kind) <-> a descriptor was sent over the other socket
//!   FORGET (number)      <--------> that buffer is not needed any more
//! ```
//! `LOAD`, `RUN`, `NEXT` and `DONE` have a second form (`LOAD_AT` ..): the value is out of band, in a shared buffer that the
//! frame refers to ([`BufferRef`]).
//! A worker answers its tasks in the order they came, so responses need no name. When a worker dies, the parent knows which
//! tasks were answered, which one was running, and which can go to another worker. A frame that is lost, repeated or forged
//! breaks the numbering, which ends the connection. A worker ends when the parent's end of the socket closes.

mod failure;
#[cfg(processes)]
mod frame;
#[cfg(processes)]
mod frame_reader;
#[cfg(all(test, processes, feature = "bincode"))]
mod fuzz;
#[cfg(processes)]
mod handshake;
#[cfg(processes)]
mod out_of_band;
mod pack;
#[cfg(processes)]
mod send;
#[cfg(all(test, processes))]
mod tests;
pub(crate) mod trace;

pub(crate) use failure::{Failure, known, put_panic, read_panic};
#[cfg(processes)]
pub(crate) use frame::{
    Frame, FrameKind, HEAD, Head, MAX_BODY, NAME, Sequence, TooLarge, begin, begin_named, control, finish,
    is_large,
};
#[cfg(processes)]
pub(crate) use frame_reader::{FrameReader, ReceiveStatus};
#[cfg(all(processes, feature = "_cluster"))]
pub(crate) use handshake::PROTOCOL;
#[cfg(all(processes, feature = "_cluster"))]
pub use handshake::ProgramNumbers;
#[cfg(all(processes, not(feature = "_cluster")))]
pub(crate) use handshake::ProgramNumbers;
#[cfg(processes)]
pub(crate) use handshake::{Hello, INITIALIZER, WorkerConfig};
#[cfg(processes)]
pub(crate) use out_of_band::{BufferKind, BufferRef, ShareBuffer, TransferPolicy, read_number};
pub(crate) use pack::{Malformed, Reader, put_option, put_text};
#[cfg(processes)]
pub(crate) use send::send_all;

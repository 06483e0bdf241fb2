//! What travels between a parent and a worker. Version 1.
//!
//! One stream socket per worker. Everything on it is a frame:
//!
//! ```text
//! length u32 | kind u8 | call u32 | index u64 | body          all little-endian
//! ```
//! `length` counts what follows it. A *call* is one task with its captures; an *index* is one input of it.
//!
//! ```text
//! parent                          worker
//!   HELLO ------------------------> checks protocol, build, table
//!         <------------------------ HELLO, sent first thing; the parent checks the same
//!   LOAD  (call, entry, captures) >
//!   RUN   (call, index, input) ---> runs in the order of arrival
//!         <------------------------ DONE (call, index, result)
//!         <------------------------ FAILED (call, index, failure)
//!   UNLOAD (call) ----------------> forgets the captures
//! ```
//! A worker answers its `RUN` frames in the order they came, which is how the parent knows at a death
//! which were answered, which one was running, and which can go to another worker. It ends when the
//! parent's end of the socket closes.

mod failure;
mod frame;
mod hello;
mod inbox;
mod pack;
#[cfg(test)]
mod tests;
pub(crate) mod trace;

pub(crate) use failure::Failure;
pub(crate) use frame::{Header, Kind, TooLarge, begin, control, finish};
pub(crate) use hello::Hello;
pub(crate) use inbox::{Inbox, Received};
pub(crate) use pack::Reader;

//! How large values travel: encoded into memory that the other side sees, of which a frame names the place.
//!
//! ```text
//! sender                                             receiver
//!   ByteSink grows above the limit
//!   -> Space: a memory, warm if there is one
//!   descriptor over the other socket, LEND frame --> Lent: maps it, once
//!   frame with the Place ---------------------->     decodes out of it
//!   the memory is free again  <-- parent: the answer came; worker: the shared page says so
//! ```
//! A parent's memories are the backend's ([`Store`]), since a task may go to another worker. A worker has a few of its own
//! ([`Loans`]): who is too far ahead waits for one, as it would for a full socket.

mod body;
mod lent;
mod loans;
mod overflow;
mod space;
mod store;
mod words;

pub(crate) use body::{Arrived, Body, Packed, Parcel, Received};
pub(crate) use lent::{Lendings, Loan};
pub(crate) use loans::{Loans, slot_of};
pub(crate) use overflow::{Landed, Offered, Overflow};
pub(crate) use space::{Numbered, Space};
pub(crate) use store::Store;
pub(crate) use words::{no_space_for, too_large_for};

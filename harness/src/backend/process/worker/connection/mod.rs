//! The parent's half of the protocol with one worker: frames on their way, and answers matched to them.
//!
//! It knows nothing of processes and sockets, so that it can be fed anything.

mod carrier;
mod frames;
mod run;
mod sent_buffers;
mod sharing;
mod take_back;
mod unsent;

#[cfg(feature = "_cluster")]
pub(crate) use carrier::Carrier;
pub(crate) use frames::{Connection, Stage, Unanswered};
pub(crate) use unsent::Unsent;

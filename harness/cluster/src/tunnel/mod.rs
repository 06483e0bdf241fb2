//! Ordered, complete streams over messages that may be lost, repeated or late.
//!
//! ```text
//! entry  what is said about seats: bytes, orders, ends
//! link   numbered bundles of entries between a caller and a node, sent again until they are acknowledged
//! flow   how much of one seat's stream may be on its way
//! key    who may take part
//! ```
//! Nothing here knows of a network or a clock: messages and the time are handed in.

mod entry;
mod flow;
mod key;
mod link;

pub(crate) use entry::{Entries, Entry};
pub(crate) use flow::Flow;
pub(crate) use key::{Key, TAG};
pub(crate) use link::{Link, LinkId, MAX_BUNDLE, Received, reset};

//! [`Shared`]: values that several processes read in one memory.

mod region;
mod sending;

#[allow(unused_imports, reason = "for the transport, which follows")]
pub(crate) use self::region::{Holder, Region};
#[allow(unused_imports, reason = "for the transport, which follows")]
pub(crate) use self::sending::{Sending, has_mentions, take_mentions};

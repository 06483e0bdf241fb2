//! [`Shared`]: values that several processes read in one memory.

mod region;
mod sending;

pub(crate) use self::region::{Holder, Region};
pub(crate) use self::sending::{Sending, has_mentions, take_mentions};

//! [`Shared`]: values that several processes read in one memory.

mod handle;
mod make;
mod plain;
mod region;
mod sending;
#[cfg(test)]
pub(crate) mod support;
mod value;

pub use self::plain::Plain;
pub use self::value::Shared;

pub(crate) use self::region::{Holder, Region};
pub(crate) use self::sending::{Sending, has_mentions, take_mentions};

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

#[allow(unused_imports, reason = "for the transport, which follows")]
pub(crate) use self::region::{Holder, Region};
#[allow(unused_imports, reason = "for the transport, which follows")]
pub(crate) use self::sending::{Sending, has_mentions, take_mentions};

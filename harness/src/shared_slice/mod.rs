//! [`Shared`]: values that several processes read in one memory.

#[cfg(processes)]
mod handle;
#[cfg(processes)]
mod make;
#[cfg(processes)]
mod missing;
#[cfg(not(processes))]
mod other;
mod plain;
#[cfg(processes)]
mod region;
#[cfg(processes)]
mod sending;
#[cfg(all(test, processes))]
pub(crate) mod support;
mod value;

pub use self::plain::Plain;
pub use self::value::Shared;

#[cfg(all(processes, feature = "_cluster"))]
pub(crate) use self::make::check_space;
#[cfg(processes)]
pub(crate) use self::missing::{Missing, take as take_missing};
#[cfg(not(processes))]
pub(crate) use self::other::Region;
#[cfg(not(processes))]
use self::other::make;
#[cfg(processes)]
pub(crate) use self::region::{Holder, Region};
#[cfg(processes)]
pub(crate) use self::sending::{Sending, has_mentions, take_mentions};

//! A node: a process that starts workers of its own program for callers, and carries their bytes.
//!
//! ```text
//! peers   the callers, and their seats
//! pump    the bytes of one seat
//! memory  the memory of `Shared` values that workers read
//! cache   contents that were fetched
//! fetch   fetches them from the server
//! results the memory of `Shared` values in results
//! run     the connection, the beats, and detached calls
//! ```

mod cache;
mod fetch;
mod memory;
mod peers;
mod pump;
mod results;
mod run;

pub(crate) use run::{NODE_VARIABLE, NodeOptions, Stop, run};

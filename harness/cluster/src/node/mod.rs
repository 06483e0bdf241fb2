//! A node: a process that starts workers of its own program for callers, and carries their bytes.
//!
//! ```text
//! peers  the callers, and their seats
//! pump   the bytes of one seat
//! run    the connection, the beats, and detached calls
//! ```

mod peers;
mod pump;
mod run;

pub(crate) use run::{NODE_VARIABLE, NodeOptions, Stop, run};

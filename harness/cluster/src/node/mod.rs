//! A node: a process that starts workers for callers, of its own program and of those that it trusts, and carries their bytes.
//!
//! ```text
//! peers     the callers, and their seats
//! host      what starts workers
//! programs  the programs whose workers it starts
//! load      how it gets their executables
//! pump      the bytes of one seat
//! memory    the memory of `Shared` values that workers read
//! cache     contents that were fetched
//! fetch     fetches them from the server
//! results   the memory of `Shared` values in results
//! metrics   figures for Prometheus
//! run       the connection, the beats, and detached calls
//! ```

mod cache;
mod fetch;
mod host;
mod load;
mod memory;
mod metrics;
mod peers;
mod programs;
mod pump;
mod results;
mod run;
#[cfg(test)]
mod simulated;

pub(crate) use run::{
    CACHE_VARIABLE, METRICS_VARIABLE, NODE_VARIABLE, NodeOptions, Stop, TRUST_VARIABLE, Trusted, run,
};
#[cfg(test)]
pub(crate) use simulated::{Running, SimNode};

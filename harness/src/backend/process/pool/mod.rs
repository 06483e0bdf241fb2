//! The workers of one backend: which are idle, how many there may be, and until when it takes calls.

mod checkout;
mod config;
mod lifecycle;
mod state;

pub(super) use checkout::FINISHING_CHECK;
pub(crate) use config::Config;
pub(super) use lifecycle::CallGuard;
pub(crate) use state::Counts;
pub(super) use state::{Counters, PoolState};

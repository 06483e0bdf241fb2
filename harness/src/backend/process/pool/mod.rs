//! The workers of one backend: which are idle, how many there may be, and until when it takes calls.

mod checkout;
mod config;
mod counters;
mod ends;
mod late_tasks;
mod lifecycle;
mod startup;
mod state;
mod vacated;

pub(super) use checkout::FINISHING_CHECK;
pub(crate) use config::Config;
pub(super) use counters::Counters;
pub(super) use lifecycle::CallGuard;
pub(super) use state::PoolState;

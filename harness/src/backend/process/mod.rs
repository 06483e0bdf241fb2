//! What `Pool` and `Spawn` share: worker processes and the event loop that keeps them busy.

mod callbacks;
mod capture;
mod config;
mod dispatch;
mod encode;
mod engine;
mod greet;
mod initializer;
mod jobs;
mod launch;
mod link;
mod map;
mod member;
mod pace;
mod shared;
mod sink;
mod source;

pub use initializer::Initialized;
pub use launch::Output;
pub use pace::Batch;

pub(crate) use config::Config;
pub(crate) use dispatch::Processes;
pub(crate) use encode::Outgoing;
pub(crate) use initializer::{CALL as INITIALIZER, Initializer};
pub(crate) use launch::Launch;
pub(crate) use map::{map, map_iter, map_outgoing, map_unordered, try_map};
pub(crate) use shared::Counts;

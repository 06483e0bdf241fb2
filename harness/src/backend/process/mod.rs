//! What `Pool` and `Spawn` share: worker processes and the event loop that keeps them busy.

mod dispatch;
mod engine;
mod greet;
mod map;
mod member;
mod pace;
mod shared;
mod source;

pub use pace::Batch;

pub(crate) use dispatch::Processes;
pub(crate) use map::{Failing, map};
pub(crate) use shared::{Config, Counts};

//! Collects the results of a `map`, and limits how many wait.

mod all;
mod collect;
mod in_order;
mod unfetched;

pub(super) use all::{CollectAll, FailFast};
pub(super) use collect::{Deferred, ResultCollector};
pub(super) use unfetched::{AsCompleted, Ordered};

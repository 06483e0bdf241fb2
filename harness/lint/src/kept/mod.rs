//! The report of the last run, which still holds if nothing has changed: then cargo alone is asked.

mod guards;
mod place;
mod record;
mod reported;

pub(crate) use guards::Guards;
pub use reported::{Reported, reported};

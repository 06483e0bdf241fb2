//! The user's own tests, run with a bincode that also writes each value in the other formats.
//!
//! In the target folder is a mirror of the workspace: links to its files, with a lock file of its own. Above it, a
//! configuration of cargo puts a patched copy of the locked bincode in the place of the one of the registry. Sources, manifests
//! and the lock file of the user are read and never written.

mod copy;
mod mirror;
mod numbers;
mod patch;
mod run;
#[cfg(test)]
#[path = "shadow/shadow.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    unused_qualifications,
    clippy::all,
    clippy::pedantic,
    reason = "it is another crate, in which other things are called"
)]
mod shadow;
mod values;
mod workspace;

#[cfg(test)]
mod tests;

pub use run::{MeasureOptions, Measured, measure};
pub use values::{TargetValues, Values};

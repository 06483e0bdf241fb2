//! `wire.lock`: the shapes of what is kept or sent, now and in each release.

mod error;
mod file;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub use error::LockError;
pub use file::{Lock, Promise, Release, Root};

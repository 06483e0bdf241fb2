//! A second kind of worker, for tests: a peer in memory that fails as it is told, behind the real event loop.
//!
//! It shows that the loop asks nothing of a worker but what [`Worker`](super::worker::Worker) says, and it meets cases that
//! real processes meet once in a million runs.

mod checks;
mod launcher;
mod peer;
mod random;

//! A second kind of worker, for tests: the loop of a real worker in memory, behind the real event loop, in virtual time.
//!
//! A run is made from a seed: what is called, what goes wrong, whose turn it is. Whatever that is, every promise is kept
//! (`judge`).

mod caller;
mod checks;
mod judge;
mod launcher;
mod maker;
mod peer;
mod plan;
mod record;
mod run;
mod tests;

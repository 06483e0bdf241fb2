//! Workers end within a bound, side by side, and in nobody's way; they start in one state; and a fork is no owner of a pool.

mod support;

#[path = "ends/ending.rs"]
mod ending;
#[path = "ends/forking.rs"]
mod forking;
#[path = "ends/snapshot.rs"]
mod snapshot;
#[path = "ends/starting.rs"]
mod starting;

wirecheck::test_support!();

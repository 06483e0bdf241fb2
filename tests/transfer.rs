//! Large values: they arrive, whichever way they take, and nothing of them is left behind.

mod support;

#[path = "transfer/ways.rs"]
mod ways;

wirecheck::test_support!();

//! Large values: they arrive, whichever way they take, and nothing of them is left behind.

#[macro_use]
#[path = "support/formats.rs"]
mod each;
mod support;

#[path = "transfer/faults.rs"]
mod faults;
#[path = "transfer/fetched.rs"]
mod fetched;
#[path = "transfer/held.rs"]
mod held;
#[path = "transfer/limits.rs"]
mod limits;
#[path = "transfer/own_codec.rs"]
mod own_codec;
#[path = "transfer/shared.rs"]
mod shared;
#[path = "transfer/ways.rs"]
mod ways;

wirecheck::test_support!();

//! The tasks that the suite runs.

use serde::{Deserialize, Deserializer, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicI64, Ordering};

pub(crate) fn square(x: u64) -> u64 {
    x * x
}

pub(crate) fn odd_panics(x: u64) -> u64 {
    assert!(x.is_multiple_of(2), "{x} is odd");
    x / 2
}

pub(crate) fn reversed<T: Clone>(values: Vec<T>) -> Vec<T> {
    values.iter().rev().cloned().collect()
}

/// Inputs whose iterator panics in place of this one.
pub(crate) fn inputs_until(at: u64) -> impl Iterator<Item = u64> {
    (0..60).inspect(move |x| assert!(*x != at, "no input {at}"))
}

/// The message of the panic in which this ends.
pub(crate) fn panic_of<R>(call: impl FnOnce() -> R) -> String {
    let payload = catch_unwind(AssertUnwindSafe(call)).err().expect("it panics");
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).expect("a text")
}

/// How many [`Counted`] there are in this process.
static ALIVE: AtomicI64 = AtomicI64::new(0);

/// A value that is counted while it exists.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Counted(u64);

impl Counted {
    pub(crate) fn new(x: u64) -> Self {
        ALIVE.fetch_add(1, Ordering::SeqCst);
        Self(x)
    }

    pub(crate) fn alive() -> i64 {
        ALIVE.load(Ordering::SeqCst)
    }
}

impl Clone for Counted {
    fn clone(&self) -> Self {
        Self::new(self.0)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Serialize for Counted {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Counted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        u64::deserialize(deserializer).map(Self::new)
    }
}

impl<F: wirecheck::Format> wirecheck::Sendable<F> for Counted {}

pub(crate) fn next(counted: Counted) -> Counted {
    Counted::new(counted.0 + 1)
}

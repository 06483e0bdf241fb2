//! Time. `Instant` is in [`refused`](super::refused): it counts from a start only this process knows.

use super::Sendable;
use super::sendable;
use super::shape::{Field, Fields, Shape};
use std::time::{Duration, SystemTime};

sendable! {
    keys in AnyMapKey;
    [] Duration => Shape::Fields(Fields::strict(&[
        Field::new("secs", <u64 as Sendable<F>>::SHAPE),
        Field::new("nanos", <u32 as Sendable<F>>::SHAPE),
    ]));
    // One before 1970 is an error at encode.
    [] SystemTime => Shape::Fields(Fields::strict(&[
        Field::new("secs_since_epoch", <u64 as Sendable<F>>::SHAPE),
        Field::new("nanos_since_epoch", <u32 as Sendable<F>>::SHAPE),
    ]));
}

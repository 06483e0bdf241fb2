//! chrono: dates, durations and names, each in one form for all formats.
//!
//! Not here: everything with a time of day. chrono lets a time be in a leap second after any second
//! (`with_nanosecond(1_500_000_000)`), and says itself that one which is not `:60` is written as the second after it:
//! `12:00:00` and 1.5 s comes back as `12:00:01.5`, which is not equal.
//!
//! * `NaiveTime`, `NaiveDateTime`, `DateTime<Utc>`: for no other reason.
//! * `DateTime<FixedOffset>`, `DateTime<Local>`: the offset is rounded to minutes too, which moves the instant, and near
//!   the ends of the range they panic while they are written. `Local` is made anew by the reader's own time zone.

use crate::sendable::shape::Shape;
use crate::sendable::{Sendable, sendable};
use chrono::{Month, NaiveDate, TimeDelta, Weekday};

sendable! {
    keys in Format;
    [] NaiveDate => Shape::Text;
    [] Weekday => Shape::Text;
    [] Month => Shape::Text;
}
sendable! {
    keys in AnyMapKey;
    // Seconds and nanoseconds.
    [] TimeDelta => <(i64, i32) as Sendable<F>>::SHAPE;
}

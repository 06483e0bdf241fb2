//! chrono: dates, durations and names, each in one form for all formats.
//!
//! Refused: everything with a time of day. chrono lets a time be in a leap second after any second
//! (`with_nanosecond(1_500_000_000)`), and says itself that one which is not `:60` is written as the second after it:
//! `12:00:00` and 1.5 s comes back as `12:00:01.5`, which is not equal.
//!
//! * `NaiveTime`, `NaiveDateTime`, `DateTime<Utc>`: for no other reason.
//! * `DateTime<FixedOffset>`, `DateTime<Local>`: the offset is rounded to minutes too, which moves the instant, and near
//!   the ends of the range they panic while they are written. `Local` is made anew by the reader's own time zone.

use crate::sendable::refused::refuse;
use crate::sendable::shape::Shape;
use crate::sendable::{Sendable, sendable};
use chrono::{DateTime, Month, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Weekday};

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

refuse! {
    /// Implemented by nobody: a leap second does not come back.
    #[diagnostic::on_unimplemented(
        message = "[WC0100] `{T}` does not come back if it is a leap second",
        label = "chrono does not write all of this value",
        note = "why: chrono allows a leap second after any second, and writes one that is not `:60` as the second \
                after it; an offset is rounded to minutes, and a `Local` time is read in the time zone of the reader",
        note = "python: a `datetime.datetime` has no leap seconds, and pickle writes all of it",
        note = "help: send an `i64` (`timestamp_millis()`), or the `TimeDelta` since a time that both sides know",
        note = "help: if no value is a leap second, and no offset has seconds, vouch for the field with \
                `#[sendable(trust(Json))]`",
        note = "more: `cargo wirecheck explain WC0100`"
    )]
    LeapSecond;
    [] NaiveTime;
    [] NaiveDateTime;
    [Tz: TimeZone + 'static,] DateTime<Tz>;
}

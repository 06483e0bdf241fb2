//! jiff: exact text in every format.
//!
//! Refused:
//!
//! * `Zoned`: the zone is written by its name. One without a name (a POSIX rule, an offset with seconds) comes back as
//!   another one, `Etc/Unknown` and the ends of the range not at all, and a name only where there is a database. Send
//!   the `Timestamp`, and the zone's name as text.
//! * `Span`: units below a second become one fraction, 1500 ms come back as 1 s and 500 ms. Send a `SignedDuration`.

use crate::sendable::refused::refuse;
use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use jiff::civil::{Date, DateTime, ISOWeekDate, Time};
use jiff::{SignedDuration, Span, Timestamp, Zoned};

sendable! {
    keys in Format;
    [] Timestamp => Shape::Text;
    [] SignedDuration => Shape::Text;
    [] Date => Shape::Text;
    [] Time => Shape::Text;
    [] DateTime => Shape::Text;
    [] ISOWeekDate => Shape::Text;
}

refuse! {
    /// Implemented by nobody: the zone is written by its name.
    #[diagnostic::on_unimplemented(
        message = "[WC0101] `{T}` does not come back if its time zone has no name",
        label = "jiff writes the name of the zone, and not the zone",
        note = "why: a zone without a name (a POSIX rule, an offset with seconds) comes back as another one, and a \
                name only where the reader has a database that knows it",
        note = "python: a `zoneinfo.ZoneInfo` from a file without a key cannot be pickled",
        note = "help: send the `Timestamp`, and the name of the zone as text",
        note = "help: if each zone has a name that both sides know, vouch for the field with \
                `#[sendable(trust(Json))]`",
        note = "more: `cargo wirecheck explain WC0101`"
    )]
    ZoneWithoutName;
    [] Zoned;
}

refuse! {
    /// Implemented by nobody: units below a second are written as one fraction.
    #[diagnostic::on_unimplemented(
        message = "[WC0102] `{T}` comes back with other units below a second",
        label = "jiff writes these units as one fraction",
        note = "why: 1500 milliseconds come back as 1 second and 500 milliseconds",
        note = "help: send a `SignedDuration`",
        note = "help: if no value has units below a second, vouch for the field with `#[sendable(trust(Json))]`",
        note = "more: `cargo wirecheck explain WC0102`"
    )]
    MixedUnits;
    [] Span;
}

//! jiff: exact text in every format.
//!
//! Not here:
//!
//! * `Zoned`: the zone is written by its name. One without a name (a POSIX rule, an offset with seconds) comes back as
//!   another one, `Etc/Unknown` and the ends of the range not at all, and a name only where there is a database. Send
//!   the `Timestamp`, and the zone's name as text.
//! * `Span`: units below a second become one fraction, 1500 ms come back as 1 s and 500 ms. Send a `SignedDuration`.

use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use jiff::civil::{Date, DateTime, ISOWeekDate, Time};
use jiff::{SignedDuration, Timestamp};

sendable! {
    keys in Format;
    [] Timestamp => Shape::Text;
    [] SignedDuration => Shape::Text;
    [] Date => Shape::Text;
    [] Time => Shape::Text;
    [] DateTime => Shape::Text;
    [] ISOWeekDate => Shape::Text;
}

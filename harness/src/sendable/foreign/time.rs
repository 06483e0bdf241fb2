//! time: lists of numbers. Where a crate of the program turns on `serde-human-readable`, text in formats that are text;
//! each is read from both, so serde's buffer does no harm.

use crate::format::WideIntegers;
use crate::sendable::shape::Shape;
use crate::sendable::{Sendable, sendable};
use time::{
    Date, Month, OffsetDateTime, PlainDateTime, SignedDuration, Time, Timestamp, UtcDateTime, UtcOffset,
    Weekday,
};

sendable! {
    keys in AnyMapKey;
    [] Date => Shape::one_of(&[Shape::Text, Shape::list_of(2)]);
    [] Time => Shape::one_of(&[Shape::Text, Shape::list_of(4)]);
    [] PlainDateTime => Shape::one_of(&[Shape::Text, Shape::list_of(6)]);
    [] UtcDateTime => Shape::one_of(&[Shape::Text, Shape::list_of(6)]);
    [] OffsetDateTime => Shape::one_of(&[Shape::Text, Shape::list_of(9)]);
    [] UtcOffset => Shape::one_of(&[Shape::Text, Shape::list_of(3)]);
    [] SignedDuration => Shape::one_of(&[Shape::Text, Shape::list_of(2)]);
}
sendable! {
    keys in NumberKeys;
    [] Weekday => Shape::one_of(&[Shape::Text, Shape::Integer { min: 1, max: 7 }]);
    [] Month => Shape::one_of(&[Shape::Text, Shape::Integer { min: 1, max: 12 }]);
    // Nanoseconds.
    [] Timestamp => <i128 as Sendable<F>>::SHAPE, where [F: WideIntegers];
}

//! num-bigint: lists of 32-bit digits, whatever the machine's own are.

use crate::sendable::sendable;
use crate::sendable::shape::Shape;
use num_bigint::{BigInt, BigUint, Sign};

sendable! {
    keys in AnyMapKey;
    [] BigUint => Shape::LIST;
    // The sign and the digits.
    [] BigInt => Shape::list_of(2);
}
sendable! {
    keys in NumberKeys;
    [] Sign => Shape::Integer { min: -1, max: 1 };
}

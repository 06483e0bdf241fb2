//! arrayvec: lists and text of a limited length, which both sides know.

use crate::sendable::shape::Shape;
use crate::sendable::{Sendable, sendable};
use arrayvec::{ArrayString, ArrayVec};

sendable! {
    keys in AnyMapKey;
    [T, const CAP: usize] ArrayVec<T, CAP> => Shape::List { min: 0, max: CAP }, where [T: Sendable<F>], of [T];
}
sendable! {
    keys in Format;
    [const CAP: usize] ArrayString<CAP> => Shape::Text;
}

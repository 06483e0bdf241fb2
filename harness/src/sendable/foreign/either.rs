//! either: an enum of two variants. How `either::serde_untagged` writes it is code by hand to us (`with = ".."`).

use crate::sendable::shape::{Field, Fields, Shape};
use crate::sendable::{Sendable, sendable};
use either::Either;

sendable! {
    keys in AnyMapKey;
    [L, R] Either<L, R> => Shape::one_of(&[
        Shape::Fields(Fields::single(&[Field::new("Left", L::SHAPE)])),
        Shape::Fields(Fields::single(&[Field::new("Right", R::SHAPE)])),
    ]), where [L: Sendable<F>, R: Sendable<F>], of [L, R];
}

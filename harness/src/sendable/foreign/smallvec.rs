//! smallvec: lists; whether one is inline or on the heap nobody can see.

use crate::format::{AnyMapKey, Format};
use crate::sendable::shape::Shape;
use crate::sendable::{MapKey, NotNull, Parts, Sendable};
use smallvec::{Array, SmallVec};

impl<F: Format, A: Array<Item: Sendable<F>> + 'static> Sendable<F> for SmallVec<A> {
    const SHAPE: Shape = Shape::LIST;
}
impl<F: Format, A: Array<Item: Parts<F>>> Parts<F> for SmallVec<A> {
    type Parts = <A::Item as Parts<F>>::Parts;
}
impl<F: Format, A: Array> NotNull<F> for SmallVec<A> {}
impl<F: AnyMapKey, A: Array> MapKey<F> for SmallVec<A> {}

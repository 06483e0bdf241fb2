//! Ranges. `RangeInclusive` is in [`refused`](super::refused): one that is used up comes back full.

use super::shape::{Field, Fields, Shape};
use super::{Sendable, sendable};
use std::ops::{Bound, Range, RangeFrom, RangeTo};

sendable! {
    keys in AnyMapKey;
    [T] Range<T> => Shape::Fields(Fields::strict(&[
        Field::new("start", T::SHAPE),
        Field::new("end", T::SHAPE),
    ])), where [T: Sendable<F>], of [T];
    [T] RangeFrom<T> => Shape::Fields(Fields::strict(&[Field::new("start", T::SHAPE)])), where [T: Sendable<F>], of [T];
    [T] RangeTo<T> => Shape::Fields(Fields::strict(&[Field::new("end", T::SHAPE)])), where [T: Sendable<F>], of [T];
    [T] Bound<T> => Shape::one_of(&[
        Shape::Names(&["Unbounded"]),
        Shape::Fields(Fields::single(&[Field::new("Included", T::SHAPE)])),
        Shape::Fields(Fields::single(&[Field::new("Excluded", T::SHAPE)])),
    ]), where [T: Sendable<F>], of [T];
}

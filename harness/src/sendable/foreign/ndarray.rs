//! ndarray: arrays that own their elements, and their dimensions.
//!
//! Elements are written in logical order: what comes back is equal and in standard layout. `ArcArray` is shared and
//! `CowArray` may borrow; make an `Array` of them.

use crate::sendable::shape::{Field, Fields, Others, Shape};
use crate::sendable::{Sendable, sendable};
use ndarray::{ArrayBase, Dim, Dimension, IxDyn, OwnedRepr};

sendable! {
    keys in AnyMapKey;
    [T, D] ArrayBase<OwnedRepr<T>, D> => Shape::Fields(Fields {
        own: &[
            Field::new("v", <u8 as Sendable<F>>::SHAPE),
            Field::new("dim", D::SHAPE),
            Field::new("data", Shape::LIST),
        ],
        flattened: &[],
        others: Others::Denied,
        from_list: true,
    }), where [T: Sendable<F>, D: Sendable<F> + Dimension];
    // As the array inside: one of no dimension is an empty shape.
    [const N: usize] Dim<[usize; N]> => Shape::list_of(N), where [[usize; N]: Sendable<F>];
    [] IxDyn => Shape::LIST;
}

//! `Option`, `Result`, and the types without a value.

use super::parts::whole;
use super::shape::{Field, Fields, Shape};
use super::{InOption, NotNull, Parts, Sendable, sendable};
use crate::format::{BufferedMarkers, BufferedUnits, Format};
use std::marker::PhantomData;

// Not `NotNull`: each of these is written as null where null exists.
impl<F: Format, T: Sendable<F> + NotNull<F>> Sendable<F> for Option<T> {
    const SHAPE: Shape = Shape::one_of(&[Shape::Null, Shape::Same(&T::SHAPE)]);
}
impl<F: BufferedUnits> Sendable<F> for () {
    const SHAPE: Shape = Shape::Unit;
}
impl<F: BufferedMarkers, T: ?Sized + Send + 'static> Sendable<F> for PhantomData<T> {
    const SHAPE: Shape = Shape::Unit;
}

impl<F: Format, T: Parts<F>> Parts<F> for Option<T> {
    type Parts = (T::Parts, InOption<T, F>);
}
whole! {
    [] ();
    [T: ?Sized] PhantomData<T>;
}

sendable! {
    keys in AnyMapKey;
    [T, E] Result<T, E> => Shape::one_of(&[
        Shape::Fields(Fields::single(&[Field::new("Ok", T::SHAPE)])),
        Shape::Fields(Fields::single(&[Field::new("Err", E::SHAPE)])),
    ]), where [T: Sendable<F>, E: Sendable<F>], of [T, E];
}

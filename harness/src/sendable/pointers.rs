//! Owners of one value that are written as that value. Shared owners are in [`refused`](super::refused).

use super::shape::Shape;
use super::{Parts, Sendable};
use crate::format::Format;
use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;

#[expect(
    clippy::needless_maybe_sized,
    reason = "a boxed trait object is refused by its family, not by `Sized`"
)]
impl<F: Format, T: ?Sized + Sendable<F>> Sendable<F> for Box<T> {
    const SHAPE: Shape = T::SHAPE;
}
impl<F: Format, T: Sendable<F>> Sendable<F> for Box<[T]> {
    const SHAPE: Shape = Shape::LIST;
}
impl<F: Format, T: Sendable<F> + Clone + Sync> Sendable<F> for Cow<'static, [T]> {
    const SHAPE: Shape = Shape::LIST;
}
impl<F: Format, T: Sendable<F> + Copy> Sendable<F> for Cell<T> {
    const SHAPE: Shape = T::SHAPE;
}
// One that is mutably borrowed while it is sent is an error at encode.
impl<F: Format, T: Sendable<F>> Sendable<F> for RefCell<T> {
    const SHAPE: Shape = T::SHAPE;
}
impl<F: Format, T: Sendable<F>> Sendable<F> for Reverse<T> {
    const SHAPE: Shape = T::SHAPE;
}

macro_rules! parts_of_content {
    ($([$($p:tt)*] $ty:ty: $inner:ty;)*) => {$(
        impl<F: Format, $($p)*> Parts<F> for $ty
        where
            $inner: Parts<F>,
        {
            type Parts = <$inner as Parts<F>>::Parts;
        }
    )*};
}
parts_of_content! {
    [T] Box<T>: T;
    [T] Box<[T]>: T;
    [T: Clone] Cow<'static, [T]>: T;
    [T] Cell<T>: T;
    [T] RefCell<T>: T;
    [T] Reverse<T>: T;
}

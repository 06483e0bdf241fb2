//! `Option`, `Result`, and the types without a value.

use super::{NotNull, Sendable, sendable};
use crate::format::Format;
use std::marker::PhantomData;

// Not `NotNull`: each of these is written as null where null exists.
impl<F: Format, T: Sendable<F> + NotNull<F>> Sendable<F> for Option<T> {}
impl<F: Format> Sendable<F> for () {}
impl<F: Format, T: ?Sized + Send + 'static> Sendable<F> for PhantomData<T> {}

sendable! {
    keys in AnyMapKey;
    [T, E] Result<T, E> where [T: Sendable<F>, E: Sendable<F>];
}

//! Tuples to 16 and arrays to 32: as far as serde goes.

use super::refused::Wanted;
use super::shape::Shape;
use super::{MapKey, NotNull, Parts, Sendable, sendable};
use crate::format::{AnyMapKey, BufferedEmptyShapes, Format};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;
use std::panic::RefUnwindSafe as Proven;

macro_rules! tuples {
    ($($name:ident)+) => {
        tuples!(@each [] $($name)+);
    };
    (@each [$($done:ident)*]) => {};
    (@each [$($done:ident)*] $next:ident $($rest:ident)*) => {
        sendable! {
            keys in AnyMapKey;
            [$($done,)* $next] ($($done,)* $next,) => Shape::Tuple(&[$($done::SHAPE,)* $next::SHAPE]),
                where [$($done: Sendable<F>,)* $next: Sendable<F>], of [$($done,)* $next];
        }
        tuples!(@each [$($done)* $next] $($rest)*);
    };
}
tuples!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15 T16);

impl<F: Format, T: Sendable<F>, const N: usize> Sendable<F> for [T; N]
where
    F: ShortArray<[T; N]>,
{
    const SHAPE: Shape = Shape::list_of(N);
}
impl<F: Format, T, const N: usize> NotNull<F> for [T; N] {}
impl<F: AnyMapKey, T, const N: usize> MapKey<F> for [T; N] {}

/// An array serde has impls for.
///
/// About the format and not about the array, as the refusals are: where both are about one type, rustc prints the words of
/// `Sendable`.
#[diagnostic::on_unimplemented(
    message = "[WC0063] `{A}` is longer than serde supports",
    label = "serde knows arrays of up to 32 elements",
    note = "why: serde has impls for arrays of up to 32 elements and for no others",
    note = "help: use a `Vec`, or several shorter arrays",
    note = "more: `cargo wirecheck explain WC0063`"
)]
pub trait ShortArray<A: ?Sized>: Wanted<A, It = A> + Wanted<A, It: Serialize + DeserializeOwned> {}

macro_rules! arrays {
    ($($len:literal)+) => {
        $(
            impl<F: Format, T: Serialize + DeserializeOwned> ShortArray<[T; $len]> for F {}
            impl<F: Format, T> HasLength<[T; $len]> for F {}
        )+
    };
}
impl<F: BufferedEmptyShapes, T> ShortArray<[T; 0]> for F {}
impl<F: BufferedEmptyShapes, T> HasLength<[T; 0]> for F {}
impl<F: Format, T, const N: usize> Wanted<[T; N]> for F {
    type It = [T; N];
}
arrays!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32);

impl<F: Format, T: Parts<F>, const N: usize> Parts<F> for [T; N] {
    type Parts = (T::Parts, Length<[T; N], F>);
}

/// An array of this length can be sent in `F`, whatever is in it.
#[derive(Debug)]
pub struct Length<A, F>(PhantomData<(A, F)>);
impl<A, F: HasLength<A>> Proven for Length<A, F> {}

/// Carries arrays of the length of `A`.
pub trait HasLength<A>: Format {}

//! Tuples to 16 and arrays to 32: as far as serde goes.

use super::shape::Shape;
use super::{MapKey, NotNull, Sendable, sendable};
use crate::format::{AnyMapKey, EmptyShapes, Format};
use serde::Serialize;
use serde::de::DeserializeOwned;

macro_rules! tuples {
    ($($name:ident)+) => {
        tuples!(@each [] $($name)+);
    };
    (@each [$($done:ident)*]) => {};
    (@each [$($done:ident)*] $next:ident $($rest:ident)*) => {
        sendable! {
            keys in AnyMapKey;
            [$($done,)* $next] ($($done,)* $next,) => Shape::list_of([$(stringify!($done),)* stringify!($next)].len()),
                where [$($done: Sendable<F>,)* $next: Sendable<F>];
        }
        tuples!(@each [$($done)* $next] $($rest)*);
    };
}
tuples!(T1 T2 T3 T4 T5 T6 T7 T8 T9 T10 T11 T12 T13 T14 T15 T16);

impl<F: Format, T: Sendable<F>, const N: usize> Sendable<F> for [T; N]
where
    [T; N]: ShortArray<F>,
{
    const SHAPE: Shape = Shape::list_of(N);
}
impl<F: Format, T, const N: usize> NotNull<F> for [T; N] {}
impl<F: AnyMapKey, T, const N: usize> MapKey<F> for [T; N] {}

/// An array serde has impls for.
#[diagnostic::on_unimplemented(
    message = "[WC0063] `{Self}` is longer than serde carries",
    label = "serde knows arrays of up to 32 elements",
    note = "why: serde has impls for arrays of up to 32 elements and for no others",
    note = "help: use a `Vec`, or several shorter arrays"
)]
pub trait ShortArray<F>: Serialize + DeserializeOwned {}

macro_rules! arrays {
    ($($len:literal)+) => { $(impl<F, T: Serialize + DeserializeOwned> ShortArray<F> for [T; $len] {})+ };
}
impl<F: EmptyShapes, T> ShortArray<F> for [T; 0] {}
arrays!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32);

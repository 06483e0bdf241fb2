//! Numbers, `bool`, `char`.
//!
//! A NaN comes back as a NaN, not always with the same payload bits.

use super::sendable;
use super::shape::Shape;
use crate::format::{Format, WideIntegers};
use std::num::{NonZero, Saturating, Wrapping};

macro_rules! integers {
    ($($bound:ident: $($ty:ty)*;)*) => { $( sendable! { keys in NumberKeys; $(
        [] $ty => Shape::Integer { min: <$ty>::MIN as i128, max: <$ty>::MAX as u128 }, where [F: $bound];
        [] NonZero<$ty> => <$ty as super::Sendable<F>>::SHAPE, where [F: $bound];
        [] Wrapping<$ty> => <$ty as super::Sendable<F>>::SHAPE, where [F: $bound];
        [] Saturating<$ty> => <$ty as super::Sendable<F>>::SHAPE, where [F: $bound];
    )* } )* };
}
integers! {
    Format: i8 i16 i32 i64 isize u8 u16 u32 u64 usize;
    WideIntegers: i128 u128;
}

sendable! {
    keys in NumberKeys;
    [] f32 => Shape::Float;
    [] f64 => Shape::Float;
    [] Wrapping<f32> => Shape::Float;
    [] Wrapping<f64> => Shape::Float;
    [] bool => Shape::Bool;
}
sendable! {
    keys in Format;
    [] char => Shape::Char;
}

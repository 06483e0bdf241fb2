//! Numbers, `bool`, `char`.
//!
//! A NaN comes back as a NaN, not always with the same payload bits.

use super::sendable;
use std::num::{NonZero, Saturating, Wrapping};

macro_rules! integers {
    ($($ty:ty)*) => { sendable! { keys in Format; $(
        [] $ty;
        [] NonZero<$ty>;
        [] Wrapping<$ty>;
        [] Saturating<$ty>;
    )* } };
}
integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

sendable! {
    keys in Format;
    [] f32;
    [] f64;
    [] Wrapping<f32>;
    [] Wrapping<f64>;
    [] bool;
    [] char;
}

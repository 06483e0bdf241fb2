//! Numbers, and what is around one.

use super::{Make, make};
use crate::draw::Draw;
use std::num::{NonZero, Saturating, Wrapping};

macro_rules! integers {
    ($($ty:ident)*) => {$(
        impl Make for $ty {
            fn make(draw: &mut Draw) -> Self {
                draw.integer($ty::MIN as i128, $ty::MAX as i128) as $ty
            }
        }
        impl Make for NonZero<$ty> {
            fn make(draw: &mut Draw) -> Self {
                NonZero::new($ty::make(draw)).unwrap_or(NonZero::<$ty>::MIN)
            }
        }
    )*};
}
integers! { i8 i16 i32 i64 isize u8 u16 u32 u64 usize i128 }

impl Make for u128 {
    fn make(draw: &mut Draw) -> Self {
        // As a signed number the greatest is -1.
        draw.one_of(&[0, 1, 1 << 64, u128::MAX / 3, u128::MAX])
    }
}
impl Make for NonZero<u128> {
    fn make(draw: &mut Draw) -> Self {
        NonZero::new(u128::make(draw)).unwrap_or(NonZero::<u128>::MIN)
    }
}

const DOUBLES: &[f64] = &[
    f64::NEG_INFINITY,
    f64::MIN,
    -1.0,
    -0.0,
    0.0,
    f64::MIN_POSITIVE,
    5e-324,
    0.1,
    1.0,
    1e15,
    9_007_199_254_740_993.0,
    1.844_674_407_370_955_2e19,
    1e300,
    f64::NAN,
    f64::MAX,
    f64::INFINITY,
];
const SINGLES: &[f32] = &[
    f32::NEG_INFINITY,
    f32::MIN,
    -0.0,
    0.0,
    1e-45,
    0.1,
    1.0,
    16_777_217.0,
    f32::NAN,
    f32::MAX,
    f32::INFINITY,
];

make! {
    [] f64 = |draw| if draw.below(4) == 0 { f64::from_bits(draw.bits()) } else { draw.one_of(DOUBLES) };
    [] f32 = |draw| if draw.below(4) == 0 { f32::from_bits(draw.bits() as u32) } else { draw.one_of(SINGLES) };
    [] bool = |draw| draw.yes();
    [T: Make] Wrapping<T> = |draw| Wrapping(T::make(draw));
    [T: Make] Saturating<T> = |draw| Saturating(T::make(draw));
}

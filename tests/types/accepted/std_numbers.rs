//! Numbers, `bool`, `char`, `()`.

cases! { accepted;
    int_i8: i8 = [0, 1, i8::MIN, i8::MAX];
    int_i16: i16 = [0, 1, i16::MIN, i16::MAX];
    int_i32: i32 = [0, 1, i32::MIN, i32::MAX];
    int_i64: i64 = [0, 1, i64::MIN, i64::MAX];
    int_i128: i128 = [0, 1, i128::MIN, i128::MAX];
    int_isize: isize = [0, 1, isize::MIN, isize::MAX];
    int_u8: u8 = [0, 1, u8::MIN, u8::MAX];
    int_u16: u16 = [0, 1, u16::MIN, u16::MAX];
    int_u32: u32 = [0, 1, u32::MIN, u32::MAX];
    int_u64: u64 = [0, 1, u64::MIN, u64::MAX];
    int_u128: u128 = [0, 1, u128::MIN, u128::MAX];
    int_usize: usize = [0, 1, usize::MIN, usize::MAX];
    non_zero_u8: NonZero<u8> = [NonZero::new(1).unwrap(), NonZero::<u8>::MAX];
    non_zero_i64: NonZero<i64> = [NonZero::new(1).unwrap(), NonZero::<i64>::MAX];
    non_zero_u128: NonZero<u128> = [NonZero::new(1).unwrap(), NonZero::<u128>::MAX];
    non_zero_usize: NonZero<usize> = [NonZero::new(1).unwrap(), NonZero::<usize>::MAX];
    wrapping: Wrapping<u64> = [Wrapping(0), Wrapping(u64::MAX)];
    wrapping_wide: Wrapping<i128> = [Wrapping(i128::MIN)];
    saturating: Saturating<i32> = [Saturating(0), Saturating(i32::MIN)];
    wrapping_float: Wrapping<f64> = [Wrapping(0.1)];
    short_float: f32 = [0.0, -0.0, 0.1, f32::MAX, f32::MIN_POSITIVE, f32::EPSILON];
    float: f64 = [0.0, -0.0, 0.1, 5e-324, f64::MAX, f64::MIN_POSITIVE, 2.2250738585072011e-308, 9007199254740993.0];
    float_not_finite: f64 = [1.0, f64::NAN, -f64::NAN, f64::from_bits(0x7ff0_0000_0000_0001), f64::INFINITY, f64::NEG_INFINITY];
    short_float_not_finite: f32 = [1.0, f32::NAN, -f32::NAN, f32::from_bits(0xff80_0001), f32::NEG_INFINITY];
    float_in_list: Vec<f64> = [vec![], vec![1.0, f64::NAN]];
    truth: bool = [true, false];
    letter: char = ['a', '\0', '"', '\\', '\n', 'é', '🦀', char::MAX];
    nothing: () = [()];
}

//! rust_decimal, num-bigint, ordered-float.

use crate::{and, random};
use num_bigint::{BigInt, BigUint, Sign};
use ordered_float::{NotNan, OrderedFloat};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use rust_decimal::Decimal;
use wirecheck::{Codec, Json};
use wirecheck_tests_foreign::{Verdicts, types};

types! {
    // With its scale, which `==` does not look at.
    decimal: Decimal = and(
        ["0", "1.10", "100", "0.1", "0.0000000000000000000000000001", "7.9228162514264337593543950335"]
            .iter().map(|it| it.parse().unwrap()).chain([Decimal::MIN, Decimal::MAX]).collect(),
        random((any::<i64>(), 0..28_u32).prop_map(|(digits, scale)| Decimal::new(digits, scale))),
    ) => Verdicts { key: [true; 2], ..Verdicts::DESCRIBED }, same as |a, b| a == b && a.scale() == b.scale();
    big_uint: BigUint = and(
        vec![BigUint::ZERO, 1_u8.into(), u64::MAX.into(), u128::MAX.into(), BigUint::from(1_u8) << 5000_u32],
        random(vec(any::<u32>(), 0..9).prop_map(BigUint::new)),
    ) => Verdicts::VALUE;
    big_int: BigInt = and(
        vec![BigInt::ZERO, (-1).into(), i128::MIN.into(), -(BigInt::from(1) << 4095_u32)],
        random((any::<bool>(), vec(any::<u32>(), 0..9)).prop_map(|(negative, digits)| {
            BigInt::new(if negative { Sign::Minus } else { Sign::Plus }, digits)
        })),
    ) => Verdicts::VALUE;
    sign: Sign = [Sign::Minus, Sign::NoSign, Sign::Plus] => Verdicts::NUMBER;
    ordered_float: OrderedFloat<f64> = and(
        [0.0, -0.0, 5e-324, f64::MAX, f64::NAN, f64::INFINITY].map(OrderedFloat).to_vec(),
        random(any::<f64>().prop_map(OrderedFloat)),
    ) => Verdicts::NUMBER, same as |a, b| a == b && a.is_sign_negative() == b.is_sign_negative();
    ordered_float_of_32_bits: OrderedFloat<f32> = and(
        vec![OrderedFloat(f32::NEG_INFINITY), OrderedFloat(f32::NAN)],
        random(any::<f32>().prop_map(OrderedFloat)),
    ) => Verdicts::NUMBER;
    not_nan: NotNan<f64> = [0.0, -0.0, 0.1, f64::MIN, f64::INFINITY].map(|it| NotNan::new(it).unwrap())
        => Verdicts::NUMBER;
}

#[test]
fn a_zero_that_lost_its_sign_is_equal() {
    let mut zero = Decimal::ZERO;
    zero.set_sign_negative(true);
    let mut bytes = Vec::new();
    Json::encode(&zero, &mut bytes).unwrap();
    assert_eq!(Json::decode::<Decimal>(&bytes).unwrap(), zero);
}

//! A NaN comes back as a NaN, and everything around it as it was. Which NaN it is, is not part of the value.

use crate::support::{refusal, round};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wirecheck::format::SelfDescribing;
use wirecheck::{Codec, Format, Json};

fn nans() -> impl Strategy<Value = f64> {
    let patterns = prop_oneof![Just(1_u64), Just(1 << 51), Just((1 << 52) - 1), 1..1_u64 << 52];
    (patterns, any::<bool>())
        .prop_map(|(bits, negative)| f64::from_bits(bits | 0x7ff << 52 | u64::from(negative) << 63))
}

fn short_nans() -> impl Strategy<Value = f32> {
    let patterns = prop_oneof![Just(1_u32), Just(1 << 22), Just((1 << 23) - 1), 1..1_u32 << 23];
    (patterns, any::<bool>())
        .prop_map(|(bits, negative)| f32::from_bits(bits | 0xff << 23 | u32::from(negative) << 31))
}

/// In every place that a float may be.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Around {
    before: u8,
    single: f32,
    double: f64,
    optional: Option<f64>,
    list: Vec<f64>,
    short_list: Vec<f32>,
    pairs: Vec<(f32, u8)>,
    by_number: BTreeMap<u8, f64>,
    kind: Kind,
    after: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
enum Kind {
    Newtype(f64),
    Struct { single: f32 },
}

/// As `==` for the `Debug` form, in which a NaN is `NaN`.
fn same(one: &impl std::fmt::Debug, other: &impl std::fmt::Debug) -> bool {
    format!("{one:?}") == format!("{other:?}")
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Buffered {
    Number(f64),
    Text(String),
}

proptest! {
    #[test]
    fn a_nan_comes_back_as_a_nan(double in nans(), single in short_nans(), is_struct: bool) {
        fn check<F: Codec>(value: &Around) {
            if F::NAME == "json" {
                assert!(refusal::<F, _>(value).contains("NaN has no place"));
                return;
            }
            let back = round::<F, _>(value).unwrap();
            assert!(same(&back, value), "{}: {back:?}", F::NAME);
        }
        let value = Around {
            before: 7,
            single,
            double,
            optional: Some(double),
            list: vec![1.0, double, -0.0],
            short_list: vec![single, 0.1],
            pairs: vec![(single, 1), (0.5, 2)],
            by_number: BTreeMap::from([(1, double)]),
            kind: if is_struct { Kind::Struct { single } } else { Kind::Newtype(double) },
            after: "after".to_owned(),
        };
        macro_rules! in_each {
            ([] $($Format:ident { $($row:tt)* })*) => { $(check::<wirecheck::$Format>(&value);)* };
        }
        wirecheck_rules::formats!(in_each);
    }

    #[test]
    fn a_nan_comes_back_through_the_buffer(double in nans()) {
        fn check<F: Codec>(value: f64) {
            let back = round::<F, _>(&vec![Buffered::Number(value), Buffered::Text("t".to_owned())]).unwrap();
            assert!(matches!(&back[..], [Buffered::Number(nan), Buffered::Text(_)] if nan.is_nan()), "{}", F::NAME);
        }
        macro_rules! in_each {
            ([] $($Format:ident { $($row:tt)* })*) => {$(
                if wirecheck::probe!(wirecheck::$Format: SelfDescribing) && <wirecheck::$Format as Format>::NAME != "json" {
                    check::<wirecheck::$Format>(double);
                }
            )*};
        }
        wirecheck_rules::formats!(in_each);
        assert!(refusal::<Json, _>(&Buffered::Number(double)).contains("NaN has no place"));
    }

    /// What the documentation says more than the promise.
    #[test]
    fn the_formats_without_names_keep_all_bits(double in nans(), single in short_nans()) {
        fn check<F: Codec>(value: (f64, f32, f64)) {
            let back = round::<F, _>(&value).unwrap();
            let bits = |(one, two, three): (f64, f32, f64)| (one.to_bits(), two.to_bits(), three.to_bits());
            assert_eq!(bits(back), bits(value), "{}", F::NAME);
        }
        macro_rules! in_each {
            ([] $($Format:ident { $($row:tt)* })*) => {$(
                if !wirecheck::probe!(wirecheck::$Format: SelfDescribing) {
                    check::<wirecheck::$Format>((double, single, 0.5));
                }
            )*};
        }
        wirecheck_rules::formats!(in_each);
    }
}

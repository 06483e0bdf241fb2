//! rust_decimal: text with its scale, `1.10` stays `1.10`; the sign of a zero is lost, and it is equal all the same.
//!
//! It is read with `deserialize_any`, so the format must be self-describing. A crate of the program may turn on
//! `serde-str`, which reads text and nothing else: that is no harm.
//!
//! One may also turn on `serde-float`, which writes every `Decimal` as a float and loses most of them, without any
//! error. That cannot be seen, but `serde-with-float`, which comes with it, can: there, no `Decimal` is `Sendable`.

use crate::format::{Format, SelfDescribing};
use crate::sendable::shape::Shape;
use crate::sendable::{MapKey, NotNull, Parts, Sendable, Whole};
use rust_decimal::Decimal;
use std::fmt::Formatter;

impl<F: SelfDescribing> Sendable<F> for Decimal
where
    // `for`, because rustc checks a condition without any parameter where it is written.
    for<'never> FeatureSerdeWithFloat<IS_ON>: IsOff,
{
    const SHAPE: Shape = Shape::one_of(&[Shape::Text, Shape::Float]);
}
impl<F: Format> NotNull<F> for Decimal {}
impl<F: Format> MapKey<F> for Decimal {}
impl<F: Format> Parts<F> for Decimal {
    type Parts = Whole<Self, F>;
}

/// Stands for the feature of rust_decimal, in what rustc says where it is on.
pub struct FeatureSerdeWithFloat<const ON: bool>;

/// A feature is off.
pub trait IsOff {}
impl IsOff for FeatureSerdeWithFloat<false> {}

/// Whether there is a `rust_decimal::serde::float`: if so it comes before the module of this file, as names of an inner
/// scope do.
const IS_ON: bool = {
    #[allow(unused_imports, reason = "nothing of it is used where the feature is off")]
    use rust_decimal::serde::*;
    returns_result(float::serialize)
};

#[allow(dead_code, reason = "where the feature is on, nothing of it is used")]
mod float {
    use super::Decimal;

    pub(super) struct NoResult;

    /// In the place of that of rust_decimal.
    pub(super) fn serialize<S>(_: &Decimal, _: S) -> NoResult {
        NoResult
    }
}

trait IsResult {
    const VERDICT: bool;
}
impl IsResult for float::NoResult {
    const VERDICT: bool = false;
}
impl<T, E> IsResult for Result<T, E> {
    const VERDICT: bool = true;
}

/// With a serializer that is at hand.
const fn returns_result<R: IsResult>(_: fn(&'static Decimal, &'static mut Formatter<'static>) -> R) -> bool {
    R::VERDICT
}

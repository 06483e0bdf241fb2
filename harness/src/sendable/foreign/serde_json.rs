//! serde_json: JSON as a value, in whatever format. `RawValue` is not here: it is text for serde_json alone.
//!
//! A value is read with `deserialize_any`, so the format must be self-describing, and `Null` is written as null.
//!
//! A crate of the program may turn on `arbitrary_precision`. Every number is then written as a struct with an odd name and
//! an odd field: `MessagePack` would read it back as a list, and `Ron` does not write it. It can be seen, and is.
//!
//! *Limit:* with `arbitrary_precision` or `raw_value` on, serde_json takes an object that begins with its own key
//! (`$serde_json::private::Number`, `..::RawValue`) for what it writes in that way itself.

use crate::format::{AnyMapKey, AnyName, Format, NamedFields, NestedOptions, SelfDescribing};
use crate::sendable::parts::whole;
use crate::sendable::shape::Shape;
use crate::sendable::{Flatten, MapKey, NotNull, Parts, Sendable};
use serde_json::{Map, Number, Value};

impl<F: SelfDescribing + TakesNumbers<IS_PRECISE>> Sendable<F> for Value {}
impl<F: NestedOptions> NotNull<F> for Value {}

impl<F: SelfDescribing + TakesNumbers<IS_PRECISE>> Sendable<F> for Number {}
impl<F: Format> NotNull<F> for Number {}

impl<F: SelfDescribing + TakesNumbers<IS_PRECISE>> Sendable<F> for Map<String, Value> {
    const SHAPE: Shape = Shape::Map(&Shape::Any);
}
impl<F: Format> NotNull<F> for Map<String, Value> {}
impl<F: Format> Flatten<F> for Map<String, Value> {}

whole! {
    [] Value;
    [] Number;
    [] Map<String, Value>;
}

// Not a `Number` where keys are text: it does not read them.
impl<F: AnyMapKey> MapKey<F> for Value {}
impl<F: AnyMapKey> MapKey<F> for Number {}
impl<F: AnyMapKey> MapKey<F> for Map<String, Value> {}

/// A format that takes the numbers of serde_json, with `arbitrary_precision` or without.
pub trait TakesNumbers<const PRECISE: bool>: Format {}
impl<F: Format> TakesNumbers<false> for F {}
impl<F: NamedFields + AnyName> TakesNumbers<true> for F {}

/// Whether there is a `Number::as_str`: if so it comes before that of a trait.
const IS_PRECISE: bool = returns_text(Number::as_str);

struct NoText;

#[allow(dead_code, reason = "where `arbitrary_precision` is on, nothing of it is used")]
trait AsNoText {
    fn as_str(&self) -> NoText;
}
impl AsNoText for Number {
    fn as_str(&self) -> NoText {
        NoText
    }
}

trait IsText {
    const VERDICT: bool;
}
impl IsText for NoText {
    const VERDICT: bool = false;
}
impl IsText for &str {
    const VERDICT: bool = true;
}

const fn returns_text<R: IsText>(_: fn(&'static Number) -> R) -> bool {
    R::VERDICT
}

//! Whether a crate of the program has turned on `arbitrary_precision` of serde_json, as Cargo unifies features.

use serde_json::Number;

/// Whether there is a `Number::as_str`: if so it comes before that of a trait.
pub(crate) const IS_PRECISE: bool = returns_text(Number::as_str);

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

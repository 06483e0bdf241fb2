//! JSON: self-describing text; map keys are strings, an inner `None` collapses.

use super::guard::decode::{BoundedSeed, DecodeBudget, FormatLimits, StackCosts};
use super::guard::{EncodePolicy, GuardedValue};
use super::{ByteSink, Codec, CodecError, IS_PRECISE, Json};
use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed};
use std::sync::LazyLock;

impl FormatLimits for Json {
    const STACK: StackCosts = StackCosts { nesting: 1536, field: 512, wrapper: 320 };
    const BRACKETS: Option<u16> = Some(127);
    const NUMBERS_AS_MAPS: bool = IS_PRECISE;
}

impl EncodePolicy for Json {
    type Of = Self;
    const FINITE: bool = true;
}

impl Codec for Json {
    #[inline]
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        if IS_PRECISE && !numbers_pass_the_buffer() {
            return Err(CodecError::new(
                "another crate of this program turns on the feature `arbitrary_precision` of a version of serde_json that gives \
                 numbers in an unknown way: turn it off, or send in `Ron` or `Cbor`",
            ));
        }
        serde_json::to_writer(out, &GuardedValue::new(value, Self)).map_err(CodecError::of)
    }

    #[inline]
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
        let shared = DecodeBudget::new::<Self>(bytes.len());
        let root = BoundedSeed::<T, Self>::new(&shared);
        let mut source = serde_json::Deserializer::from_slice(bytes);
        let value = DeserializeSeed::deserialize(root, &mut source).map_err(|error| {
            let message = error.to_string();
            // serde_json counts brackets too, and is first where little of the stack is used.
            match message.strip_prefix("recursion limit exceeded") {
                Some(place) => CodecError::worded(
                    format_args!(
                    "nested deeper than the depth limit of json, 127 levels of brackets{place}: these bytes are not from its \
                     encoder, which refuses such a value"
                    ),
                    error,
                ),
                None => CodecError::of(error),
            }
        })?;
        source.end().map_err(CodecError::of)?;
        Ok(value)
    }
}

/// Whether a number can be read through serde's buffer: with `arbitrary_precision` that depends on the guard, which has to know
/// serde_json's type for it.
#[cold]
fn numbers_pass_the_buffer() -> bool {
    #[derive(serde::Deserialize, PartialEq)]
    #[serde(untagged)]
    enum Buffered {
        Numbers(u8, i64, f64),
    }
    static PASS: LazyLock<bool> = LazyLock::new(|| {
        Json::decode::<Buffered>(b"[7,-8,0.5]").is_ok_and(|read| read == Buffered::Numbers(7, -8, 0.5))
    });
    *PASS
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_pass_the_buffer() {
        assert!(super::numbers_pass_the_buffer());
    }
}

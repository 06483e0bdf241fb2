//! JSON: self-describing text; map keys are strings, an inner `None` collapses.

use super::{Format, NamedFields, SelfDescribing};

/// [serde_json](https://docs.rs/serde_json), with `float_roundtrip`.
///
/// A float that is not finite is an error when it is encoded: serde_json alone would write `null`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

impl Format for Json {
    const NAME: &'static str = "json";
}
impl SelfDescribing for Json {}
impl NamedFields for Json {}

#[cfg(feature = "json")]
impl super::Codec for Json {
    #[inline]
    fn encode<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), super::CodecError> {
        serde_json::to_writer(out, &super::finite::Finite(value)).map_err(super::CodecError::new)
    }

    #[inline]
    fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, super::CodecError> {
        serde_json::from_slice(bytes).map_err(super::CodecError::new)
    }
}

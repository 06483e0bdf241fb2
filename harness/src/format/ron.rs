//! RON: self-describing text with Rust's own data model.

use super::{AnyMapKey, Format, NamedFields, NestedOptions, SelfDescribing};

/// [ron](https://docs.rs/ron) with default options.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ron;

impl Format for Ron {
    const NAME: &'static str = "ron";
}
impl SelfDescribing for Ron {}
impl NamedFields for Ron {}
impl NestedOptions for Ron {}
impl AnyMapKey for Ron {}

#[cfg(feature = "ron")]
impl super::Codec for Ron {
    #[inline]
    fn encode<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), super::CodecError> {
        let text = ron::to_string(value).map_err(super::CodecError::new)?;
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    #[inline]
    fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, super::CodecError> {
        ron::de::from_bytes(bytes).map_err(super::CodecError::new)
    }
}

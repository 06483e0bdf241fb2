//! postcard: positional, variable-length integers, made for embedded links.

use super::{AnyMapKey, Format, NestedOptions};

/// [postcard](https://docs.rs/postcard).
#[derive(Clone, Copy, Debug, Default)]
pub struct Postcard;

impl Format for Postcard {
    const NAME: &'static str = "postcard";
}
impl NestedOptions for Postcard {}
impl AnyMapKey for Postcard {}

#[cfg(feature = "postcard")]
impl super::Codec for Postcard {
    #[inline]
    fn encode<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), super::CodecError> {
        postcard::to_io(value, out).map(|_| ()).map_err(super::CodecError::new)
    }

    #[inline]
    fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, super::CodecError> {
        let (value, rest) = postcard::take_from_bytes(bytes).map_err(super::CodecError::new)?;
        super::codec::all_used(rest.len())?;
        Ok(value)
    }
}

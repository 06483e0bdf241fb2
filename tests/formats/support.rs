//! What every test here does with a codec.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wirecheck::Codec;

/// There and back, or what the codec said.
pub(crate) fn round<F: Codec, T: Serialize + DeserializeOwned>(value: &T) -> Result<T, String> {
    let bytes = F::encode_to_vec(value).map_err(|error| format!("encode: {error}"))?;
    F::decode(&bytes).map_err(|error| format!("decode: {error}"))
}

/// What the encoder says against the value.
pub(crate) fn refusal<F: Codec, T: Serialize>(value: &T) -> String {
    match F::encode_to_vec(value) {
        Ok(_) => panic!("{} encoded it", F::NAME),
        Err(error) => error.to_string(),
    }
}

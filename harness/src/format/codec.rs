//! A format that can run.

use super::{EmptyShapes, Format, Markers, Newtypes, NumberKeys, OneForm, Units, WideIntegers};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A format whose encoder and decoder are compiled in.
///
/// Its supertraits are what every codec takes when nothing stands in between; serde's buffer takes less
/// ([`Buffered`](super::Buffered)).
#[diagnostic::on_unimplemented(
    message = "[WC0057] the codec of `{Self}` is not compiled in",
    label = "this format can be asked about, but not used",
    note = "why: what a format can carry is known without its crate; to encode a value the crate has to be there",
    note = "python: `ModuleNotFoundError`, when the program runs",
    note = "help: turn on its feature: `features = [\"ron\"]` in the line of wirecheck; there are `bincode` (on by default), `ron`, \
            `json`, `postcard`, `messagepack`, `cbor` and `bitcode`"
)]
pub trait Codec:
    Format + NumberKeys + WideIntegers + OneForm + Newtypes + EmptyShapes + Units + Markers
{
    /// Appends `value` to `out`.
    ///
    /// # Errors
    /// When the value cannot be written in this format; `out` may then hold a part of it.
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), CodecError>;

    /// Reads one value, which must use up all of `bytes`.
    ///
    /// # Errors
    /// When the bytes are not a value of this type, or some are left over.
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError>;
}

/// What the codec said.
#[derive(Debug)]
pub struct CodecError {
    message: String,
}

impl CodecError {
    /// An error with the codec's own words.
    pub fn new(message: impl std::fmt::Display) -> Self {
        Self { message: message.to_string() }
    }
}

impl std::fmt::Display for CodecError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}
impl std::error::Error for CodecError {}

/// Bytes left over mean that the two sides disagree about the type.
#[cfg(any(feature = "bincode", feature = "postcard", feature = "messagepack", feature = "cbor"))]
#[inline]
pub(super) fn all_used(left: usize) -> Result<(), CodecError> {
    if left == 0 {
        Ok(())
    } else {
        Err(CodecError::new(format_args!("{left} bytes left over after the value")))
    }
}

//! A format that can run.

use super::{
    BufferedEmptyShapes, BufferedMarkers, BufferedOneForm, BufferedUnits, ByteSink, Format, Newtypes,
    NumberKeys, WideIntegers,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::error::Error;
use std::fmt;
use std::sync::Arc;

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
    Format
    + NumberKeys
    + WideIntegers
    + BufferedOneForm
    + Newtypes
    + BufferedEmptyShapes
    + BufferedUnits
    + BufferedMarkers
{
    /// Appends `value` to `out`.
    ///
    /// In [`Bincode`](super::Bincode) and [`Postcard`](super::Postcard) a `Vec<T>` or slice of `u8`, `i8`, `f32` or `f64`,
    /// wherever it is in the value, is one copy of its memory; [`decode`](Self::decode) reads it likewise. The bytes are those
    /// that the crates write. Wider integers take as many bytes there as each needs, so they go one by one.
    ///
    /// # Errors
    /// When the value cannot be written in this format; `out` may then hold a part of it.
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut ByteSink) -> Result<(), CodecError>;

    /// Reads one value, which must use up all of `bytes`.
    ///
    /// # Errors
    /// When the bytes are not a value of this type, or some are left over.
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError>;
}

/// What the codec said: its words, and its own error where that is at hand.
///
/// Two are equal when they say the same.
#[derive(Clone, Debug)]
pub struct CodecError {
    message: String,
    own: Option<Arc<dyn Error + Send + Sync>>,
}

impl CodecError {
    /// An error with these words.
    pub fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), own: None }
    }

    /// The codec's own error, and its words.
    pub fn of(error: impl Error + Send + Sync + 'static) -> Self {
        Self::worded(error.to_string(), error)
    }

    /// The codec's own error in other words.
    pub fn worded(message: impl fmt::Display, error: impl Error + Send + Sync + 'static) -> Self {
        Self { message: message.to_string(), own: Some(Arc::new(error)) }
    }

    /// What an error that has it as its source gives: the codec's own error, or else this one.
    #[cfg(feature = "runtime")]
    pub(crate) fn as_source(&self) -> &(dyn Error + 'static) {
        match &self.own {
            Some(own) => &**own,
            None => self,
        }
    }
}

impl PartialEq for CodecError {
    fn eq(&self, other: &Self) -> bool {
        self.message == other.message
    }
}
impl Eq for CodecError {}

impl fmt::Display for CodecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for CodecError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.own.as_deref().map(|own| own as &(dyn Error + 'static))
    }
}

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

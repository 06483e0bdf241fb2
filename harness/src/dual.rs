//! Two formats for the values of one place, while it moves from the one to the other.

#[cfg(all(test, feature = "formats"))]
mod tests;

use crate::format::{Codec, CodecError};
use crate::sendable::Sendable;
use std::fmt;
use std::marker::PhantomData;

/// The first byte of a new value, unless that is set. No JSON, RON or MessagePack begins with it.
const TAG: u8 = 0xC1;

/// Writes values in the format `New` behind a tag byte, and reads those and the ones that were written in the format `Old` alone:
/// for files, caches and queues that leave a format.
///
/// ```
/// use serde::{Deserialize, Serialize};
/// use wirecheck::{Bincode1, Codec, Postcard, Sendable, dual};
///
/// #[derive(Debug, PartialEq, Serialize, Deserialize, Sendable)]
/// struct Score {
///     player: String,
///     points: u32,
/// }
///
/// let either = dual::<Postcard, Bincode1>();
/// let score = Score { player: "ada".to_owned(), points: 7 };
/// // What was kept, as `bincode::serialize` of version 1 wrote it, is still read.
/// let kept = Bincode1::encode_to_vec(&score)?;
/// assert_eq!(either.decode::<Score>(&kept)?, score);
/// // What is written from now on is smaller.
/// let bytes = either.encode(&score)?;
/// assert_eq!((kept.len(), bytes.len()), (15, 6));
/// assert_eq!(either.decode::<Score>(&bytes)?, score);
/// # Ok::<(), wirecheck::format::CodecError>(())
/// ```
///
/// The type has to be [`Sendable`] in the new format. Of the old one nothing is asked: what it wrote is there. See
/// [`Dual::with_tag`] for values whose old bytes may begin with the tag.
#[must_use]
pub const fn dual<New: Codec, Old: Codec>() -> Dual<New, Old> {
    Dual { tag: TAG, formats: PhantomData }
}

/// A format to write, and two to read. See [`dual`].
pub struct Dual<New, Old> {
    tag: u8,
    formats: PhantomData<fn() -> (New, Old)>,
}

impl<New: Codec, Old: Codec> Dual<New, Old> {
    /// Takes another byte than `0xC1` as the tag: one that no old value begins with.
    ///
    /// - Text (JSON, RON): any from `0x80`; no text begins with it, and `0xFE` and `0xFF` never stand in one.
    /// - MessagePack: `0xC1`, which it leaves unused.
    /// - CBOR: `0xFF`, which ends a list and begins none.
    /// - bincode, postcard, bitcode: see how your type begins. An enum begins with the number of its variant, so a number above
    ///   the last one is free; a `bool` or an `Option` begins with 0 or 1. If every byte may come first (a number, a text of any
    ///   length), old bytes that begin with the tag are read as old only if they cannot be read as new. Where that is not
    ///   enough, keep old and new values apart by name.
    ///
    /// ```
    /// use wirecheck::{Cbor, Codec, Json, dual};
    ///
    /// let either = dual::<Json, Cbor>().with_tag(0xFF);
    /// assert_eq!(either.encode(&[1, 2])?, b"\xFF[1,2]");
    /// assert_eq!(either.decode::<[u8; 2]>(&Cbor::encode_to_vec(&[1, 2])?)?, [1, 2]);
    /// # Ok::<(), wirecheck::format::CodecError>(())
    /// ```
    #[must_use]
    pub const fn with_tag(self, tag: u8) -> Self {
        Self { tag, ..self }
    }

    /// Encodes a value in the new format, behind the tag.
    ///
    /// # Errors
    /// When the value cannot be written in that format.
    pub fn encode<T: Sendable<New>>(&self, value: &T) -> Result<Vec<u8>, CodecError> {
        let mut bytes = vec![self.tag];
        New::encode(value, &mut bytes)?;
        Ok(bytes)
    }

    /// Decodes a value that was written by [`encode`](Self::encode), or in the old format alone.
    ///
    /// # Errors
    /// When the bytes are neither. The error says what each of the two formats that could be meant has to say.
    pub fn decode<T: Sendable<New>>(&self, bytes: &[u8]) -> Result<T, CodecError> {
        let Some(rest) = bytes.strip_prefix(&[self.tag]) else {
            return Old::decode(bytes).map_err(|error| {
                let (old, tag) = (Old::NAME, self.tag);
                CodecError::worded(format!("without the tag {tag:#04x} it is {old}: {error}"), error)
            });
        };
        New::decode(rest).or_else(|new| {
            Old::decode(bytes).map_err(|old| {
                let (newer, older) = (New::NAME, Old::NAME);
                CodecError::worded(format!("as {newer} behind the tag: {new}; as {older}: {old}"), new)
            })
        })
    }

    /// Whether these bytes begin as [`encode`](Self::encode) writes them. While some do not, there are old values left.
    #[must_use]
    pub fn is_new(&self, bytes: &[u8]) -> bool {
        bytes.first() == Some(&self.tag)
    }
}

impl<New, Old> Clone for Dual<New, Old> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<New, Old> Copy for Dual<New, Old> {}

impl<New: Codec, Old: Codec> fmt::Debug for Dual<New, Old> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tag, .. } = self;
        write!(f, "Dual({} behind {tag:#04x}, or {})", New::NAME, Old::NAME)
    }
}

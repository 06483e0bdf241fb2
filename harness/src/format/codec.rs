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
/// Its supertraits are what every codec can do when it reads a value directly. What it can do through serde's buffer is less,
/// and is said of [`Buffered`](super::Buffered).
///
/// # What comes back
///
/// A value that [`encode`](Self::encode) takes comes back from [`decode`](Self::decode) equal, if its type is
/// [`Sendable`](crate::Sendable) in the format. A NaN comes back as a NaN. Its sign and its other bits are not part of the value:
/// binary formats keep them, CBOR and RON do not. `Json` refuses a NaN.
///
/// # Writing your own
///
/// You write one to use another crate's format with a `Pool`, or to put something around a format of this crate. Say first
/// what the format can do ([`Format`]), then implement this trait:
///
/// ```
/// use serde::{Serialize, de::DeserializeOwned};
/// use wirecheck::format::*;
///
/// /// Bincode with a checksum in front.
/// #[derive(Clone, Copy, Debug, Default)]
/// struct Checked;
///
/// impl Format for Checked {
///     const NAME: &'static str = "checked";
///     type InBuffer = Buffered<Self>;
/// }
///
/// // What every codec can do.
/// impl NumberKeys for Checked {}
/// impl WideIntegers for Checked {}
/// impl BufferedOneForm for Checked {}
/// impl Newtypes for Checked {}
/// impl BufferedEmptyShapes for Checked {}
/// impl BufferedUnits for Checked {}
/// impl BufferedMarkers for Checked {}
/// // What bincode can do, too.
/// impl PositionalFields for Checked {}
/// impl PositionalVariants for Checked {}
/// impl AnyName for Checked {}
/// impl ManyVariants for Checked {}
/// impl NestedOptions for Checked {}
/// impl UnitStructs for Checked {}
/// impl AnyMapKey for Checked {}
///
/// fn checksum(bytes: &[u8]) -> u32 {
///     bytes.iter().fold(1, |sum, byte| sum.rotate_left(5) ^ u32::from(*byte))
/// }
///
/// impl Codec for Checked {
///     fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
///         let body = Bincode::encode_to_vec(value)?;
///         out.extend_from_slice(&checksum(&body).to_le_bytes());
///         out.extend_from_slice(&body);
///         Ok(())
///     }
///
///     fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
///         let Some((sum, body)) = bytes.split_first_chunk() else {
///             return Err(CodecError::new("the bytes end within the checksum"));
///         };
///         if u32::from_le_bytes(*sum) != checksum(body) {
///             return Err(CodecError::new("the checksum does not match"));
///         }
///         Bincode::decode(body)
///     }
/// }
///
/// let mut bytes = Checked::encode_to_vec(&vec![1.5, 2.5])?;
/// assert_eq!(Checked::decode::<Vec<f64>>(&bytes)?, [1.5, 2.5]);
/// bytes[9] ^= 1;
/// assert!(Checked::decode::<Vec<f64>>(&bytes).is_err());
///
/// assert!(wirecheck::probe!(Option<Option<u8>>: wirecheck::Sendable<Checked>));
/// # Ok::<(), CodecError>(())
/// ```
///
/// # What a codec must not do
///
/// - **Claim a capability that it does not have.** Capabilities are promises: `Sendable` trusts them, and a false one lets a type
///   through whose values come back changed. Try the types you send: encode, decode, compare.
/// - **Write what only this process understands**: an address, a descriptor, the index of an entry in a table of this process.
///   The bytes are read by another one. `Shared` is the exception, and `SharesMemory` says which formats may carry it.
/// - **Remember something from one call to the next.** Values are encoded on several threads, decoded in several processes, in
///   any order, and some more than once: when an error needs the path of the field, the value is encoded again.
/// - **Leave bytes unread.** `decode` gets exactly what one `encode` appended, and must use all of it or fail. Otherwise two
///   sides that disagree about a type look as if they agreed.
/// - **Trust the bytes.** Do not allocate as much as a length in them claims, and limit the depth of nesting: a stack that
///   overflows ends the process, and no error can be returned then.
/// - **Exit, wait without a limit, or print.** A panic is caught, and is the error of one task.
///
/// None of these can make safe code unsound. The codec gets a sink that can only be appended to ([`ByteSink`]), and what it
/// wrote is never trusted by the process that reads it.
#[diagnostic::on_unimplemented(
    message = "[WC0057] the codec of `{Self}` is not compiled in",
    label = "this format can be asked about, but not used",
    note = "why: what a format can carry is known without its crate; to encode a value the crate has to be there",
    note = "python: `ModuleNotFoundError`, when the program runs",
    note = "help: turn on the feature with its name in the line of wirecheck, such as `features = [\"ron\"]` for `Ron`; `formats` \
            turns on all of them",
    note = "more: `cargo wirecheck explain WC0057`"
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
    /// In the formats of bincode and postcard a `Vec<T>` or slice of `u8`, `i8`, `f32` or `f64`, wherever it is in the value,
    /// is one copy of its memory; [`decode`](Self::decode) reads it likewise. The bytes are those that the crates write.
    ///
    /// # Errors
    /// When the value cannot be written in this format; `out` may then hold a part of it.
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError>;

    /// Reads one value, which must use all of `bytes`.
    ///
    /// # Errors
    /// When the bytes are not a value of this type, or some are left over.
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError>;

    /// Encodes `value` into a new vector.
    ///
    /// ```
    /// use wirecheck::{Bincode, Codec};
    ///
    /// let bytes = Bincode::encode_to_vec(&(7_u8, "seven"))?;
    /// assert_eq!(bytes, *b"\x07\x05seven");
    /// assert_eq!(Bincode::decode::<(u8, String)>(&bytes)?, (7, "seven".to_owned()));
    /// # Ok::<(), wirecheck::format::CodecError>(())
    /// ```
    ///
    /// # Errors
    /// When the value cannot be written in this format.
    fn encode_to_vec<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, CodecError> {
        let mut bytes = Vec::new();
        Self::encode(value, &mut bytes)?;
        Ok(bytes)
    }
}

/// Why a value was not encoded or decoded: a message, and the error of the codec's crate if there is one.
///
/// Two are equal if their messages are.
#[derive(Clone, Debug)]
pub struct CodecError {
    message: String,
    own: Option<Arc<dyn Error + Send + Sync>>,
}

impl CodecError {
    /// An error with this message.
    pub fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), own: None }
    }

    /// The error of the codec's crate, with its message.
    pub fn of(error: impl Error + Send + Sync + 'static) -> Self {
        Self::worded(error.to_string(), error)
    }

    /// The error of the codec's crate, with another message.
    pub fn worded(message: impl fmt::Display, error: impl Error + Send + Sync + 'static) -> Self {
        Self { message: message.to_string(), own: Some(Arc::new(error)) }
    }

    /// The source of an error that was caused by this one: the error of the codec's crate, or else this one.
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
#[cfg(feature = "_codec")]
#[cfg_attr(not(feature = "formats"), allow(dead_code, reason = "not every codec needs it"))]
#[inline]
pub(super) fn all_used(left: usize) -> Result<(), CodecError> {
    if left == 0 {
        Ok(())
    } else {
        Err(CodecError::new(format_args!("{left} bytes left over after the value")))
    }
}

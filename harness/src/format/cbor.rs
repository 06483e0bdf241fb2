//! CBOR: self-describing, binary, with names.

use super::guard::decode::{FormatLimits, StackCosts, Unseeded};
use super::guard::{EncodePolicy, GuardedValue};
use super::{ByteSink, Cbor, Codec, CodecError, codec::all_used};
use serde::Serialize;
use serde::de::DeserializeOwned;

impl FormatLimits for Cbor {
    const STACK: StackCosts = StackCosts { nesting: 2560, field: 640, wrapper: 512 };
    const BRACKETS: Option<u16> = Some(127);
    const HIDES_LENGTHS: bool = true;
    /// 4,096 bytes.
    const SHORT_BORROWS: bool = true;
}

impl EncodePolicy for Cbor {
    type Of = Self;
}

impl Codec for Cbor {
    #[inline]
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        ciborium::into_writer(&GuardedValue::new(value, Self), out).map_err(|error| match error {
            // These print as their `Debug`.
            ciborium::ser::Error::Value(ref message) => CodecError::worded(message.clone(), error),
            ciborium::ser::Error::Io(error) => CodecError::of(error),
        })
    }

    #[inline]
    fn decode<T: DeserializeOwned>(mut bytes: &[u8]) -> Result<T, CodecError> {
        use ciborium::de::Error;

        let value = Unseeded::<T, Self>::read(bytes.len(), || {
            // The guards stop before this. ciborium's own limit, 256, counts differently.
            ciborium::de::from_reader_with_recursion_limit(&mut bytes, 4096)
        })
        .map_err(|error| match error {
            Error::Semantic(_, ref message) => CodecError::worded(message.clone(), error),
            Error::Syntax(at) => CodecError::worded(format_args!("not CBOR at byte {at}"), error),
            Error::Io(error) => CodecError::of(error),
            Error::RecursionLimitExceeded => CodecError::worded("nested too deep", error),
        })?;
        all_used(bytes.len())?;
        Ok(value)
    }
}

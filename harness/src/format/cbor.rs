//! CBOR: self-describing, binary, with names.

use super::capability::can;
use super::{Buffered, Format};

/// [ciborium](https://docs.rs/ciborium).
#[derive(Clone, Copy, Debug, Default)]
pub struct Cbor;

impl Format for Cbor {
    const NAME: &'static str = "cbor";
}

can! { Cbor:
    SelfDescribing NamedFields AnyName
    NamedVariants ManyVariants
    AnyMapKey
    NumberKeys WideIntegers BufferedOneForm Newtypes BufferedEmptyShapes BufferedUnits BufferedMarkers
    SharesMemory
}
can! { Buffered<Cbor>: NumberKeys Newtypes BufferedEmptyShapes }

#[cfg(feature = "cbor")]
impl super::guard::untrusted::Source for Cbor {
    const STACK: super::guard::untrusted::Stack =
        super::guard::untrusted::Stack { nesting: 2560, field: 640, wrapper: 512 };
    const BRACKETS: Option<u16> = Some(127);
    const HIDES_LENGTHS: bool = true;
}

#[cfg(feature = "cbor")]
impl super::guard::Policy for Cbor {
    type Tally = super::guard::Exact;
    type Of = Self;
}

#[cfg(feature = "cbor")]
impl super::Codec for Cbor {
    #[inline]
    fn encode<T: serde::Serialize + ?Sized>(
        value: &T,
        out: &mut super::ByteSink,
    ) -> Result<(), super::CodecError> {
        ciborium::into_writer(&super::guard::Root::new(value, Self), out).map_err(|error| match error {
            // These print as their `Debug`.
            ciborium::ser::Error::Value(ref message) => super::CodecError::worded(message.clone(), error),
            ciborium::ser::Error::Io(error) => super::CodecError::of(error),
        })
    }

    #[inline]
    fn decode<T: serde::de::DeserializeOwned>(mut bytes: &[u8]) -> Result<T, super::CodecError> {
        use ciborium::de::Error;

        let value = super::guard::untrusted::Unseeded::<T, Self>::read(bytes.len(), || {
            // The guards end before that; ciborium's own limit, 256, counts otherwise.
            ciborium::de::from_reader_with_recursion_limit(&mut bytes, 4096)
        })
        .map_err(|error| match error {
            Error::Semantic(_, ref message) => super::CodecError::worded(message.clone(), error),
            Error::Syntax(at) => super::CodecError::worded(format_args!("not CBOR at byte {at}"), error),
            Error::Io(error) => super::CodecError::of(error),
            Error::RecursionLimitExceeded => super::CodecError::worded("nested too deep", error),
        })?;
        super::codec::all_used(bytes.len())?;
        Ok(value)
    }
}

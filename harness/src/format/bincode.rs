//! bincode 2.0.1, serde API, standard config: positional, compact, the default.

use super::Format;
use super::capability::can;

/// [bincode](https://docs.rs/bincode/2.0.1) in its standard configuration.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bincode;

impl Format for Bincode {
    const NAME: &'static str = "bincode";
}

can! { Bincode:
    PositionalFields AnyName
    PositionalVariants ManyVariants UnitVariantEntries
    NestedOptions UnitStructs AnyMapKey
    NumberKeys WideIntegers OneForm Newtypes EmptyShapes Units Markers
}

#[cfg(feature = "bincode")]
impl super::guard::Policy for Bincode {
    type Tally = ();
    const FORMAT: &'static str = Self::NAME;
    const STACK: super::guard::Stack = super::guard::Stack { nesting: 1536, field: 320, wrapper: 1024 };
}

#[cfg(feature = "bincode")]
impl super::Codec for Bincode {
    #[inline]
    fn encode<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), super::CodecError> {
        bincode::serde::encode_into_std_write(
            super::guard::Root::new(value, Self),
            out,
            bincode::config::standard(),
        )
        .map(|_| ())
        .map_err(|error| match &error {
            // The others print as their `Debug`, which serves; this one is a message in a wrapper.
            bincode::error::EncodeError::OtherString(message) => {
                super::CodecError::worded(message.clone(), error)
            }
            _ => super::CodecError::of(error),
        })
    }

    #[inline]
    fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, super::CodecError> {
        let (value, used) =
            bincode::serde::decode_from_slice(bytes, bincode::config::standard()).map_err(|error| {
                match &error {
                    bincode::error::DecodeError::OtherString(message) => {
                        super::CodecError::worded(message.clone(), error)
                    }
                    bincode::error::DecodeError::UnexpectedEnd { additional } => {
                        let words = format!("the bytes end early, at least {additional} are missing");
                        super::CodecError::worded(words, error)
                    }
                    _ => super::CodecError::of(error),
                }
            })?;
        super::codec::all_used(bytes.len() - used)?;
        Ok(value)
    }
}

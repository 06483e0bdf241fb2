//! JSON: self-describing text; map keys are strings, an inner `None` collapses.

use super::capability::can;
use super::{Buffered, Format};

/// [serde_json](https://docs.rs/serde_json), with `float_roundtrip`.
///
/// A float that is not finite is an error when it is encoded: serde_json alone would write `null`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Json;

impl Format for Json {
    const NAME: &'static str = "json";
}

can! { Json:
    SelfDescribing NamedFields AnyName
    NamedVariants ManyVariants UnitVariantEntries
    NumberKeys WideIntegers BufferedOneForm Newtypes BufferedEmptyShapes BufferedUnits BufferedMarkers
    SharesMemory
}
can! { Buffered<Json>: BufferedOneForm Newtypes BufferedEmptyShapes BufferedUnits BufferedMarkers }

#[cfg(feature = "json")]
impl super::guard::untrusted::Source for Json {
    const STACK: super::guard::untrusted::Stack =
        super::guard::untrusted::Stack { nesting: 1536, field: 512, wrapper: 320 };
    const BRACKETS: Option<u16> = Some(127);
}

#[cfg(feature = "json")]
impl super::guard::Policy for Json {
    type Tally = ();
    type Of = Self;
    const FINITE: bool = true;
}

#[cfg(feature = "json")]
impl super::Codec for Json {
    #[inline]
    fn encode<T: serde::Serialize + ?Sized>(
        value: &T,
        out: &mut super::ByteSink,
    ) -> Result<(), super::CodecError> {
        serde_json::to_writer(out, &super::guard::Root::new(value, Self)).map_err(super::CodecError::of)
    }

    #[inline]
    fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, super::CodecError> {
        let shared = super::guard::untrusted::Shared::new::<Self>(bytes.len());
        let root = super::guard::untrusted::Root::<T, Self>::new(&shared);
        let mut source = serde_json::Deserializer::from_slice(bytes);
        let value = serde::de::DeserializeSeed::deserialize(root, &mut source).map_err(|error| {
            let message = error.to_string();
            // serde_json counts brackets itself, and comes first where not much of the stack is taken.
            match message.strip_prefix("recursion limit exceeded") {
                Some(place) => super::CodecError::worded(
                    format_args!(
                    "nested deeper than the depth limit of json, 127 levels of brackets{place}: these bytes are not from its \
                     encoder, which refuses such a value"
                    ),
                    error,
                ),
                None => super::CodecError::of(error),
            }
        })?;
        source.end().map_err(super::CodecError::of)?;
        Ok(value)
    }
}

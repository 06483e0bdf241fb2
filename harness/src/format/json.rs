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
    NumberKeys WideIntegers OneForm Newtypes EmptyShapes Units Markers
}
can! { Buffered<Json>: OneForm Newtypes EmptyShapes Units Markers }

#[cfg(feature = "json")]
impl super::guard::Policy for Json {
    type Tally = ();
    const FORMAT: &'static str = Self::NAME;
    const BRACKETS: Option<u16> = Some(127);
    const STACK: super::guard::Stack = super::guard::Stack { nesting: 1536, field: 512, wrapper: 320 };
    const FINITE: bool = true;
}

#[cfg(feature = "json")]
impl super::Codec for Json {
    #[inline]
    fn encode<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), super::CodecError> {
        serde_json::to_writer(out, &super::guard::Root::new(value, Self)).map_err(super::CodecError::of)
    }

    #[inline]
    fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, super::CodecError> {
        serde_json::from_slice(bytes).map_err(super::CodecError::of)
    }
}

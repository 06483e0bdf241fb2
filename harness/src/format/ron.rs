//! RON: self-describing text with Rust's own data model.

use super::capability::can;
use super::{Buffered, Format};

/// [ron](https://docs.rs/ron) with default options but for the depth.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ron;

impl Format for Ron {
    const NAME: &'static str = "ron";
}

can! { Ron:
    SelfDescribing NamedFields
    NamedVariants ManyVariants UnitVariantEntries
    NestedOptions UnitStructs AnyMapKey
    NumberKeys WideIntegers BufferedOneForm Newtypes BufferedEmptyShapes BufferedUnits BufferedMarkers
    SharesMemory
}
can! { Buffered<Ron>: NumberKeys BufferedOneForm BufferedUnits BufferedMarkers }

#[cfg(feature = "ron")]
impl super::guard::untrusted::Source for Ron {
    const STACK: super::guard::untrusted::Stack =
        super::guard::untrusted::Stack { nesting: 7168, field: 1408, wrapper: 3072 };
    const BRACKETS: Option<u16> = Some(127);
}

#[cfg(feature = "ron")]
impl super::guard::Policy for Ron {
    type Tally = ();
    type Of = Self;
}

#[cfg(feature = "ron")]
impl super::Codec for Ron {
    #[inline]
    fn encode<T: serde::Serialize + ?Sized>(
        value: &T,
        out: &mut super::ByteSink,
    ) -> Result<(), super::CodecError> {
        let text =
            options().to_string(&super::guard::Root::new(value, Self)).map_err(super::CodecError::of)?;
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    #[inline]
    fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, super::CodecError> {
        let shared = super::guard::untrusted::Shared::new::<Self>(bytes.len());
        let root = super::guard::untrusted::Root::<T, Self>::new(&shared);
        options().from_bytes_seed(bytes, root).map_err(super::CodecError::of)
    }
}

/// The guards end before this; ron's own limit, 128, counts up to three for one nesting.
#[cfg(feature = "ron")]
fn options() -> ron::Options {
    ron::Options::default().with_recursion_limit(2048)
}

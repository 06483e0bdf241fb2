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
    NumberKeys WideIntegers OneForm Newtypes EmptyShapes Units Markers
}
can! { Buffered<Ron>: NumberKeys OneForm Units Markers }

/// The guard ends before this; ron's own limit, 128, counts up to three for one nesting.
#[cfg(feature = "ron")]
fn options() -> ron::Options {
    ron::Options::default().with_recursion_limit(2048)
}

#[cfg(feature = "ron")]
impl super::guard::Policy for Ron {
    type Tally = ();
    const FORMAT: &'static str = Self::NAME;
    const STACK: super::guard::Stack = super::guard::Stack { nesting: 7168, field: 1024, wrapper: 3072 };
}

#[cfg(feature = "ron")]
impl super::Codec for Ron {
    #[inline]
    fn encode<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), super::CodecError> {
        let text =
            options().to_string(&super::guard::Root::new(value, Self)).map_err(super::CodecError::of)?;
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    #[inline]
    fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, super::CodecError> {
        options().from_bytes(bytes).map_err(super::CodecError::of)
    }
}

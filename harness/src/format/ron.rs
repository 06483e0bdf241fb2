//! RON: self-describing text with Rust's own data model.

use super::guard::decode::{BoundedSeed, DecodeBudget, FormatLimits, StackCosts};
use super::guard::{EncodePolicy, GuardedValue};
use super::{ByteSink, Codec, CodecError, Ron};
use serde::Serialize;
use serde::de::DeserializeOwned;

impl FormatLimits for Ron {
    const STACK: StackCosts = StackCosts { nesting: 7168, field: 1408, wrapper: 3072 };
    const BRACKETS: Option<u16> = Some(127);
}

impl EncodePolicy for Ron {
    type Of = Self;
}

impl Codec for Ron {
    #[inline]
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        let text = options().to_string(&GuardedValue::new(value, Self)).map_err(CodecError::of)?;
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }

    #[inline]
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
        let shared = DecodeBudget::new::<Self>(bytes.len());
        let root = BoundedSeed::<T, Self>::new(&shared);
        options().from_bytes_seed(bytes, root).map_err(CodecError::of)
    }
}

/// The guards stop before this. ron's own limit, 128, counts up to three for one level.
fn options() -> ron::Options {
    ron::Options::default().with_recursion_limit(2048)
}

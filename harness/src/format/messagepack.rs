//! MessagePack: self-describing and compact; structs as arrays or as maps.

use super::guard::decode::{BoundedSeed, DecodeBudget, FormatLimits, StackCosts};
use super::guard::{self, EncodePolicy};
use super::{ByteSink, Codec, CodecError, codec::all_used};
use super::{MessagePack, MessagePackNamed};
use rmp_serde::{Deserializer, Serializer};
use serde::Serialize;
use serde::de::{DeserializeOwned, DeserializeSeed};

/// The guards stop before this. rmp-serde's own limit, 1024, counts differently.
const DEPTH: usize = 4096;

const STACK: StackCosts = StackCosts { nesting: 3584, field: 832, wrapper: 512 };

const BRACKETS: Option<u16> = Some(127);

impl FormatLimits for MessagePack {
    const STACK: StackCosts = STACK;
    const BRACKETS: Option<u16> = BRACKETS;
}

impl FormatLimits for MessagePackNamed {
    const STACK: StackCosts = STACK;
    const BRACKETS: Option<u16> = BRACKETS;
}

impl EncodePolicy for MessagePack {
    type Of = Self;
}

impl EncodePolicy for MessagePackNamed {
    type Of = Self;
}

impl Codec for MessagePack {
    #[inline]
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        let mut serializer = Serializer::new(out);
        serializer.unstable_set_max_depth(DEPTH);
        guard::GuardedValue::new(value, Self).serialize(&mut serializer).map_err(CodecError::of)
    }

    #[inline]
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
        decode::<Self, T>(bytes)
    }
}

impl Codec for MessagePackNamed {
    #[inline]
    fn encode<T: Serialize + ?Sized>(value: &T, out: &mut impl ByteSink) -> Result<(), CodecError> {
        let mut serializer = Serializer::new(out).with_struct_map();
        serializer.unstable_set_max_depth(DEPTH);
        guard::GuardedValue::new(value, Self).serialize(&mut serializer).map_err(CodecError::of)
    }

    #[inline]
    fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
        decode::<Self, T>(bytes)
    }
}

/// Both layouts are read in the same way.
#[inline]
fn decode<F: FormatLimits, T: DeserializeOwned>(mut bytes: &[u8]) -> Result<T, CodecError> {
    let shared = DecodeBudget::new::<F>(bytes.len());
    // A reader: the deserializer for slices does not show what is left over.
    let mut deserializer = Deserializer::new(&mut bytes);
    deserializer.set_max_depth(DEPTH);
    let value = BoundedSeed::<T, F>::new(&shared).deserialize(&mut deserializer).map_err(CodecError::of)?;
    all_used(bytes.len())?;
    Ok(value)
}

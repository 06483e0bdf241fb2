//! MessagePack: self-describing and compact; structs as arrays or as maps.

use super::capability::can;
use super::{Buffered, Format};

/// [rmp-serde](https://docs.rs/rmp-serde) in its compact layout: structs are arrays.
#[derive(Clone, Copy, Debug, Default)]
pub struct MessagePack;

impl Format for MessagePack {
    const NAME: &'static str = "messagepack";
}

/// [rmp-serde](https://docs.rs/rmp-serde) with names: structs are maps.
#[derive(Clone, Copy, Debug, Default)]
pub struct MessagePackNamed;

impl Format for MessagePackNamed {
    const NAME: &'static str = "messagepack-named";
}

can! { MessagePack:
    SelfDescribing PositionalFields AnyName
    NamedVariants ManyVariants UnitVariantEntries
    UnitStructs AnyMapKey
    NumberKeys WideIntegers BufferedOneForm Newtypes BufferedEmptyShapes BufferedUnits BufferedMarkers
    SharesMemory
}
can! { Buffered<MessagePack>: NumberKeys Newtypes BufferedEmptyShapes BufferedUnits }

can! { MessagePackNamed:
    SelfDescribing NamedFields AnyName
    NamedVariants ManyVariants UnitVariantEntries
    UnitStructs AnyMapKey
    NumberKeys WideIntegers BufferedOneForm Newtypes BufferedEmptyShapes BufferedUnits BufferedMarkers
    SharesMemory
}
can! { Buffered<MessagePackNamed>: NumberKeys Newtypes BufferedEmptyShapes BufferedUnits }

#[cfg(feature = "messagepack")]
mod codec {
    use super::super::guard::untrusted::{Root, Shared, Source, Stack};
    use super::super::guard::{self, Exact, Policy};
    use super::super::{ByteSink, Codec, CodecError, codec::all_used};
    use super::{MessagePack, MessagePackNamed};
    use rmp_serde::{Deserializer, Serializer};
    use serde::Serialize;
    use serde::de::{DeserializeOwned, DeserializeSeed};

    /// The guards end before this; rmp-serde's own limit, 1024, counts otherwise.
    const DEPTH: usize = 4096;

    const STACK: Stack = Stack { nesting: 3584, field: 832, wrapper: 512 };

    const BRACKETS: Option<u16> = Some(127);

    impl Source for MessagePack {
        const STACK: Stack = STACK;
        const BRACKETS: Option<u16> = BRACKETS;
    }

    impl Source for MessagePackNamed {
        const STACK: Stack = STACK;
        const BRACKETS: Option<u16> = BRACKETS;
    }

    impl Policy for MessagePack {
        type Tally = Exact;
        type Of = Self;
    }

    impl Policy for MessagePackNamed {
        type Tally = Exact;
        type Of = Self;
    }

    impl Codec for MessagePack {
        #[inline]
        fn encode<T: Serialize + ?Sized>(value: &T, out: &mut ByteSink) -> Result<(), CodecError> {
            let mut serializer = Serializer::new(out);
            serializer.unstable_set_max_depth(DEPTH);
            guard::Root::new(value, Self).serialize(&mut serializer).map_err(CodecError::of)
        }

        #[inline]
        fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
            decode::<Self, T>(bytes)
        }
    }

    impl Codec for MessagePackNamed {
        #[inline]
        fn encode<T: Serialize + ?Sized>(value: &T, out: &mut ByteSink) -> Result<(), CodecError> {
            let mut serializer = Serializer::new(out).with_struct_map();
            serializer.unstable_set_max_depth(DEPTH);
            guard::Root::new(value, Self).serialize(&mut serializer).map_err(CodecError::of)
        }

        #[inline]
        fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
            decode::<Self, T>(bytes)
        }
    }

    /// Both layouts are read alike.
    #[inline]
    fn decode<F: Source, T: DeserializeOwned>(mut bytes: &[u8]) -> Result<T, CodecError> {
        let shared = Shared::new::<F>(bytes.len());
        // A reader, because the one for slices does not tell what is left over.
        let mut deserializer = Deserializer::new(&mut bytes);
        deserializer.set_max_depth(DEPTH);
        let value = Root::<T, F>::new(&shared).deserialize(&mut deserializer).map_err(CodecError::of)?;
        all_used(bytes.len())?;
        Ok(value)
    }
}

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
    PassesHandles
}

#[cfg(feature = "bincode")]
mod codec {
    use super::super::guard::untrusted::{Elements, Root, Shared, Source, Stack};
    use super::super::guard::{self, Policy, counted};
    use super::super::{ByteSink, Codec, CodecError, codec::all_used};
    use super::Bincode;
    use bincode::config::standard;
    use bincode::error::{DecodeError, EncodeError};
    use bincode::serde::{encode_into_std_write, seed_decode_from_slice};
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    impl Source for Bincode {
        const STACK: Stack = Stack { nesting: 1536, field: 320, wrapper: 1024 };
        const CLAIMS_TEXT: bool = true;
    }

    #[derive(Clone, Copy)]
    struct Counting<'a>(&'a Elements);

    impl Policy for Counting<'_> {
        type Tally = ();
        type Of = Bincode;

        #[inline(always)]
        fn announce(self, elements: usize) -> bool {
            self.0.take(elements)
        }
    }

    impl Codec for Bincode {
        #[inline]
        fn encode<T: Serialize + ?Sized>(value: &T, out: &mut ByteSink) -> Result<(), CodecError> {
            counted::<Self>(|elements| {
                let guarded = guard::Root::new(value, Counting(elements));
                encode_into_std_write(guarded, out, standard()).map_err(|error| match &error {
                    // The others print as their `Debug`, which serves; this one is a message in a wrapper.
                    EncodeError::OtherString(message) => CodecError::worded(message.clone(), error),
                    _ => CodecError::of(error),
                })
            })
        }

        #[inline]
        fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
            let shared = Shared::new::<Self>(bytes.len());
            let root = Root::<T, Self>::new(&shared);
            let (value, used) =
                seed_decode_from_slice(root, bytes, standard()).map_err(|error| match &error {
                    DecodeError::OtherString(message) => CodecError::worded(message.clone(), error),
                    DecodeError::UnexpectedEnd { additional } => {
                        let words = format!("the bytes end early, at least {additional} are missing");
                        CodecError::worded(words, error)
                    }
                    _ => CodecError::of(error),
                })?;
            all_used(bytes.len() - used)?;
            Ok(value)
        }
    }
}

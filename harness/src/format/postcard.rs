//! postcard: positional, variable-length integers, made for embedded links.

use super::Format;
use super::capability::can;

/// [postcard](https://docs.rs/postcard).
#[derive(Clone, Copy, Debug, Default)]
pub struct Postcard;

impl Format for Postcard {
    const NAME: &'static str = "postcard";
}

can! { Postcard:
    PositionalFields AnyName
    PositionalVariants ManyVariants UnitVariantEntries
    NestedOptions UnitStructs AnyMapKey
    NumberKeys WideIntegers OneForm Newtypes EmptyShapes Units Markers
    PassesHandles
}

#[cfg(feature = "postcard")]
mod codec {
    use super::super::guard::untrusted::{Elements, Root, Shared, Source, Stack};
    use super::super::guard::{self, Policy, counted};
    use super::super::{ByteSink, Codec, CodecError, codec::all_used};
    use super::Postcard;
    use serde::Serialize;
    use serde::de::{DeserializeOwned, DeserializeSeed};
    use std::cell::Cell;

    impl Source for Postcard {
        const STACK: Stack = Stack { nesting: 1536, field: 256, wrapper: 1024 };
        const HIDES_LENGTHS: bool = true;
    }

    #[derive(Clone, Copy)]
    struct Counting<'a> {
        elements: &'a Elements,
        /// What the guard said: postcard's error keeps no words but its own.
        words: &'a Cell<Option<String>>,
    }

    impl Policy for Counting<'_> {
        type Tally = ();
        type Of = Postcard;

        fn note(self, message: &dyn std::fmt::Display) {
            self.words.set(Some(message.to_string()));
        }

        #[inline(always)]
        fn announce(self, elements: usize) -> bool {
            self.elements.take(elements)
        }
    }

    #[cold]
    fn error(error: postcard::Error, words: Option<String>) -> CodecError {
        match words {
            Some(words) => CodecError::worded(words, error),
            None => CodecError::of(error),
        }
    }

    impl Codec for Postcard {
        #[inline]
        fn encode<T: Serialize + ?Sized>(value: &T, out: &mut ByteSink) -> Result<(), CodecError> {
            counted::<Self>(|elements| {
                let words = Cell::new(None);
                let start = out.len();
                let guarded = guard::Root::new(value, Counting { elements, words: &words });
                postcard::to_io(&guarded, &mut *out).map_err(|wrong| error(wrong, words.take()))?;
                Ok(out.len() - start)
            })
        }

        #[inline]
        fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
            let shared = Shared::new::<Self>(bytes.len());
            let mut source = postcard::Deserializer::from_bytes(bytes);
            let read = Root::<T, Self>::new(&shared).deserialize(&mut source);
            let value = read.map_err(|wrong| error(wrong, shared.words()))?;
            let rest = source.finalize().map_err(CodecError::of)?;
            all_used(rest.len())?;
            Ok(value)
        }
    }
}

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
}

/// What the guard said: postcard's error keeps no words but its own.
#[cfg(feature = "postcard")]
#[derive(Clone, Copy)]
struct Words<'a>(&'a std::cell::Cell<Option<String>>);

#[cfg(feature = "postcard")]
impl super::guard::Policy for Words<'_> {
    type Tally = ();
    const FORMAT: &'static str = Postcard::NAME;
    const STACK: super::guard::Stack = super::guard::Stack { nesting: 1536, field: 256, wrapper: 1024 };

    fn note(self, message: &dyn std::fmt::Display) {
        self.0.set(Some(message.to_string()));
    }
}

#[cfg(feature = "postcard")]
impl super::Codec for Postcard {
    #[inline]
    fn encode<T: serde::Serialize + ?Sized>(value: &T, out: &mut Vec<u8>) -> Result<(), super::CodecError> {
        let words = std::cell::Cell::new(None);
        postcard::to_io(&super::guard::Root::new(value, Words(&words)), out).map(|_| ()).map_err(|error| {
            match words.take() {
                Some(words) => super::CodecError::worded(words, error),
                None => super::CodecError::of(error),
            }
        })
    }

    #[inline]
    fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, super::CodecError> {
        let (value, rest) = postcard::take_from_bytes(bytes).map_err(super::CodecError::of)?;
        super::codec::all_used(rest.len())?;
        Ok(value)
    }
}

//! How a value gets into a format and out of it.
//!
//! Thousands of types in every format would be hundreds of thousands of functions for rustc. So the types meet most formats
//! through `erased-serde`, which passes every call on: each type is compiled once. Not RON, which looks at the name of the
//! type that asks. With the feature `direct-types` nothing is between them anywhere: the outcomes are the same, and it
//! takes several times as long.

use serde::Serialize;
use serde::de::DeserializeOwned;
use wirecheck::Codec;
use wirecheck::format::CodecError;

#[cfg(not(feature = "direct-types"))]
pub use erased::Erased;

/// Values of one type in one format.
pub enum Way<V> {
    /// Compiled for both.
    Direct {
        encode: fn(&V, &mut Vec<u8>) -> Result<(), CodecError>,
        decode: fn(&[u8]) -> Result<V, CodecError>,
    },
    /// The format alone.
    #[cfg(not(feature = "direct-types"))]
    Erased(Erased),
}

impl<V: Serialize + DeserializeOwned + 'static> Way<V> {
    pub fn direct<F: Codec>() -> Self {
        Self::Direct { encode: F::encode::<V>, decode: F::decode::<V> }
    }

    pub fn encode(&self, value: &V, out: &mut Vec<u8>) -> Result<(), CodecError> {
        match self {
            Self::Direct { encode, .. } => encode(value, out),
            #[cfg(not(feature = "direct-types"))]
            Self::Erased(format) => (format.encode)(value, out),
        }
    }

    pub fn decode(&self, bytes: &[u8]) -> Result<V, CodecError> {
        match self {
            Self::Direct { decode, .. } => decode(bytes),
            #[cfg(not(feature = "direct-types"))]
            Self::Erased(format) => match format.decode(bytes, erased::read::<V>) {
                Ok(found) => Ok(*found.downcast().expect("what was asked for")),
                Err(error) => Err(error),
            },
        }
    }
}

#[cfg(not(feature = "direct-types"))]
mod erased {
    use serde::Deserialize;
    use serde::de::DeserializeOwned;
    use std::any::Any;
    use std::cell::Cell;
    use wirecheck::Codec;
    use wirecheck::format::CodecError;

    /// A format that takes every type as the same one.
    #[derive(Clone, Copy)]
    pub struct Erased {
        pub name: &'static str,
        pub encode: fn(&dyn erased_serde::Serialize, &mut Vec<u8>) -> Result<(), CodecError>,
        decode: fn(&[u8]) -> Result<Found, CodecError>,
    }

    impl Erased {
        pub const fn of<F: Codec>() -> Self {
            Self {
                name: F::NAME,
                encode: |value, out| F::encode::<dyn erased_serde::Serialize>(value, out),
                decode: F::decode::<Found>,
            }
        }

        /// A value of the type that `read` reads.
        pub fn decode(&self, bytes: &[u8], read: Read) -> Result<Box<dyn Any>, CodecError> {
            WANTED.set(Some(read));
            (self.decode)(bytes).map(|found| found.0)
        }
    }

    pub type Read = fn(&mut dyn erased_serde::Deserializer<'_>) -> Result<Box<dyn Any>, erased_serde::Error>;

    thread_local! {
        /// What the next `Found` is read as.
        static WANTED: Cell<Option<Read>> = const { Cell::new(None) };
    }

    /// A value of any type.
    struct Found(Box<dyn Any>);

    impl<'de> Deserialize<'de> for Found {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let read = WANTED.take().expect("a type is asked for");
            let mut erased = <dyn erased_serde::Deserializer<'_>>::erase(deserializer);
            read(&mut erased).map(Self).map_err(serde::de::Error::custom)
        }
    }

    pub fn read<V: DeserializeOwned + 'static>(
        deserializer: &mut dyn erased_serde::Deserializer<'_>,
    ) -> Result<Box<dyn Any>, erased_serde::Error> {
        match erased_serde::deserialize::<V>(deserializer) {
            Ok(value) => Ok(Box::new(value)),
            Err(error) => Err(error),
        }
    }
}

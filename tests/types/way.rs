//! How a value gets into a format and out of it.
//!
//! Thousands of types in every format would be hundreds of thousands of functions for rustc. So the types meet most formats
//! through `erased-serde`, which passes every call on: each type is compiled once. Not RON, which looks at the name of the
//! type that asks. With the feature `direct-types` nothing is between them anywhere: the outcomes are the same, and it
//! takes several times as long.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::any::Any;
use std::cell::RefCell;
use wirecheck::Codec;
use wirecheck::format::{ByteSink, CodecError};

/// Values of one type in one format.
pub struct Way<V> {
    pub encode: fn(&V, &mut ByteSink) -> Result<(), CodecError>,
    pub decode: fn(&[u8]) -> Result<V, CodecError>,
}

impl<V: Serialize + DeserializeOwned + 'static> Way<V> {
    pub fn direct<F: Codec>() -> Self {
        Self { encode: F::encode::<V>, decode: F::decode::<V> }
    }

    #[cfg(feature = "direct-types")]
    pub fn erased<F: Codec>() -> Self {
        Self::direct::<F>()
    }

    #[cfg(not(feature = "direct-types"))]
    pub fn erased<F: Codec>() -> Self {
        Self {
            encode: |value, out| F::encode::<dyn erased_serde::Serialize>(value, out),
            decode: |bytes| {
                WANTED.set(Some(read::<V>));
                F::decode::<Found>(bytes).map(|found| *found.0.downcast().expect("what was asked for"))
            },
        }
    }
}

type Read = fn(&mut dyn erased_serde::Deserializer<'_>) -> Result<Box<dyn Any>, erased_serde::Error>;

thread_local! {
    /// What the next `Found` is read as.
    static WANTED: RefCell<Option<Read>> = const { RefCell::new(None) };
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

fn read<V: DeserializeOwned + 'static>(
    deserializer: &mut dyn erased_serde::Deserializer<'_>,
) -> Result<Box<dyn Any>, erased_serde::Error> {
    let value: V = erased_serde::deserialize(deserializer)?;
    Ok(Box::new(value))
}

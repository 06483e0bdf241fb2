//! Formats that meet every type as the same one, through `erased-serde`: a type is compiled once and not once for each format.
//!
//! It passes every call on, so a value does what it does without it. Not in RON, which looks at the name of the type that asks;
//! and the formats cannot see a `Vec<f64>` to copy.

use crate::report::{Decode, Encode, Look, Show, look};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::cell::Cell;
use wirecheck::Codec;
use wirecheck::format::CodecError;

/// A format for values of any type.
#[derive(Clone, Copy, Debug)]
pub struct Erased {
    /// The name of the format.
    pub name: &'static str,
    encode: fn(&dyn erased_serde::Serialize) -> Result<Vec<u8>, CodecError>,
    decode: fn(&[u8]) -> Result<Found, CodecError>,
}

/// What a type does once, for all formats.
pub(crate) struct Values<'a> {
    pub(crate) count: usize,
    pub(crate) value: &'a dyn Fn(usize) -> &'a dyn erased_serde::Serialize,
    pub(crate) read: Read,
    /// What came back where it is not equal.
    pub(crate) compare: &'a dyn Fn(usize, &dyn Any) -> Option<String>,
    pub(crate) show: Show<'a>,
}

impl Erased {
    /// The format `F`.
    pub const fn of<F: Codec>() -> Self {
        Self {
            name: F::NAME,
            encode: |value| F::encode_to_vec::<dyn erased_serde::Serialize>(value),
            decode: F::decode::<Found>,
        }
    }

    pub(crate) fn each(&self, values: &Values<'_>, found: &mut Look) {
        let encode: Encode<'_> = &|at| (self.encode)((values.value)(at));
        let decode: Decode<'_> = &|at, bytes| {
            WANTED.set(Some(values.read));
            (self.decode)(bytes).map(|back| (values.compare)(at, back.0.as_ref()))
        };
        for at in 0..values.count {
            look(at, encode, decode, values.show, found);
        }
    }
}

pub(crate) type Read =
    fn(&mut dyn erased_serde::Deserializer<'_>) -> Result<Box<dyn Any>, erased_serde::Error>;

thread_local! {
    /// What the next `Found` is read as.
    static WANTED: Cell<Option<Read>> = const { Cell::new(None) };
}

/// A value of any type.
struct Found(Box<dyn Any>);

impl<'de> Deserialize<'de> for Found {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = WANTED.take().ok_or_else(|| serde::de::Error::custom("no type is asked for"))?;
        let mut erased = <dyn erased_serde::Deserializer<'_>>::erase(deserializer);
        read(&mut erased).map(Self).map_err(serde::de::Error::custom)
    }
}

pub(crate) fn read<T: DeserializeOwned + 'static>(
    deserializer: &mut dyn erased_serde::Deserializer<'_>,
) -> Result<Box<dyn Any>, erased_serde::Error> {
    match erased_serde::deserialize::<T>(deserializer) {
        Ok(value) => Ok(Box::new(value)),
        Err(error) => Err(error),
    }
}

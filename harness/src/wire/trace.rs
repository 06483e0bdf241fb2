//! Encoding and decoding with the path of the field that failed.
//!
//! The good path is the codec alone. Only after a failure the same value goes through once more with
//! `serde_path_to_error` around it, so the path costs nothing until it is needed.

use crate::format::{Codec, CodecError};
#[cfg(processes)]
use crate::transfer::FrameSink;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cell::RefCell;
use std::marker::PhantomData;

/// A value that could not be written or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Untransferable {
    pub(crate) type_name: String,
    pub(crate) path: Option<String>,
    pub(crate) error: CodecError,
}

/// Appends `value`.
#[cfg(processes)]
#[inline]
pub(crate) fn encode<F: Codec, T: Serialize>(
    value: &T,
    out: &mut FrameSink,
) -> Result<(), Box<Untransferable>> {
    let start = out.len();
    F::encode(value, out).map_err(|error| {
        out.truncate(start);
        untransferable::<T>(error, || F::encode(&TracedRef(value), &mut FrameSink::new()).is_err())
    })
}

/// Reads one value out of all of `bytes`.
#[inline]
pub(crate) fn decode<F: Codec, T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Box<Untransferable>> {
    F::decode(bytes).map_err(|error| untransferable::<T>(error, || F::decode::<Traced<T>>(bytes).is_err()))
}

#[cold]
fn untransferable<T>(error: CodecError, again: impl FnOnce() -> bool) -> Box<Untransferable> {
    Box::new(Untransferable { type_name: std::any::type_name::<T>().to_owned(), path: path_of(again), error })
}

thread_local! {
    static PATH: RefCell<Option<String>> = const { RefCell::new(None) };
}

fn path_of(attempt: impl FnOnce() -> bool) -> Option<String> {
    // Where a thread's own values are being destroyed there may be none, and then no path.
    let take = || PATH.try_with(|slot| slot.borrow_mut().take()).ok().flatten();
    take();
    let failed = attempt();
    take().filter(|path| failed && path != ".")
}

fn note(path: &serde_path_to_error::Path) {
    let _ = PATH.try_with(|slot| *slot.borrow_mut() = Some(path.to_string()));
}

struct TracedRef<'a, T>(&'a T);

impl<T: Serialize> Serialize for TracedRef<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut track = serde_path_to_error::Track::new();
        let traced = serde_path_to_error::Serializer::new(serializer, &mut track);
        self.0.serialize(traced).inspect_err(|_| note(&track.path()))
    }
}

/// Decoded for its error; the value is dropped.
struct Traced<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Traced<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut track = serde_path_to_error::Track::new();
        let traced = serde_path_to_error::Deserializer::new(deserializer, &mut track);
        T::deserialize(traced).map(|_| Self(PhantomData)).inspect_err(|_| note(&track.path()))
    }
}

//! [`Sendable`]: the proof that a type can cross a process boundary.

use crate::format::{Bincode, Format};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value of this type can be sent to another process in the wire format `F`.
pub trait Sendable<F: Format = Bincode>: Serialize + DeserializeOwned + Send + 'static {}

impl<F: Format> Sendable<F> for u64 {}
impl<F: Format> Sendable<F> for u32 {}
impl<F: Format> Sendable<F> for String {}
impl<F: Format> Sendable<F> for () {}
impl<F: Format, T: Sendable<F>> Sendable<F> for Vec<T> {}

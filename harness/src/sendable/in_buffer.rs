//! What a field that is read from serde's buffer is asked: of the format, with the type as the parameter.
//!
//! `Entry: Sendable<F::InBuffer>` says the same. But where rustc does not know the format yet (in a call that infers it, or in a
//! message about an impl), it stands in a new unknown format for each `F::InBuffer`, proves the type for it, and meets the next
//! one there. Types that contain each other have no end of these, and more at each level. Of an unknown format that is asked for
//! something, rustc knows that it has to wait.

use super::shape::Shape;
use super::{Duplicate, Sendable, Snapshot};
use crate::format::Format;

/// `T` is sendable where it is read from the buffer of this format.
pub trait HoldsInBuffer<T>: Format {
    /// Its shape.
    const SHAPE: Shape;
}
impl<F: Format, T: Sendable<F::InBuffer>> HoldsInBuffer<T> for F {
    const SHAPE: Shape = T::SHAPE;
}

/// `#[sendable(snapshot)]` of a `T` is sendable there.
pub trait SnapshotsInBuffer<T>: Format {}
impl<F: Format, T: Snapshot<F::InBuffer>> SnapshotsInBuffer<T> for F {}

/// `#[sendable(duplicate)]` of a `T` is sendable there.
pub trait DuplicatesInBuffer<T>: Format {}
impl<F: Format, T: Duplicate<F::InBuffer>> DuplicatesInBuffer<T> for F {}

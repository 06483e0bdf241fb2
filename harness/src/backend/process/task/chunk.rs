//! A part of a list as the input of a task.

use super::encode::Outgoing;
use crate::format::Codec;
use crate::sendable::Sendable;
use crate::transfer::FrameSink;
use crate::wire::{Failure, trace};

/// A part of the caller's list. It is encoded as the list that the task will get, and not copied into one.
pub(crate) struct Chunk<'a, T>(&'a [T]);

pub(crate) fn chunk<T>(items: &[T]) -> Chunk<'_, T> {
    Chunk(items)
}

impl<F, T> Outgoing<F, Vec<T>> for Chunk<'_, T>
where
    F: Codec,
    T: Sendable<F>,
{
    fn write_into(self, out: &mut FrameSink) -> Result<(), Box<Failure>> {
        trace::encode::<F, &[T]>(&self.0, out).map_err(|error| Failure::encode("input", error))
    }
}

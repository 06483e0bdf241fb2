//! How deep a place in a value is, and how deep it may be.

use super::visitor::{Mode, Visiting};
use super::{Elements, Source, allowed};
use serde::de::Error;
use std::cell::Cell;
use std::fmt::Display;
use std::marker::PhantomData;

/// What may be taken of the stack, three quarters of what a thread has by default.
///
/// Unlike the writer's budget it is not for an estimate, which the reader could not make: it does not see what it is in the
/// middle of when it reads into serde's buffer, and a type may be of any width.
const STACK: usize = 3 << 19;

/// Not looked at so far in, so that it all folds away for types that do not contain themselves.
const SHALLOW: u16 = 8;

/// The reader sees other steps than the writer did (a variant in serde's buffer is a map and a list); never so many.
const SLACK: u32 = 4;

/// What all places of a value share. Its own address is where the stack began.
pub(in crate::format) struct Shared {
    elements: Elements,
    /// What the guard said, for a format whose error keeps no words but its own.
    words: Cell<Option<String>>,
}

impl Shared {
    /// For a value that is so many bytes.
    #[inline(always)]
    pub(in crate::format) fn new<F: Source>(bytes: usize) -> Self {
        Self { elements: Elements::at_most(allowed::<F>(bytes)), words: Cell::new(None) }
    }

    /// What the guard said, if it did.
    #[cfg(feature = "postcard")]
    pub(in crate::format) fn words(&self) -> Option<String> {
        self.words.take()
    }
}

/// A place in a value.
///
/// It stands on the stack of what is open there, and its parts see it; so it folds into constants where a type does not contain
/// itself, and says by its own address what has been taken of the stack.
pub(super) struct Place<'a, F> {
    shared: &'a Shared,
    /// By the figures of [`Stack`](super::Stack), without fields.
    cost: u32,
    levels: u16,
    /// Levels in serde's buffer.
    buffered: u16,
    format: PhantomData<F>,
}

/// One step into a value.
#[derive(Clone, Copy)]
pub(super) enum Step {
    /// A sequence, map, tuple, struct or enum.
    Nesting,
    /// A `Some` or a newtype.
    Wrapper,
}

impl<'a, F: Source> Place<'a, F> {
    #[inline(always)]
    pub(super) fn outside(shared: &'a Shared) -> Self {
        Self { shared, cost: 0, levels: 0, buffered: 0, format: PhantomData }
    }

    #[inline(always)]
    pub(super) fn visitor<V>(&'a self, visitor: V, mode: Mode) -> Visiting<'a, V, F> {
        Visiting { visitor, mode, place: self }
    }

    /// One step further in.
    #[inline(always)]
    pub(super) fn enter<E: Error>(&self, step: Step, mode: Mode) -> Result<Self, E> {
        let (cost, brackets) = match step {
            Step::Nesting => (F::STACK.nesting, 1),
            Step::Wrapper => (F::STACK.wrapper, 0),
        };
        let mut inner =
            Self { cost: self.cost.saturating_add(cost), levels: self.levels.saturating_add(1), ..*self };
        if let (Some(most), Mode::Buffered) = (F::BRACKETS, mode) {
            inner.buffered = inner.buffered.saturating_add(brackets);
            if inner.buffered > most {
                return Err(inner.too_deep(format_args!("{most} levels of brackets")));
            }
        }
        if inner.levels > SHALLOW && (inner.cost > SLACK * super::Stack::BUDGET || self.stack() > STACK) {
            return Err(inner.too_deep(format_args!("{} levels for this type", self.levels)));
        }
        Ok(inner)
    }

    /// What has been taken of the stack up to here.
    #[inline(always)]
    fn stack(&self) -> usize {
        std::ptr::from_ref(self.shared).addr().abs_diff(std::ptr::from_ref(self).addr())
    }

    /// A sequence or map says it has so many elements more.
    #[inline(always)]
    pub(super) fn count<E: Error>(&self, elements: usize) -> Result<(), E> {
        if self.shared.elements.take(elements) { Ok(()) } else { Err(self.too_many()) }
    }

    #[cold]
    fn too_deep<E: Error>(&self, limit: impl Display) -> E {
        self.refusal(format_args!(
            "nested deeper than the depth limit of {}, {limit}: these bytes are not from its encoder, which refuses such a \
             value",
            F::NAME
        ))
    }

    #[cold]
    fn too_many<E: Error>(&self) -> E {
        self.refusal(format_args!(
            "more elements announced than the bytes can hold: these bytes are not from the encoder of {}, which refuses \
             such a value",
            F::NAME
        ))
    }

    #[cold]
    fn refusal<E: Error>(&self, message: impl Display) -> E {
        self.shared.words.set(Some(message.to_string()));
        E::custom(message)
    }
}

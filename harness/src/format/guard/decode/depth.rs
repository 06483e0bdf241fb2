//! How deep a place in a value is, and how deep it may be.

use super::visitor::{Mode, Visiting};
use super::{ElementBudget, FormatLimits, StackCosts, allowed};
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

/// What all places of a value share. Its own address is where the stack began.
pub(in crate::format) struct DecodeBudget {
    elements: ElementBudget,
    /// What the guard said, for a format whose error keeps no words but its own.
    words: Cell<Option<String>>,
}

impl DecodeBudget {
    /// For a value that is so many bytes.
    #[inline(always)]
    pub(in crate::format) fn new<F: FormatLimits>(bytes: usize) -> Self {
        Self { elements: ElementBudget::at_most(allowed::<F>(bytes)), words: Cell::new(None) }
    }

    /// What the guard said, if it did.
    pub(in crate::format) fn words(&self) -> Option<String> {
        self.words.take()
    }
}

/// A place in a value.
///
/// It stands on the stack of what is open there, and its parts see it; so it folds into constants where a type does not contain
/// itself, and says by its own address what has been taken of the stack.
pub(super) struct DecodeDepth<'a, F> {
    shared: &'a DecodeBudget,
    levels: u16,
    /// Levels in serde's buffer.
    buffered: u16,
    format: PhantomData<F>,
}

/// One step into a value.
#[derive(Clone, Copy)]
pub(super) enum DecodeStep {
    /// A sequence, map, tuple, struct or enum.
    Nesting,
    /// A `Some` or a newtype.
    Wrapper,
}

impl<'a, F: FormatLimits> DecodeDepth<'a, F> {
    #[inline(always)]
    pub(super) fn outside(shared: &'a DecodeBudget) -> Self {
        Self { shared, levels: 0, buffered: 0, format: PhantomData }
    }

    #[inline(always)]
    pub(super) fn visitor<V>(&'a self, visitor: V, mode: Mode) -> Visiting<'a, V, F> {
        Visiting { visitor, mode, depth: self }
    }

    /// One step further in.
    #[inline(always)]
    pub(super) fn enter<E: Error>(&self, step: DecodeStep, mode: Mode) -> Result<Self, E> {
        // Beyond the shallow levels every step is looked at, so neither gets above its limit.
        let mut inner = Self { levels: self.levels + 1, ..*self };
        if let (Some(most), DecodeStep::Nesting, Mode::Buffered) = (F::BRACKETS, step, mode) {
            inner.buffered += 1;
            if inner.buffered > most {
                return Err(inner.too_deep(format_args!("{most} levels of brackets")));
            }
        }
        if inner.levels > SHALLOW && (inner.levels > Self::MOST || self.is_far_down()) {
            return Err(inner.too_deep(format_args!("{} levels for this type", self.levels)));
        }
        Ok(inner)
    }

    /// Far more levels than the writer lets pass, also where the reader sees more of them: a variant in serde's buffer is a map
    /// and a list, a newtype may be one for the reader only.
    const MOST: u16 = {
        let nestings = 4 * StackCosts::BUDGET / F::STACK.nesting;
        let wrappers = 2 * StackCosts::BUDGET / F::STACK.wrapper;
        (if nestings > wrappers { nestings } else { wrappers }) as u16
    };

    /// Whether too much of the stack has been taken up to here.
    #[inline(always)]
    fn is_far_down(&self) -> bool {
        let down = std::ptr::from_ref(self.shared).addr().wrapping_sub(std::ptr::from_ref(self).addr());
        // Within a frame this place may as well be above.
        down.wrapping_add(STACK) > 2 * STACK
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

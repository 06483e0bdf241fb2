//! How deep in a value a part is, and how deep it may be.

use super::visitor::{Mode, Visiting};
use super::{ElementBudget, FormatLimits, StackCosts, allowed};
use crate::format::guard::stack::is_short_of_stack;
use serde::de::Error;
use std::fmt::Display;
use std::marker::PhantomData;

/// How much of the stack may be used: three quarters of what a thread has by default, and never its last part.
///
/// The writer estimates what reading will use. The reader cannot: it does not see the types while it reads into serde's buffer,
/// and a type may be of any width. So it measures.
const STACK: usize = 3 << 19;

/// Not checked up to this depth, so that the checks vanish for types that do not contain themselves.
const SHALLOW: u16 = 8;

/// The limits of one value. Its own address is where the stack began.
pub(in crate::format) struct DecodeBudget {
    elements: ElementBudget,
}

impl DecodeBudget {
    /// For a value of this many bytes.
    #[inline(always)]
    pub(in crate::format) fn new<F: FormatLimits>(bytes: usize) -> Self {
        Self { elements: ElementBudget::at_most(allowed::<F>(bytes)) }
    }
}

/// How deep in a value a part is.
///
/// It lives on the stack of whoever reads that part. So its address shows how much of the stack is used, and its numbers become
/// constants where a type does not contain itself.
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
        // Beyond the shallow levels every step is checked, so neither gets above its limit.
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

    /// Far more levels than the writer accepts, also where the reader sees more of them: a variant in serde's buffer is a map
    /// and a list, and a newtype may be one for the reader only.
    const MOST: u16 = {
        let nestings = 4 * StackCosts::BUDGET / F::STACK.nesting;
        let wrappers = 2 * StackCosts::BUDGET / F::STACK.wrapper;
        (if nestings > wrappers { nestings } else { wrappers }) as u16
    };

    /// Whether too much of the stack is used here.
    #[inline(always)]
    fn is_far_down(&self) -> bool {
        let down = std::ptr::from_ref(self.shared).addr().wrapping_sub(std::ptr::from_ref(self).addr());
        // Within one stack frame this may also be above.
        down.wrapping_add(STACK) > 2 * STACK || is_short_of_stack(std::ptr::from_ref(self).addr())
    }

    /// A sequence or map announces this many elements.
    #[inline(always)]
    pub(super) fn count<E: Error>(&self, elements: usize) -> Result<(), E> {
        if self.shared.elements.take(elements) { Ok(()) } else { Err(self.too_many()) }
    }

    #[cold]
    fn too_deep<E: Error>(&self, limit: impl Display) -> E {
        E::custom(format_args!(
            "nested deeper than the depth limit of {}, {limit}: these bytes are not from its encoder, which refuses such a \
             value",
            F::NAME
        ))
    }

    #[cold]
    fn too_many<E: Error>(&self) -> E {
        E::custom(format_args!(
            "more elements announced than the bytes can hold: these bytes are not from the encoder of {}, which refuses \
             such a value",
            F::NAME
        ))
    }
}

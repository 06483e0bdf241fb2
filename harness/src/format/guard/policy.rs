//! What a format asks of the guard, and how deep in a value a part is.

use super::decode::{FormatLimits, StackCosts};
use super::stack::is_short_of_stack;
use crate::format::Format;
use serde::ser::Error;
use std::fmt::Display;

/// What to check while a value is written.
///
/// A policy is a value, and not only a type: some count elements, or note what was written.
pub(in crate::format) trait EncodePolicy: Copy {
    /// The format, whose limits the reader uses too.
    type Of: FormatLimits;
    /// Whether floats must be finite.
    const FINITE: bool = false;
    /// Whether the length of a sequence or map must be known before, and no more parts may follow.
    const SIZED: bool = false;
    /// Whether numbers of a byte and floats are written as they are in memory, so that [`put`](Self::put) can write many.
    #[cfg(feature = "_lists")]
    const PLAIN: bool = false;

    /// Writes these bytes behind what the serializer has written.
    #[cfg(feature = "_lists")]
    #[inline(always)]
    fn put(self, _bytes: &[u8]) {}

    /// A part was written that takes bytes.
    #[inline(always)]
    fn wrote(self) {}

    /// A sequence or map with this many elements begins. Returns whether it may have that many.
    #[inline(always)]
    fn announce(self, _elements: usize) -> bool {
        true
    }

    /// A sequence of this length begins. Returns whether to call [`end`](Self::end) after it.
    #[inline(always)]
    fn begin(self, _len: Option<usize>) -> bool {
        false
    }

    /// Such a sequence has been written.
    ///
    /// # Errors
    /// Why it cannot be read back.
    #[inline(always)]
    fn end(self) -> Result<(), &'static str> {
        Ok(())
    }
}

/// The stack of the thread is not looked at before a value uses this much, so that the look vanishes for types that do not
/// contain themselves.
const SHALLOW: u32 = 16 * 1024;

/// How deep in a value a part is.
///
/// It is passed by value, so that it becomes a constant where a type does not contain itself.
#[derive(Clone, Copy)]
pub(super) struct EncodeDepth {
    levels: u16,
    brackets: u16,
    stack: u32,
}

/// One step into a value.
#[derive(Clone, Copy)]
pub(super) enum EncodeStep {
    /// A sequence, map, tuple or newtype variant.
    Nesting,
    /// A struct or tuple struct with this many fields.
    Fields(usize),
    /// A variant with this many fields: a list or map within the brackets of the enum.
    Variant(usize),
    /// A `Some` or a newtype.
    Wrapper,
}

impl EncodeDepth {
    /// Outside.
    pub(super) const ZERO: Self = Self { levels: 0, brackets: 0, stack: 0 };

    /// One step further in.
    #[inline(always)]
    pub(super) fn enter<P: EncodePolicy, E: Error>(self, step: EncodeStep) -> Result<Self, E> {
        let fields =
            |count: usize| P::Of::STACK.field.saturating_mul(u32::try_from(count).unwrap_or(u32::MAX));
        let (brackets, stack) = match step {
            EncodeStep::Nesting => (1, P::Of::STACK.nesting),
            EncodeStep::Fields(count) => (1, P::Of::STACK.nesting.saturating_add(fields(count))),
            EncodeStep::Variant(count) => (2, P::Of::STACK.nesting.saturating_add(fields(count))),
            EncodeStep::Wrapper => (0, P::Of::STACK.wrapper),
        };
        let inner = Self {
            levels: self.levels.saturating_add(1),
            brackets: self.brackets.saturating_add(brackets),
            stack: self.stack.saturating_add(stack),
        };
        if P::Of::BRACKETS.is_some_and(|most| inner.brackets > most) {
            return Err(too_deep::<P, E>(format_args!(
                "{} levels of brackets",
                P::Of::BRACKETS.unwrap_or_default()
            )));
        }
        // Checked one step late: a single struct may be of any width.
        if self.stack > StackCosts::BUDGET {
            return Err(too_deep::<P, E>(format_args!(
                "{} levels for this type, beyond which reading it could overflow the stack",
                self.levels
            )));
        }
        let here = 0_u8;
        if self.stack > SHALLOW && is_short_of_stack((&raw const here).addr()) {
            return Err(too_deep::<P, E>(format_args!(
                "{} levels on this thread, whose stack is small",
                self.levels
            )));
        }
        Ok(inner)
    }
}

#[cold]
fn too_deep<P: EncodePolicy, E: Error>(limit: impl Display) -> E {
    E::custom(format_args!(
        "nested deeper than the depth limit of {}, {limit}: send it flat, as a `Vec` of parts that name each other by index",
        P::Of::NAME
    ))
}

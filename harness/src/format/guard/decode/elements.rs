//! The limit on the number of elements.

use super::FormatLimits;
use std::cell::Cell;

/// This many elements may take no bytes: `()`, unit structs, structs with all fields skipped.
const FREE: usize = 1 << 18;

/// How many elements this many bytes may hold, in all sequences and maps of a value together.
///
/// An element that takes bytes has a first byte, which is no other element's first byte. So the sum of all lengths is at most
/// the number of bytes, plus [`FREE`] elements that take none.
#[inline(always)]
pub(in crate::format) fn allowed<F: FormatLimits>(bytes: usize) -> usize {
    bytes.saturating_mul(F::PER_BYTE).saturating_add(FREE)
}

/// The number of elements that are still allowed.
pub(in crate::format) struct ElementBudget {
    left: Cell<usize>,
}

impl ElementBudget {
    #[inline(always)]
    pub(in crate::format) fn at_most(count: usize) -> Self {
        Self { left: Cell::new(count) }
    }

    /// Takes this many. Returns whether they are still allowed.
    #[inline(always)]
    pub(in crate::format) fn take(&self, count: usize) -> bool {
        match self.left.get().checked_sub(count) {
            Some(left) => {
                self.left.set(left);
                true
            }
            None => false,
        }
    }

    /// How many have been taken, if there was no limit.
    #[inline(always)]
    pub(in crate::format) fn taken(&self) -> usize {
        usize::MAX - self.left.get()
    }
}

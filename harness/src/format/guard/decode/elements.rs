//! How many elements there may be.

use super::FormatLimits;
use std::cell::Cell;

/// That many elements may be without a byte: `()`, unit structs, structs with all fields skipped.
const FREE: usize = 1 << 18;

/// How many elements so many bytes may hold, all sequences and maps within each other taken together.
///
/// An element that takes space has a first byte, which is no other element's first byte. So the sum of all lengths is at most
/// the number of bytes, and [`FREE`] is left to those that take none.
#[inline(always)]
pub(in crate::format) fn allowed<F: FormatLimits>(bytes: usize) -> usize {
    bytes.saturating_mul(F::PER_BYTE).saturating_add(FREE)
}

/// How many elements there may still be.
pub(in crate::format) struct ElementBudget {
    left: Cell<usize>,
}

impl ElementBudget {
    #[inline(always)]
    pub(in crate::format) fn at_most(count: usize) -> Self {
        Self { left: Cell::new(count) }
    }

    /// So many more. Whether that is within what there may be.
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

    /// How many have been taken, where there was no bound.
    #[inline(always)]
    pub(in crate::format) fn taken(&self) -> usize {
        usize::MAX - self.left.get()
    }
}

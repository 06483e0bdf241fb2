//! How much of its stack a thread has left, where that is known.

#[cfg(processes)]
pub(super) use crate::sys::is_short_of_stack;

/// Nothing is known of it.
#[cfg(not(processes))]
#[inline(always)]
pub(super) fn is_short_of_stack(_: usize) -> bool {
    false
}

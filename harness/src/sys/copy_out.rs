//! Copying large values out of shared memory: into memory that is new, from memory that is not needed twice.

use super::Mapping;
use rustix::mm::{Advice, madvise};
use std::cell::Cell;
use std::ops::Range;

/// A page of new memory costs several times what filling it does. From this length on, huge pages are asked for, which the
/// kernel gives at once and in one piece.
const HUGE_FROM: usize = 4 << 20;
const HUGE_PAGE: usize = 2 << 20;
/// From this length on, pages are dropped while they are copied: the value would be in memory twice.
const DROP_FROM: usize = 16 << 20;
/// How much is copied before its pages are dropped.
const PART: usize = 2 << 20;

thread_local! {
    /// The addresses that this thread reads once, within [`read_once`].
    static READ_ONCE: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// Lets `read` read the first `len` bytes of a mapping, which nobody on this side needs a second time. What it copies with
/// [`copy_to_new`] leaves the memory of this process.
pub(crate) fn read_once<R>(mapping: &Mapping, len: usize, read: impl FnOnce(&[u8]) -> R) -> R {
    /// Restores what an outer call has set, also after a panic.
    struct Outer((usize, usize));
    impl Drop for Outer {
        fn drop(&mut self) {
            READ_ONCE.set(self.0);
        }
    }
    let bytes = mapping.bytes().get(..len).unwrap_or_default();
    let Range { start, end } = bytes.as_ptr_range();
    let _outer = Outer(READ_ONCE.replace((start.addr(), end.addr())));
    read(bytes)
}

/// Copies `from` to `to`, which is as long and new.
///
/// # Panics
/// When `to` is not as long as `from`.
pub(crate) fn copy_to_new(to: &mut [u8], from: &[u8]) {
    if to.len() >= HUGE_FROM {
        ask_for_huge_pages(to);
    }
    let is_read_once = from.len() >= DROP_FROM && {
        let (range, (start, end)) = (from.as_ptr_range(), READ_ONCE.get());
        start <= range.start.addr() && range.end.addr() <= end
    };
    if !is_read_once || to.len() != from.len() {
        to.copy_from_slice(from);
        return;
    }
    for (to, from) in to.chunks_mut(PART).zip(from.chunks(PART)) {
        to.copy_from_slice(from);
        if let Some((at, len)) = whole_pages(from, rustix::param::page_size()) {
            // SAFETY: the range is within `from`, and so within the addresses of `READ_ONCE`. `read_once` sets those to a part of
            // a `Mapping` that it borrows for as long as they are set, so no other memory is at these addresses. A `Mapping` is
            // always shared with its file, so its pages come back from there as they were.
            let _best_effort = unsafe { madvise(at.cast_mut().cast(), len, Advice::LinuxDontNeed) };
        }
    }
}

fn ask_for_huge_pages(to: &mut [u8]) {
    if let Some((at, len)) = whole_pages(to, HUGE_PAGE) {
        // SAFETY: the range is within `to`. The advice changes no contents.
        let _best_effort = unsafe { madvise(at.cast_mut().cast(), len, Advice::LinuxHugepage) };
    }
}

/// The whole pages of this size in some bytes: where they begin and how long they are.
fn whole_pages(bytes: &[u8], page: usize) -> Option<(*const u8, usize)> {
    let Range { start, end } = bytes.as_ptr_range();
    let first = start.addr().next_multiple_of(page);
    let last = end.addr() / page * page;
    (first < last).then(|| (start.wrapping_add(first - start.addr()), last - first))
}

#[cfg(test)]
#[path = "copy_out_tests.rs"]
mod tests;

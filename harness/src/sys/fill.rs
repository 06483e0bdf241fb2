//! Copying what is large out of shared memory: into memory that is new, from memory that is not needed twice.

use rustix::mm::{Advice, madvise};
use std::cell::Cell;
use std::marker::PhantomData;
use std::ops::Range;

/// A page of new memory costs several times what filling it does: from here on large ones are asked for, which the kernel
/// gives at once and in one piece.
const HUGE_FROM: usize = 4 << 20;
const HUGE_PAGE: usize = 2 << 20;
/// What is larger is let go of while it is copied: it would be in memory twice.
const ONCE_FROM: usize = 16 << 20;
/// So much is copied between two looks at that.
const PART: usize = 2 << 20;

thread_local! {
    static READING: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
}

/// While it is there, this thread reads a value out of a shared mapping, once.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    outer: (usize, usize),
    /// It is about this thread, and lives no longer than what is read.
    _here: PhantomData<(*const (), &'a [u8])>,
}

impl<'a> Reading<'a> {
    /// Of bytes of a mapping that is shared, as [`Mapping`](super::Mapping)s are: their pages can be dropped here, and come
    /// back from the file.
    pub(super) fn of(shared: &'a [u8]) -> Self {
        let range = shared.as_ptr_range();
        Self { outer: READING.replace((range.start.addr(), range.end.addr())), _here: PhantomData }
    }
}

impl Drop for Reading<'_> {
    fn drop(&mut self) {
        READING.set(self.outer);
    }
}

/// Copies `from` to `to`, which is as long and new.
pub(crate) fn fill_new(to: &mut [u8], from: &[u8]) {
    if to.len() >= HUGE_FROM {
        advise(to.as_ptr_range(), HUGE_PAGE, Advice::LinuxHugepage);
    }
    let is_read_once = from.len() >= ONCE_FROM && {
        let (range, (start, end)) = (from.as_ptr_range(), READING.get());
        start <= range.start.addr() && range.end.addr() <= end
    };
    if !is_read_once {
        to.copy_from_slice(from);
        return;
    }
    for (to, from) in to.chunks_mut(PART).zip(from.chunks(PART)) {
        to.copy_from_slice(from);
        // Only what is in the mapping that is being read: dropped pages of any other memory would be lost.
        advise(from.as_ptr_range(), rustix::param::page_size(), Advice::LinuxDontNeed);
    }
}

/// Says so of the whole pages of this size in a range. It is a wish: what the kernel makes of it is its business.
fn advise(range: Range<*const u8>, page: usize, advice: Advice) {
    let start = range.start.addr().next_multiple_of(page);
    let end = range.end.addr() / page * page;
    if start < end {
        let at = range.start.wrapping_add(start - range.start.addr()).cast_mut();
        // SAFETY: the range is within one that the caller has a borrow of. `LinuxHugepage` changes no contents; `LinuxDontNeed`
        // is given for pages of a shared mapping only (see `fill_new`), which come back from its file as they were.
        let _ = unsafe { madvise(at.cast(), end - start, advice) };
    }
}

#[cfg(test)]
#[path = "fill_tests.rs"]
mod tests;

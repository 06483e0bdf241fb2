//! SealedMemory memory: views of what is there, and the one writer that may be left.
//!
//! Memory that is filled value by value is sealed from the start. The seal lets the mapping from before write, so its
//! maker goes on, and nobody else can. How far it came stands at the beginning: what is below does not change any more.

use super::MappedFile;
use bytemuck::AnyBitPattern;
use std::io;
use std::ops::{Deref, Range};
use std::os::fd::{BorrowedFd, OwnedFd};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering, fence};
use std::sync::{Arc, Weak};

/// Memory that nobody changes where it is written.
#[derive(Debug)]
pub(crate) struct SealedMemory {
    memory: MappedFile,
    /// Whether it is filled value by value.
    fills: bool,
    /// Whether its writer is still to be had.
    free: AtomicBool,
}

/// Before the first value of memory that is filled value by value: how many bytes of it are written.
const HEADER: usize = 64;

impl SealedMemory {
    /// All of this memory, as it is now.
    pub(crate) fn whole(mut memory: MappedFile) -> io::Result<Self> {
        memory.seal()?;
        Ok(Self { memory, fills: false, free: AtomicBool::new(false) })
    }

    /// Memory of so many bytes, to be filled value by value.
    pub(crate) fn filled_later(len: usize) -> io::Result<Self> {
        let memory = MappedFile::anonymous(len.max(HEADER))?;
        memory.seal_for_others()?;
        let sealed = Self { memory, fills: true, free: AtomicBool::new(true) };
        sealed.header().store(HEADER as u64, Ordering::Release);
        Ok(sealed)
    }

    /// What another process made, by [`whole`](Self::whole) or, where it `fills`, by [`filled_later`](Self::filled_later).
    pub(crate) fn open(file: OwnedFd, fills: bool) -> io::Result<Self> {
        let memory = MappedFile::open(file, false)?;
        if !memory.is_sealed() {
            return Err(io::Error::other("memory of another process that is not sealed"));
        }
        Ok(Self { memory, fills, free: AtomicBool::new(false) })
    }

    pub(crate) fn file(&self) -> BorrowedFd<'_> {
        self.memory.file()
    }

    /// How far it is written.
    fn written(&self) -> usize {
        if !self.fills {
            return self.memory.len();
        }
        // Only relaxed loads are promised to work where the mapping is read-only.
        let written = self.header().load(Ordering::Relaxed);
        fence(Ordering::Acquire);
        usize::try_from(written).unwrap_or(usize::MAX).min(self.memory.len())
    }

    fn header(&self) -> &AtomicU64 {
        // SAFETY: the mapping is page-aligned, at least a page long and lives as long as `self`. What is there is reached as
        // this atomic only: views and the writer keep off it. Whether it is stored to is up to `filled_later` and `SealedWriter`,
        // whose mapping is writable.
        unsafe { self.memory.start().cast::<AtomicU64>().as_ref() }
    }
}

/// Why there is no such view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ViewError {
    /// It does not begin where a value of its type may.
    Unaligned,
    /// It ends behind what is written, or begins before it.
    Outside,
}

/// A value within sealed memory, and what keeps the memory: nothing where the value takes none.
pub(crate) struct SealedView<T: ?Sized, K> {
    at: NonNull<T>,
    keeper: Option<Arc<K>>,
}

// SAFETY: it is a shared reference to `T` and an `Arc<K>`, and what both may be shared between threads is asked.
unsafe impl<T: ?Sized + Sync, K: Send + Sync> Send for SealedView<T, K> {}
// SAFETY: as above.
unsafe impl<T: ?Sized + Sync, K: Send + Sync> Sync for SealedView<T, K> {}

impl<T: AnyBitPattern, K> SealedView<[T], K> {
    /// `len` values that begin at `offset` of the memory in `keeper`.
    pub(crate) fn new(
        keeper: Arc<K>,
        memory: fn(&K) -> &SealedMemory,
        offset: usize,
        len: usize,
    ) -> Result<Self, ViewError> {
        let sealed = memory(&keeper);
        let begin = if sealed.fills { HEADER } else { 0 };
        let end = len.checked_mul(size_of::<T>()).and_then(|bytes| bytes.checked_add(offset));
        if offset < begin || end.is_none_or(|end| end > sealed.written()) {
            return Err(ViewError::Outside);
        }
        // SAFETY: the offset is within the mapping (above).
        let at = unsafe { sealed.memory.start().add(offset) }.cast::<T>();
        if !at.is_aligned() {
            return Err(ViewError::Unaligned);
        }
        let at = NonNull::slice_from_raw_parts(at, len);
        Ok(Self { at, keeper: Some(keeper) })
    }

    /// `len` values that take no memory; `None` if they would.
    pub(crate) fn of_nothing(len: usize) -> Option<Self> {
        (len == 0 || size_of::<T>() == 0)
            .then(|| Self { at: NonNull::slice_from_raw_parts(NonNull::dangling(), len), keeper: None })
    }

    /// Some of the values.
    pub(crate) fn part(&self, range: Range<usize>) -> Option<Self> {
        Some(Self { at: NonNull::from(self.get(range)?), keeper: self.keeper.clone() })
    }
}

impl<T: AnyBitPattern, K> Default for SealedView<[T], K> {
    fn default() -> Self {
        Self { at: NonNull::slice_from_raw_parts(NonNull::dangling(), 0), keeper: None }
    }
}

impl<T: ?Sized, K> SealedView<T, K> {
    pub(crate) fn keeper(&self) -> Option<&Arc<K>> {
        self.keeper.as_ref()
    }

    /// Where it begins within its memory.
    pub(crate) fn offset(&self, memory: &SealedMemory) -> usize {
        self.at.addr().get().wrapping_sub(memory.memory.start().addr().get())
    }
}

impl<T: ?Sized, K> Deref for SealedView<T, K> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: either it takes no memory, or it is aligned and within what is written of a mapping (see `new`, the only
        // way to get one that does), which nobody writes to any more: the seal keeps others out, and the writer of this process begins
        // behind it. Any bytes are a value of its type. The mapping lives in what `keeper` keeps: a function of a borrow of
        // it has given it, and `keeper` is such a borrow for as long as this is there.
        unsafe { self.at.as_ref() }
    }
}

impl<T: ?Sized, K> Clone for SealedView<T, K> {
    fn clone(&self) -> Self {
        Self { at: self.at, keeper: self.keeper.clone() }
    }
}

/// The one that fills memory value by value. It does not keep it: that is for the values to do.
pub(crate) struct SealedWriter<K> {
    keeper: Weak<K>,
    memory: fn(&K) -> &SealedMemory,
    next: usize,
}

/// Space for the next value.
pub(crate) struct SealedSpace<'a, K> {
    writer: &'a mut SealedWriter<K>,
    keeper: Arc<K>,
    start: usize,
    end: usize,
}

impl<K> SealedWriter<K> {
    /// The writer of memory made by [`SealedMemory::filled_later`], which has one only.
    pub(crate) fn of(keeper: &Arc<K>, memory: fn(&K) -> &SealedMemory) -> io::Result<Self> {
        if !memory(keeper).free.swap(false, Ordering::AcqRel) {
            return Err(io::Error::other("memory that has its writer"));
        }
        Ok(Self { keeper: Arc::downgrade(keeper), memory, next: HEADER })
    }

    /// The next free `len` bytes. None when there are not so many, or there is no value left that keeps the memory.
    pub(crate) fn space(&mut self, len: usize, align: usize) -> Option<SealedSpace<'_, K>> {
        let keeper = self.keeper.upgrade()?;
        let start = self.next.checked_next_multiple_of(align)?;
        let end = start.checked_add(len)?;
        (end <= (self.memory)(&keeper).memory.len()).then_some(SealedSpace {
            writer: self,
            keeper,
            start,
            end,
        })
    }
}

impl<K> SealedSpace<'_, K> {
    /// Has it filled, from all zero, and says where it is.
    pub(crate) fn fill(self, fill: impl FnOnce(&mut [u8])) -> (Arc<K>, usize) {
        let Self { writer, keeper, start, end } = self;
        let sealed = (writer.memory)(&keeper);
        // Should `fill` panic, what it left is not given out again.
        writer.next = usize::MAX;
        // SAFETY: `start` is within the mapping: `SealedWriter::space` compared its length with `end`.
        let at = unsafe { sealed.memory.start().add(start) };
        // SAFETY: this range is within the mapping, which is writable: it was made here (`SealedWriter::of` found it free). It is
        // nobody else's: it begins behind what was given out, there is one writer, borrowed for as long as this is there, and
        // views end before it until the header says otherwise.
        let bytes = unsafe { std::slice::from_raw_parts_mut(at.as_ptr(), end - start) };
        fill(bytes);
        sealed.header().store(end as u64, Ordering::Release);
        writer.next = end;
        (keeper, start)
    }
}

#[cfg(test)]
#[path = "sealed_tests.rs"]
mod tests;

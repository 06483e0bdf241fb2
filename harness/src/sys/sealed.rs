//! Sealed memory: views of its values, and the one writer that there may be.
//!
//! Memory that is filled value by value is sealed from the start. The seal does not affect a mapping from before, so its maker
//! can go on writing and nobody else can. A header says how far it is written: what is below that does not change any more.

use super::MappedFile;
use bytemuck::AnyBitPattern;
use std::io;
use std::ops::{Deref, Range};
use std::os::fd::{BorrowedFd, OwnedFd};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering, fence};
use std::sync::{Arc, Weak};

/// Memory whose written part nobody changes any more.
#[derive(Debug)]
pub(crate) struct SealedMemory {
    memory: MappedFile,
    /// Whether it is filled value by value.
    fills: bool,
    /// Whether it has no writer yet.
    free: AtomicBool,
}

/// Bytes before the first value of memory that is filled value by value. They hold the number of bytes that are written.
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

    /// Memory that another process made with [`whole`](Self::whole) or, if `fills` is set, with
    /// [`filled_later`](Self::filled_later).
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

    /// How many bytes are written, with the header.
    fn written(&self) -> usize {
        if !self.fills {
            return self.memory.len();
        }
        // Only relaxed loads are guaranteed to work in a read-only mapping.
        let written = self.header().load(Ordering::Relaxed);
        fence(Ordering::Acquire);
        usize::try_from(written).unwrap_or(usize::MAX).min(self.memory.len())
    }

    /// What it holds by now.
    #[cfg(feature = "_cluster")]
    pub(crate) fn contents(&self) -> Range<usize> {
        if self.fills { HEADER..self.written().max(HEADER) } else { 0..self.memory.len() }
    }

    /// Its length, also of what is not written yet.
    #[cfg(feature = "_cluster")]
    pub(crate) fn len(&self) -> usize {
        self.memory.len()
    }

    fn header(&self) -> &AtomicU64 {
        // SAFETY: the mapping is page-aligned, at least a page long and lives as long as `self`. In memory that `fills`, these
        // bytes are only reached as this atomic, by all processes: views and the writer begin behind `HEADER`. Other memory is
        // not written to any more, and this is not called for it (`written`). Only `filled_later` and `SealedSpace::fill` store
        // to it, in the process that made it, whose mapping is writable.
        unsafe { self.memory.start().cast::<AtomicU64>().as_ref() }
    }
}

/// Why a view cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ViewError {
    /// Its address is not aligned for its type.
    Unaligned,
    /// It is not within the written part.
    Outside,
}

/// A value in sealed memory, and what keeps that memory alive: nothing if the value takes none.
pub(crate) struct SealedView<T: ?Sized, K> {
    at: NonNull<T>,
    keeper: Option<Arc<K>>,
}

// SAFETY: it is a shared reference to `T` and an `Arc<K>`. The bounds are what each of them needs.
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
        // SAFETY: the offset is within the mapping: it is at most `end`, which is at most `written` (checked above), and that is at
        // most the length.
        let at = unsafe { sealed.memory.start().add(offset) }.cast::<T>();
        if !at.is_aligned() {
            return Err(ViewError::Unaligned);
        }
        let at = NonNull::slice_from_raw_parts(at, len);
        Ok(Self { at, keeper: Some(keeper) })
    }

    /// `len` values that take no memory; `None` if they take some.
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

    /// Its offset in its memory.
    pub(crate) fn offset(&self, memory: &SealedMemory) -> usize {
        self.at.addr().get().wrapping_sub(memory.memory.start().addr().get())
    }
}

impl<T: ?Sized, K> Deref for SealedView<T, K> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: either the value takes no memory, or it is aligned and within the written part of a mapping (`new` checks both, and
        // `part` only narrows). Nobody writes to that part any more: the seal keeps other processes out, and the writer of this
        // process begins behind it. Any bytes are a value of its type (`AnyBitPattern`). The mapping is in a `SealedMemory` that
        // is borrowed from `*keeper`, which this `Arc` keeps, and no code replaces it: a `SealedMemory` gives its mapping away
        // to nobody.
        unsafe { self.at.as_ref() }
    }
}

impl<T: ?Sized, K> Clone for SealedView<T, K> {
    fn clone(&self) -> Self {
        Self { at: self.at, keeper: self.keeper.clone() }
    }
}

/// What fills memory value by value. It does not keep the memory alive: the values do.
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
    /// The writer of memory made by [`SealedMemory::filled_later`]. There is one for each.
    pub(crate) fn of(keeper: &Arc<K>, memory: fn(&K) -> &SealedMemory) -> io::Result<Self> {
        if !memory(keeper).free.swap(false, Ordering::AcqRel) {
            return Err(io::Error::other("this memory has its writer already"));
        }
        Ok(Self { keeper: Arc::downgrade(keeper), memory, next: HEADER })
    }

    /// The next free `len` bytes. `None` if there is no room, or no value keeps the memory alive any more.
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
    /// Lets `fill` write it; it is all zero before. Returns where it is.
    pub(crate) fn fill(self, fill: impl FnOnce(&mut [u8])) -> (Arc<K>, usize) {
        let Self { writer, keeper, start, end } = self;
        let sealed = (writer.memory)(&keeper);
        // If `fill` panics, the memory is not used again.
        writer.next = usize::MAX;
        // SAFETY: `start` is within the mapping: `SealedWriter::space` compared its length with `end`.
        let at = unsafe { sealed.memory.start().add(start) };
        // SAFETY: this range is within the mapping (as above), which is writable: this process made it (`SealedWriter::of` found it
        // free, which only `filled_later` makes). Nobody else reads or writes it: it begins behind what was given out before, there
        // is one writer, which is borrowed meanwhile, and views end before it until the header is stored.
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

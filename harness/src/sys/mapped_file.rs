//! Memory that more than one process sees: a file without a name, mapped.
//!
//! There is nothing to clean up. A memfd and an `O_TMPFILE` have no name, so they end with the last process that holds
//! them, whatever ended it.
//!
//! Only the process that made such a file maps it writable. It writes to it only while the other side does not read it:
//!
//! ```text
//! made by    for        written                                  read by the other side
//! parent     inputs     in `transfer::Store`, when nothing       until it has answered the last task that needs it;
//!                       that was sent needs it                   the parent waits for that answer, or for its death
//! worker     results    in `transfer::ResultBuffers`, while      while it has the `SlotLease` of the buffer
//!                       `LeaseStates` says "with the worker"
//! either     `Shared`   before it is sealed                      ever after: nobody can write to it any more
//! ```
//! Both sides are this same executable (the handshake checks it), so it is this crate's code that keeps to the table. A
//! task is safe code and gets bytes of these files only as a borrow that ends before the answer; the descriptors and the
//! mappings are private to the crate. What a task does through `/proc` (its own `mem`, `fd`) is as far outside of this as it
//! is outside of Rust's own guarantees.

use super::limits::soft_limit;
use rustix::fs::{FallocateFlags, MemfdFlags, Mode, OFlags, SealFlags};
use rustix::mm::{MapFlags, MprotectFlags, MremapFlags, ProtFlags};
use rustix::process::Resource;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::ptr::NonNull;

/// A nameless file and the mapping of all of it.
#[derive(Debug)]
pub(crate) struct MappedFile {
    file: OwnedFd,
    mapping: Mapping,
    writable: bool,
    /// Whether it is in a file system. Then space has to be reserved before it is written to: a write to a page that finds no
    /// space is a signal.
    on_disk: bool,
}

/// The mapping of a file, always shared with it. It lives on without the file's descriptor.
#[derive(Debug)]
pub(crate) struct Mapping {
    at: NonNull<u8>,
    len: usize,
}

// SAFETY: a mapping is not tied to a thread, and its contents are reached only through borrows of `self`.
unsafe impl Send for Mapping {}
// SAFETY: what takes `&self` reads; what writes takes `&mut self`.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// The bytes. If another process made the file, the caller has to be in a row of the table above.
    pub(crate) fn bytes(&self) -> &[u8] {
        // SAFETY: the mapping is readable, `len` long, within the file, and lives until `drop`. Nobody writes to it meanwhile: in
        // the process that made it, writing takes `&mut self` (`MappedFile::bytes_mut`); in any other, the maker does not
        // write while this side reads, by the table at the head of this file.
        unsafe { std::slice::from_raw_parts(self.at.as_ptr(), self.len) }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the range is the whole mapping, and no borrow of it is left.
        let unmapped = unsafe { rustix::mm::munmap(self.at.as_ptr().cast(), self.len) };
        debug_assert!(unmapped.is_ok());
    }
}

impl MappedFile {
    /// In main memory, `len` bytes, all zero. It can grow and not shrink, so that nobody who has mapped it is cut off.
    pub(crate) fn anonymous(len: usize) -> io::Result<Self> {
        let file =
            rustix::fs::memfd_create("wirecheck-memory", MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING)?;
        rustix::fs::fcntl_add_seals(&file, SealFlags::SHRINK)?;
        Self::sized(file, len, false)
    }

    /// In a file of this folder that has no name, `len` bytes, all zero.
    pub(crate) fn in_folder(folder: &Path, len: usize) -> io::Result<Self> {
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let file = rustix::fs::open(folder, flags, Mode::RUSR | Mode::WUSR)?;
        Self::sized(file, len, true)
    }

    fn sized(file: OwnedFd, len: usize, on_disk: bool) -> io::Result<Self> {
        let len = whole_pages(len)?;
        take_space(file.as_fd(), len, on_disk)?;
        let mapping = map(file.as_fd(), len, ProtFlags::READ | ProtFlags::WRITE)?;
        Ok(Self { file, mapping, writable: true, on_disk })
    }

    /// A file that another process made, to read from. One in main memory has to be sealed against shrinking: reading behind
    /// the end of a file is a signal.
    pub(crate) fn open(file: OwnedFd, on_disk: bool) -> io::Result<Self> {
        if !on_disk && !rustix::fs::fcntl_get_seals(&file)?.contains(SealFlags::SHRINK) {
            return Err(io::Error::other("memory of another process that may shrink"));
        }
        let len = length(file.as_fd())?;
        let mapping = map(file.as_fd(), len, ProtFlags::READ)?;
        Ok(Self { file, mapping, writable: false, on_disk })
    }

    pub(crate) fn file(&self) -> BorrowedFd<'_> {
        self.file.as_fd()
    }

    /// Whole pages, so at least what was asked for.
    pub(crate) fn len(&self) -> usize {
        self.mapping.len
    }

    /// The length of the file by now, mapped here or not.
    pub(crate) fn extent(&self) -> io::Result<usize> {
        length(self.file.as_fd())
    }

    /// Whether it is in a file system, not in main memory.
    pub(crate) fn is_on_disk(&self) -> bool {
        self.on_disk
    }

    /// The bytes, as of [`Mapping::bytes`].
    pub(crate) fn bytes(&self) -> &[u8] {
        self.mapping.bytes()
    }

    /// The mapping.
    pub(crate) fn mapping(&self) -> &Mapping {
        &self.mapping
    }

    /// The mapping alone; the descriptor is closed.
    pub(crate) fn into_mapping(self) -> Mapping {
        self.mapping
    }

    /// The same, to write to; empty if this process may not write to it. The other side must not read it meanwhile: see the
    /// table above.
    pub(crate) fn bytes_mut(&mut self) -> &mut [u8] {
        let len = if self.writable { self.mapping.len } else { 0 };
        // SAFETY: the mapping is writable (`writable`), `len` long, within the file, and lives until `drop`. `&mut self` excludes
        // other borrows in this process. Other processes only read it, and not now: `transfer::Store` and
        // `transfer::ResultBuffers` give a file out to write to only when the table at the head of this file allows it.
        unsafe { std::slice::from_raw_parts_mut(self.mapping.at.as_ptr(), len) }
    }

    /// Makes it longer, keeping what is there. Its address may change.
    pub(crate) fn grow(&mut self, len: usize) -> io::Result<()> {
        let len = whole_pages(len)?;
        if len > self.mapping.len {
            take_space(self.file.as_fd(), len, self.on_disk)?;
            self.remap(len)?;
        }
        Ok(())
    }

    /// Maps as much as the other side has made of it by now.
    pub(crate) fn follow(&mut self) -> io::Result<()> {
        let len = length(self.file.as_fd())?;
        if len > self.mapping.len { self.remap(len) } else { Ok(()) }
    }

    fn remap(&mut self, len: usize) -> io::Result<()> {
        // SAFETY: the range is the whole mapping, and `&mut self` says that nobody has a borrow of it. The file is as long as the
        // new length: both callers checked it or made it so.
        let at = unsafe {
            rustix::mm::mremap(self.mapping.at.as_ptr().cast(), self.mapping.len, len, MremapFlags::MAYMOVE)
        }?;
        self.mapping.at = NonNull::new(at.cast()).ok_or_else(|| io::Error::other("mapped at address 0"))?;
        self.mapping.len = len;
        Ok(())
    }

    /// Ends writing for good, in every process. The length is fixed too.
    pub(crate) fn seal(&mut self) -> io::Result<()> {
        // SAFETY: the range is the whole mapping, and `&mut self` says that nobody has a borrow of it through which it could
        // still write.
        unsafe {
            rustix::mm::mprotect(self.mapping.at.as_ptr().cast(), self.mapping.len, MprotectFlags::READ)
        }?;
        self.writable = false;
        rustix::fs::fcntl_add_seals(&self.file, Self::FINAL)?;
        Ok(())
    }

    /// Ends writing for every other process and fixes the length. This mapping stays writable.
    pub(super) fn seal_for_others(&self) -> io::Result<()> {
        Ok(rustix::fs::fcntl_add_seals(&self.file, Self::FINAL)?)
    }

    /// Its address, for memory that is read and written in parts.
    pub(super) fn start(&self) -> NonNull<u8> {
        self.mapping.at
    }

    /// The seals of a file that can only be written to through a mapping from before.
    const FINAL: SealFlags =
        SealFlags::FUTURE_WRITE.union(SealFlags::SHRINK).union(SealFlags::GROW).union(SealFlags::SEAL);

    /// Whether [`seal`](Self::seal) was called on it, in this process or another one.
    pub(crate) fn is_sealed(&self) -> bool {
        !self.on_disk
            && rustix::fs::fcntl_get_seals(&self.file).is_ok_and(|seals| seals.contains(Self::FINAL))
    }
}

fn whole_pages(len: usize) -> io::Result<usize> {
    let page = rustix::param::page_size();
    let len = len.max(1).checked_next_multiple_of(page).filter(|len| isize::try_from(*len).is_ok());
    len.ok_or_else(|| io::ErrorKind::OutOfMemory.into())
}

fn length(file: BorrowedFd<'_>) -> io::Result<usize> {
    let size = rustix::fs::fstat(file)?.st_size;
    usize::try_from(size).ok().filter(|size| *size > 0).ok_or_else(|| io::Error::other("empty memory"))
}

fn take_space(file: BorrowedFd<'_>, len: usize, on_disk: bool) -> io::Result<()> {
    let len = len as u64;
    // Beyond this limit of the process, making a file longer is a signal.
    check_size(len)?;
    if on_disk {
        rustix::fs::fallocate(file, FallocateFlags::empty(), 0, len)?;
    } else {
        rustix::fs::ftruncate(file, len)?;
    }
    Ok(())
}

/// Whether a file of this length may be made.
pub(super) fn check_size(len: u64) -> io::Result<()> {
    let limit = soft_limit(Resource::Fsize);
    if limit.is_some_and(|limit| len > limit) { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(()) }
}

fn map(file: BorrowedFd<'_>, len: usize, protection: ProtFlags) -> io::Result<Mapping> {
    // SAFETY: no address is asked for, so no existing mapping is replaced; the file is at least as long as the mapping
    // (see the callers) and stays so: it is sealed against shrinking, or has no name and is shortened nowhere in this crate.
    let at = unsafe { rustix::mm::mmap(std::ptr::null_mut(), len, protection, MapFlags::SHARED, file, 0) }?;
    let at = NonNull::new(at.cast()).ok_or_else(|| io::Error::other("mapped at address 0"))?;
    Ok(Mapping { at, len })
}

#[cfg(test)]
#[path = "mapped_file_tests.rs"]
mod tests;

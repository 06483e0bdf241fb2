//! Where values are put: a large one in its own memory, a small one together with others.

use super::{Plain, Region};
use crate::error::Error;
use crate::sys::{MappedFile, SealedMemory, SealedView, SealedWriter, ViewError};
use std::hint::black_box;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// From this length on, a value gets its own memory.
pub(super) const LARGE: usize = 1 << 20;

/// The length of a memory for small values.
const ARENA: usize = 4 << 20;

/// The alignment that memory always has.
const PAGE: usize = 4096;

/// From this length on, the system is asked first whether there is as much memory.
const HUGE: usize = 1 << 30;

pub(super) fn view<T: Plain>(
    len: usize,
    fill: impl FnOnce(&mut [T]),
) -> Result<SealedView<[T], Region>, Error> {
    if align_of::<T>() > PAGE {
        let align = align_of::<T>();
        return Err(Error::refused(format!(
            "shared values cannot be aligned to {align} bytes, since memory comes in pages of {PAGE} bytes; lower the `align` of their \
             type"
        )));
    }
    let bytes = len.checked_mul(size_of::<T>()).filter(|bytes| isize::try_from(*bytes).is_ok());
    let Some(bytes) = bytes else {
        return Err(no_memory(
            format_args!("{len} times {}", size_of::<T>()),
            io::ErrorKind::OutOfMemory.into(),
        ));
    };
    if let Some(nothing) = SealedView::of_nothing(len) {
        fill(&mut bytemuck::zeroed_slice_box(len));
        return Ok(nothing);
    }
    let fill = |bytes: &mut [u8]| fill(bytemuck::cast_slice_mut(bytes));
    let placed = if bytes < LARGE { small(bytes, align_of::<T>(), fill) } else { large(bytes, fill) };
    placed
        .and_then(|(region, offset)| SealedView::new(region, Region::memory, offset, len).map_err(misplaced))
        .map_err(|error| failed(bytes, error))
}

fn large(bytes: usize, fill: impl FnOnce(&mut [u8])) -> io::Result<(Arc<Region>, usize)> {
    check_space(bytes)?;
    let mut memory = MappedFile::anonymous(bytes)?;
    fill(&mut memory.bytes_mut()[..bytes]);
    Ok((Region::of_whole(SealedMemory::whole(memory)?), 0))
}

/// The writers of memory that has room for more, while nobody uses them: one for each thread that makes values at that time.
static WRITERS: Mutex<Vec<SealedWriter<Region>>> = Mutex::new(Vec::new());

/// How many are kept.
const IDLE: usize = 16;

fn small(bytes: usize, align: usize, fill: impl FnOnce(&mut [u8])) -> io::Result<(Arc<Region>, usize)> {
    // Taken out and not used within the lock: `fill` may make values too. A writer without room is dropped here.
    while let Some(mut writer) = pop() {
        if let Some(space) = writer.space(bytes, align) {
            let placed = space.fill(fill);
            push(writer);
            return Ok(placed);
        }
    }
    let region = Region::of_filled_later(SealedMemory::filled_later(ARENA)?);
    let mut writer = SealedWriter::of(&region, Region::memory)?;
    let space = writer.space(bytes, align).ok_or(io::ErrorKind::OutOfMemory)?;
    let placed = space.fill(fill);
    push(writer);
    Ok(placed)
}

/// Whether there is so much memory. The kernel allows shared memory of any length, and kills a process that writes to more than there
/// is. An ordinary allocation of that length it refuses.
pub(crate) fn check_space(bytes: usize) -> io::Result<()> {
    if bytes >= HUGE {
        let mut as_many = Vec::<u8>::new();
        as_many.try_reserve_exact(bytes).map_err(|_| io::ErrorKind::OutOfMemory)?;
        drop(black_box(as_many));
    }
    Ok(())
}

fn pop() -> Option<SealedWriter<Region>> {
    writers().pop()
}

fn push(writer: SealedWriter<Region>) {
    let mut writers = writers();
    if writers.len() < IDLE {
        writers.push(writer);
    }
}

fn writers() -> MutexGuard<'static, Vec<SealedWriter<Region>>> {
    WRITERS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn misplaced(place: ViewError) -> io::Error {
    io::Error::other(format!("a value that was just made cannot be viewed: {place:?}"))
}

fn no_memory(bytes: std::fmt::Arguments<'_>, error: io::Error) -> Error {
    let message = format!(
        "there is not enough memory for a shared value of {bytes} bytes; make smaller values, or fewer at a time"
    );
    Error::io(message, error)
}

fn failed(bytes: usize, error: io::Error) -> Error {
    match error.raw_os_error() {
        Some(libc::EMFILE | libc::ENFILE) => Error::io(
            format!(
                "no file descriptor is left for a shared value of {bytes} bytes; raise the limit (`ulimit -n`), or keep fewer \
                 values of {LARGE} bytes or more at a time"
            ),
            error,
        ),
        Some(libc::ENOMEM | libc::ENOSPC) => no_memory(format_args!("{bytes}"), error),
        _ if error.kind() == io::ErrorKind::OutOfMemory => no_memory(format_args!("{bytes}"), error),
        _ if error.kind() == io::ErrorKind::FileTooLarge => Error::io(
            format!(
                "a shared value of {bytes} bytes exceeds the limit on file sizes; raise it (`ulimit -f`)"
            ),
            error,
        ),
        _ => Error::io(format!("memory for a shared value of {bytes} bytes could not be made"), error),
    }
}

#[cfg(test)]
#[path = "make_tests.rs"]
mod tests;

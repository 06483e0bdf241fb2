//! The allocator of a worker: what its large values took is kept for the next ones.

/// Above this a value has a mapping of its own, as it would have without a word; older C libraries take no more than the second.
#[cfg(target_env = "gnu")]
const LARGEST: [i32; 2] = [512 << 20, 32 << 20];
/// So much that is free stays with the process.
#[cfg(target_env = "gnu")]
const KEPT: i32 = 256 << 20;

/// From now on, memory that is given back is kept for the next value: new pages cost several times what filling them does.
/// Where the allocator is not glibc's, nothing happens.
pub(crate) fn keep_freed() {
    // The second word alone would freeze a limit that otherwise grows with what is given back.
    #[cfg(target_env = "gnu")]
    if LARGEST.iter().any(|bytes| tell(libc::M_MMAP_THRESHOLD, *bytes)) {
        tell(libc::M_TRIM_THRESHOLD, KEPT);
    }
}

#[cfg(target_env = "gnu")]
fn tell(what: i32, bytes: i32) -> bool {
    // SAFETY: the C library asks nothing of the caller. What it cannot do, it does not, and says so.
    unsafe { libc::mallopt(what, bytes) != 0 }
}

/// Gives back what is free.
pub(crate) fn release_freed() {
    #[cfg(target_env = "gnu")]
    // SAFETY: the C library asks nothing of the caller.
    let _ = unsafe { libc::malloc_trim(0) };
}

//! The allocator of a worker: what its large values took is kept for the next ones.

/// Above this a value has a mapping of its own, as it would have without a word.
const LARGEST: i32 = 512 << 20;
/// So much that is free stays with the process.
const KEPT: i32 = 256 << 20;

/// From now on, memory that is given back is kept for the next value: new pages cost several times what filling them does.
/// Where the allocator is not glibc's, nothing happens.
pub(crate) fn keep_freed() {
    #[cfg(target_env = "gnu")]
    for (what, bytes) in [(libc::M_MMAP_THRESHOLD, LARGEST), (libc::M_TRIM_THRESHOLD, KEPT)] {
        // SAFETY: the C library asks nothing of the caller. What it cannot do, it does not; older ones take 32 MiB at most.
        let _ = unsafe { libc::mallopt(what, bytes) };
    }
}

/// Gives back what is free.
pub(crate) fn release_freed() {
    #[cfg(target_env = "gnu")]
    // SAFETY: the C library asks nothing of the caller.
    let _ = unsafe { libc::malloc_trim(0) };
}

//! The allocator of a worker: what its large values took is kept for the next ones.
//!
//! New pages cost several times what filling them does. glibc gives a large allocation pages of its own and returns them
//! when it is freed, so each value would pay for new ones.

/// Allocations above this get pages of their own all the same; older C libraries take no more than the second.
#[cfg(target_env = "gnu")]
const LARGEST: [i32; 2] = [512 << 20, 32 << 20];
/// How much free memory stays with the process.
#[cfg(target_env = "gnu")]
const KEPT: i32 = 256 << 20;

/// From now on, freed memory is kept for the next value, as much as can be had: up to 512 MiB a value in a process of one
/// thread, up to 32 MiB in others. Where the allocator is not glibc's, nothing happens.
pub(crate) fn keep_freed() {
    #[cfg(target_env = "gnu")]
    if has_one_thread() {
        set_limits();
    } else {
        raise_limits();
    }
}

/// Whether the calling thread is the only one. It stays so until this thread starts another one.
#[cfg(target_env = "gnu")]
fn has_one_thread() -> bool {
    std::fs::read_dir("/proc/self/task").is_ok_and(|threads| threads.take(2).count() == 1)
}

/// Sets both limits. By glibc's manual, no other thread may use the allocator meanwhile.
#[cfg(target_env = "gnu")]
fn set_limits() {
    let set = |what, bytes| {
        // SAFETY: `mallopt` is MT-Unsafe, since it writes what other threads read in `malloc`. There is no other thread:
        // `keep_freed` counted them, and only this one could have started another since. The arguments are numbers; what the C
        // library does not take, it refuses.
        unsafe { libc::mallopt(what, bytes) != 0 }
    };
    // The second limit alone would freeze the first, which otherwise grows with what is freed.
    if LARGEST.iter().any(|bytes| set(libc::M_MMAP_THRESHOLD, *bytes)) {
        set(libc::M_TRIM_THRESHOLD, KEPT);
    }
}

/// Has glibc raise the limits itself. It does so when an allocation with pages of its own is freed: the next one of that
/// length comes from kept memory, and twice as much stays free. Any thread may do that.
#[cfg(target_env = "gnu")]
fn raise_limits() {
    /// The most that glibc raises them to, less what it needs for itself.
    const DYNAMIC: usize = (32 << 20) - (64 << 10);
    // Not written to, so no page of it is made.
    let mut allocation = Vec::<u8>::new();
    if allocation.try_reserve_exact(DYNAMIC).is_ok() {
        drop(std::hint::black_box(allocation));
    }
}

/// Returns free memory to the system.
pub(crate) fn release_freed() {
    #[cfg(target_env = "gnu")]
    // SAFETY: `malloc_trim` is MT-Safe and asks nothing of the caller.
    let _was_released = unsafe { libc::malloc_trim(0) };
}

#[cfg(all(test, target_env = "gnu"))]
#[path = "heap_tests.rs"]
mod tests;

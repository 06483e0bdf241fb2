//! Closes descriptors that are not the caller's own, as careless C libraries do. Only in workers that end for it.
#![allow(dead_code, reason = "each test binary uses its part")]
#![allow(unsafe_code, reason = "it is the fault that is tested")]

/// Closes this descriptor, whoever has it, if it is open.
pub(crate) fn close(descriptor: i32) {
    if std::fs::symlink_metadata(format!("/proc/self/fd/{descriptor}")).is_err() {
        return;
    }
    // SAFETY: whatever owned it in this process is broken by this, which is what its test looks at: the process ends
    // without using it in any way but system calls that fail.
    unsafe { rustix::io::close(descriptor) };
}

/// Closes all descriptors from this one on.
pub(crate) fn close_from(first: i32) {
    (first..256).for_each(close);
}

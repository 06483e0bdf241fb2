//! The limits and the file mode mask of this process, which its workers are to have as they were when their pool was built.

use rustix::process::{Pid, Resource, Rlimit, prlimit};
use std::mem::MaybeUninit;

/// All that a process is limited in.
const RESOURCES: [Resource; 16] = [
    Resource::Cpu,
    Resource::Fsize,
    Resource::Data,
    Resource::Stack,
    Resource::Core,
    Resource::Rss,
    Resource::Nproc,
    Resource::Nofile,
    Resource::Memlock,
    Resource::As,
    Resource::Locks,
    Resource::Sigpending,
    Resource::Msgqueue,
    Resource::Nice,
    Resource::Rtprio,
    Resource::Rttime,
];

/// The limits of a process at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Limits([Option<Rlimit>; RESOURCES.len()]);

impl Limits {
    /// Those of this process, now.
    pub(crate) fn now() -> Self {
        Self(RESOURCES.map(limit))
    }

    /// Gives a child of this process these limits, where its own are now others. Best effort: one that was lowered for good
    /// cannot be raised without a privilege.
    pub(crate) fn set_for(&self, child: Pid) {
        for ((resource, then), now) in RESOURCES.into_iter().zip(&self.0).zip(Self::now().0) {
            if let Some(then) = then
                && *then != now.unwrap_or(*then)
            {
                let _ = prlimit(Some(child), resource, *then);
            }
        }
    }
}

/// A limit of this process. `None` where the kernel does not tell, as in a sandbox that refuses the call.
pub(crate) fn limit(resource: Resource) -> Option<Rlimit> {
    let mut limit = MaybeUninit::<libc::rlimit>::uninit();
    // SAFETY: the pointer is valid for writes, and the number is that of a resource.
    if unsafe { libc::getrlimit(resource as _, limit.as_mut_ptr()) } != 0 {
        return None;
    }
    // SAFETY: the call above succeeded, so it initialised the limit.
    let limit = unsafe { limit.assume_init() };
    let bounded = |value| Some(value).filter(|value| *value != libc::RLIM_INFINITY);
    Some(Rlimit { current: bounded(limit.rlim_cur), maximum: bounded(limit.rlim_max) })
}

/// The soft limit in bytes, where there is one.
pub(crate) fn soft_limit(resource: Resource) -> Option<u64> {
    limit(resource)?.current
}

/// Whether the address space of this process is limited.
pub(crate) fn is_memory_limited() -> bool {
    soft_limit(Resource::As).is_some()
}

/// The file mode mask of this process, read without changing it. `None` before Linux 4.7 and without `/proc`.
pub(crate) fn file_mode_mask() -> Option<u32> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let mask = status.lines().find_map(|line| line.strip_prefix("Umask:"))?;
    u32::from_str_radix(mask.trim(), 8).ok()
}

/// Sets the file mode mask of this process.
pub(crate) fn set_file_mode_mask(mask: u32) {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(mask));
}

#[cfg(test)]
#[path = "limits_tests.rs"]
mod tests;

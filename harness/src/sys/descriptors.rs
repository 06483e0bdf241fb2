//! What a worker must not inherit: descriptors of this program that are not close-on-exec, such as a C library's pipe or
//! listening socket. Its other end would not be seen to close, and its port stay taken, for as long as a worker lives.

use rustix::fd::RawFd;
use rustix::io::{FdFlags, fcntl_getfd};
use std::os::fd::BorrowedFd;

/// How the child closes them before it runs the program.
pub(super) enum Closing {
    /// All with this number or a higher one, with an action of the C library.
    From(CloseFrom),
    /// These, which were open a moment ago.
    Listed(Vec<RawFd>),
}

/// `posix_spawn_file_actions_addclosefrom_np`.
pub(super) type CloseFrom =
    unsafe extern "C" fn(*mut libc::posix_spawn_file_actions_t, libc::c_int) -> libc::c_int;

impl Closing {
    pub(super) fn from(first: RawFd) -> Self {
        match close_from() {
            Some(action) if kernel_closes_ranges() => Self::From(action),
            _ => Self::Listed(inheritable(first)),
        }
    }
}

/// The action, where the C library has it: looked up, so that the program starts with an older one too.
#[cfg(target_env = "gnu")]
fn close_from() -> Option<CloseFrom> {
    const NAME: &std::ffi::CStr = c"posix_spawn_file_actions_addclosefrom_np";
    // SAFETY: the name is NUL-terminated, and the default handle is always valid.
    let address = unsafe { libc::dlsym(libc::RTLD_DEFAULT, NAME.as_ptr()) };
    // SAFETY: the C library gives this name to a function of this type, and a null pointer is `None`.
    unsafe { std::mem::transmute::<*mut libc::c_void, Option<CloseFrom>>(address) }
}

#[cfg(not(target_env = "gnu"))]
fn close_from() -> Option<CloseFrom> {
    None
}

/// Whether the kernel has `close_range`. Without it the action reads `/proc` in the child, and fails if there is none.
fn kernel_closes_ranges() -> bool {
    // SAFETY: no descriptor has this number, so that nothing is closed; the call touches no memory.
    unsafe { libc::syscall(libc::SYS_close_range, u32::MAX, u32::MAX, 0) == 0 }
}

/// The descriptors from this number on that `exec` would not close.
fn inheritable(first: RawFd) -> Vec<RawFd> {
    let Ok(entries) = std::fs::read_dir("/proc/self/fd") else { return Vec::new() };
    let numbers = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<RawFd>().ok());
    numbers.filter(|number| *number >= first && is_inheritable(*number)).collect()
}

fn is_inheritable(number: RawFd) -> bool {
    // SAFETY: it is only asked for its flags, which fails if another thread has closed it by now.
    let file = unsafe { BorrowedFd::borrow_raw(number) };
    fcntl_getfd(file).is_ok_and(|flags| !flags.contains(FdFlags::CLOEXEC))
}

#[cfg(test)]
#[path = "descriptors_tests.rs"]
mod tests;

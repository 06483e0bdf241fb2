//! Messages for large values that cannot be sent.

use crate::error::{Error, Kind};
use crate::shared_slice::Missing;
use crate::sys::Refused;
use crate::wire::Failure;
use std::io;

/// There is no space in the directory for files.
pub(crate) fn no_space_for(what: &str, error: &io::Error) -> String {
    let fix = match error.raw_os_error() {
        Some(libc::EOPNOTSUPP | libc::EISDIR) => {
            "its file system does not support unnamed files (`O_TMPFILE`): choose another directory with `transfer_dir`"
        }
        Some(libc::ENOENT | libc::ENOTDIR | libc::EACCES | libc::EROFS) => {
            "choose a writable directory with `transfer_dir`"
        }
        Some(libc::EMFILE | libc::ENFILE) => "allow more open files (`ulimit -n`)",
        _ => "free some space, choose another directory with `transfer_dir`, or use `Transfer::SharedMemory`",
    };
    format!("there was no space for the encoded {what} in the directory for large values: {error}; {fix}")
}

/// The value does not fit into a frame.
pub(crate) fn too_large_for(what: &str, bytes: usize) -> String {
    let verb = if what == "result" { "return" } else { "send" };
    format!(
        "the encoded {what} has {bytes} bytes, more than the 4 GiB of one frame; {verb} it in parts, or use \
         `Transfer::SharedMemory`"
    )
}

/// The fix for memory that could not be passed on or mapped.
fn fix(error: &io::Error) -> &'static str {
    match error.raw_os_error() {
        Some(libc::EMFILE | libc::ENFILE) => "allow more open files (`ulimit -n`)",
        Some(libc::ETOOMANYREFS) => {
            "too many descriptors are on their way between processes of this user: allow more open files (`ulimit -n`)"
        }
        Some(libc::ENOMEM | libc::ENOBUFS) => {
            "there is no memory or address space left for it: raise `memory_limit` or `ulimit -v`, or send smaller values"
        }
        _ => "send fewer values at a time",
    }
}

/// The memory of a `Shared` could not be passed on.
pub(crate) fn no_handle_for(what: &str, error: &io::Error) -> String {
    format!("the memory of a `Shared` in the {what} could not be handed over: {error}; {}", fix(error))
}

/// The memory of a `Shared` could not be mapped.
pub(super) fn unmapped_region(error: &io::Error) -> Missing {
    if let Some(Refused(why)) = error.get_ref().and_then(|error| error.downcast_ref()) {
        let message = format!("the memory of a `Shared` did not come: {why}");
        // As an error of the system, which may be gone when it is tried again.
        return Missing { message, number: Some(libc::EREMOTEIO) };
    }
    let message = format!("the memory of a `Shared` could not be mapped: {error}; {}", fix(error));
    Missing { message, number: error.raw_os_error() }
}

/// Why the memory of a value cannot be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unavailable {
    message: String,
    /// The number of the operating system's error, if it refused something.
    number: Option<i32>,
}

impl Unavailable {
    /// The memory of a large value could not be mapped.
    pub(super) fn large_value(error: &io::Error) -> Self {
        let message = format!(
            "the shared memory of a large value could not be mapped: {error}; {}, or send it by `Transfer::Inline`",
            fix(error)
        );
        Self { message, number: error.raw_os_error() }
    }

    /// The other side refers to memory that it has not sent.
    pub(super) fn wrong(message: &str) -> Self {
        Self { message: message.to_owned(), number: None }
    }

    pub(crate) fn into_error(self) -> Error {
        match self.number {
            Some(number) => Error::new(Kind::System {
                message: self.message,
                source: io::Error::from_raw_os_error(number),
            }),
            None => Error::refused(self.message),
        }
    }

    pub(crate) fn into_failure(self) -> Box<Failure> {
        match self.number {
            Some(number) => Failure::system(self.message, &io::Error::from_raw_os_error(number)),
            None => Failure::refused(self.message),
        }
    }
}

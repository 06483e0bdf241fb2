//! Messages for large values that cannot be sent.

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

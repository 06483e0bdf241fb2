//! What workers are started from: the running executable, or another one in sealed memory.
//!
//! Another one is copied there while its content is checked, and is executed from there, so that nobody can change it in between.

use super::mapped_file::check_size;
use rustix::fs::{MemfdFlags, SealFlags};
use rustix::io::{Errno, fcntl_dupfd_cloexec};
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::sync::Arc;

/// Memory that an executable is copied to.
#[derive(Debug)]
pub(crate) struct UnsealedExecutable {
    file: File,
    len: u64,
}

/// An executable in memory that nobody can change. A clone is the same memory.
#[derive(Clone, Debug)]
pub(crate) struct SealedExecutable {
    file: Arc<OwnedFd>,
}

/// What workers are started from.
#[derive(Clone, Debug, Default)]
pub(crate) enum Executable {
    /// The running one.
    #[default]
    Own,
    /// Another one.
    Sealed(SealedExecutable),
}

impl UnsealedExecutable {
    /// # Errors
    /// When there is no memory or descriptor for it, or the system executes nothing in memory (`vm.memfd_noexec`).
    pub(crate) fn new() -> io::Result<Self> {
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        let create = |flags| rustix::fs::memfd_create("wirecheck-program", flags);
        let file = match create(flags | MemfdFlags::EXEC) {
            // The kernel is from before this flag, and such memory can be executed.
            Err(Errno::INVAL) => create(flags),
            other => other,
        }?;
        Ok(Self { file: file.into(), len: 0 })
    }

    /// Ends writing for good.
    pub(crate) fn seal(self) -> io::Result<SealedExecutable> {
        let seals = SealFlags::WRITE | SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL;
        rustix::fs::fcntl_add_seals(&self.file, seals)?;
        Ok(SealedExecutable { file: Arc::new(self.file.into()) })
    }
}

impl Write for UnsealedExecutable {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Beyond this limit of the process, making a file longer is a signal.
        check_size(self.len + bytes.len() as u64)?;
        let written = self.file.write(bytes)?;
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl SealedExecutable {
    /// A descriptor of it with at least this number.
    pub(super) fn descriptor(&self, first: i32) -> io::Result<OwnedFd> {
        Ok(fcntl_dupfd_cloexec(&self.file, first)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::fs::fcntl_get_seals;
    use std::os::unix::fs::FileExt;

    #[test]
    fn nobody_changes_it_once_it_is_sealed() {
        let mut memory = UnsealedExecutable::new().unwrap();
        memory.write_all(b"content").unwrap();
        let sealed = memory.seal().unwrap();
        let copy: File = sealed.descriptor(20).unwrap().into();
        assert_eq!(copy.write_at(b"x", 0).unwrap_err().raw_os_error(), Some(libc::EPERM));
        assert_eq!(copy.set_len(0).unwrap_err().raw_os_error(), Some(libc::EPERM));
        assert_eq!(copy.set_len(100).unwrap_err().raw_os_error(), Some(libc::EPERM));
        assert!(fcntl_get_seals(&copy).unwrap().contains(SealFlags::SEAL));
        let mut content = [0; 7];
        copy.read_exact_at(&mut content, 0).unwrap();
        assert_eq!(&content, b"content");
    }
}

//! The mark in a worker's environment, by which it knows that it is one.
//!
//! The environment is inherited by whatever a worker starts, can be written by hand, and cannot be changed safely
//! while there are threads. So it is left as it is, and the mark says for whom it was made:
//!
//! ```text
//! WIRECHECK_WORKER=0.1.0-2f8:4711:a.33,1.2c9,d.8e1,a.34:5e81f0
//!                  |         |    |                      the build to greet with, if the parent names one
//!                  |         |    identities of descriptors 3 to 6: device and inode
//!                  |         process id of the parent
//!                  version of this library, and which copy of it in the program
//! ```
//!
//! Only a child of that parent, with those very files at those numbers, is its worker. Nobody can choose the identity
//! of a socket, a pipe or a file in memory, so a mark cannot be used twice.

use super::control_block::BLOCK_BYTES;
use super::lifeline;
use super::spawn::{CONTROL_BLOCK_FD, FD_CHANNEL_FD, LIFELINE_FD, SOCKET_FD};
use crate::task::table;
use rustix::fs::{FileType, SealFlags, fcntl_get_seals, fstat};
use rustix::net::sockopt::{socket_domain, socket_type};
use rustix::net::{AddressFamily, SocketType};
use rustix::process::getppid;
use std::ffi::{CString, OsStr};
use std::fmt;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};

/// Set in the environment of a worker, and inherited by what it starts.
pub(crate) const WORKER_VARIABLE: &str = "WIRECHECK_WORKER";

/// The descriptors of a worker's channel, in the order of the mark.
pub(super) const CHANNEL: [i32; 4] = [SOCKET_FD, CONTROL_BLOCK_FD, LIFELINE_FD, FD_CHANNEL_FD];

/// Which file a descriptor is open on: device and inode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Identity(u64, u64);

/// For whom a process was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    parent: u32,
    channel: [Identity; 4],
    build: Option<u64>,
    /// Which copy of this library is to serve.
    copy: usize,
}

/// A value of the variable that is no mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// What a mark says of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Parent {
    /// The parent of this process made it.
    Is,
    /// Another process did.
    IsNot,
    /// The parent is in another namespace of process ids.
    Unknown,
}

impl Mark {
    /// The mark of a worker that this process starts with these files, and what it calls the build. If the worker is another
    /// program, `copy` is that of this library there.
    pub(super) fn for_child(
        channel: [BorrowedFd<'_>; 4],
        build: Option<u64>,
        copy: Option<usize>,
    ) -> io::Result<Self> {
        let [a, b, c, d] = channel.map(|file| fstat(file).map(|stat| Identity(stat.st_dev, stat.st_ino)));
        Ok(Self {
            parent: std::process::id(),
            channel: [a?, b?, c?, d?],
            build,
            copy: copy.unwrap_or_else(table::copy),
        })
    }

    /// The build that the worker is to greet with, if the parent named one.
    pub(super) fn build(&self) -> Option<u64> {
        self.build
    }

    /// Reads the variable. `None` for the mark of another copy of this library, which is not for this one.
    pub(super) fn read(text: &OsStr) -> Result<Option<Self>, Malformed> {
        let mut parts = text.to_str().ok_or(Malformed)?.split(':');
        let [Some(copy), Some(parent), Some(channel), build, None] =
            [parts.next(), parts.next(), parts.next(), parts.next(), parts.next()]
        else {
            return Err(Malformed);
        };
        if copy != name_of(table::copy()) {
            let (version, number) = copy.split_once('-').ok_or(Malformed)?;
            let is_version =
                version.starts_with(|first: char| first.is_ascii_digit()) && version.contains('.');
            return if is_version && !number.is_empty() { Ok(None) } else { Err(Malformed) };
        }
        let parent = parent.parse().map_err(|_| Malformed)?;
        let channel: Vec<Identity> = channel.split(',').map(Identity::read).collect::<Result<_, _>>()?;
        let build = build.map(|text| u64::from_str_radix(text, 16).map_err(|_| Malformed)).transpose()?;
        Ok(Some(Self {
            parent,
            channel: channel.try_into().map_err(|_| Malformed)?,
            build,
            copy: table::copy(),
        }))
    }

    /// As a string of the environment.
    pub(super) fn to_variable(self) -> io::Result<CString> {
        Ok(CString::new(format!("{WORKER_VARIABLE}={self}"))?)
    }

    /// Whether the parent of this process made it.
    pub(super) fn parent(&self) -> Parent {
        match getppid() {
            None => Parent::Unknown,
            Some(parent) if parent.as_raw_nonzero().get().cast_unsigned() == self.parent => Parent::Is,
            Some(_) => Parent::IsNot,
        }
    }

    /// Whether the parent has ended. The channel must have been checked.
    pub(super) fn parent_is_gone(&self) -> bool {
        // SAFETY: it is open: it was checked, and another thread that closed it would close what it does not own.
        let lifeline = unsafe { BorrowedFd::borrow_raw(LIFELINE_FD) };
        // Either can be wrong alone: an ended parent has its id until its status is collected, and a copy of it may hold
        // the pipe.
        lifeline::is_cut(lifeline) || !self.parent_exists()
    }

    fn parent_exists(&self) -> bool {
        let parent = i32::try_from(self.parent).ok().and_then(rustix::process::Pid::from_raw);
        parent
            .is_some_and(|parent| rustix::process::test_kill_process(parent) != Err(rustix::io::Errno::SRCH))
    }

    /// Checks that the descriptors are the channel that the parent made. Nothing is changed or read.
    ///
    /// # Errors
    /// The first one that is not, with what is wrong with it.
    pub(super) fn check_channel(&self) -> Result<(), String> {
        self.check(CHANNEL)
    }

    fn check(&self, numbers: [i32; 4]) -> Result<(), String> {
        for (at, (number, identity)) in numbers.into_iter().zip(self.channel).enumerate() {
            check(number, CHANNEL[at], identity).map_err(|wrong| format!("descriptor {number} {wrong}"))?;
        }
        Ok(())
    }
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c, d] = self.channel;
        write!(f, "{}:{}:{a},{b},{c},{d}", name_of(self.copy), self.parent)?;
        self.build.map_or(Ok(()), |build| write!(f, ":{build:x}"))
    }
}

impl Identity {
    fn read(text: &str) -> Result<Self, Malformed> {
        let (device, inode) = text.split_once('.').ok_or(Malformed)?;
        let number = |text| u64::from_str_radix(text, 16).map_err(|_| Malformed);
        Ok(Self(number(device)?, number(inode)?))
    }
}

impl fmt::Display for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}.{:x}", self.0, self.1)
    }
}

/// Names a copy of the library: two versions can be in one program, and one version from two sources.
fn name_of(copy: usize) -> String {
    format!("{}-{copy:x}", env!("CARGO_PKG_VERSION"))
}

/// Whether this number is open on the file that belongs at `place`.
fn check(number: i32, place: i32, identity: Identity) -> Result<(), &'static str> {
    if !is_open(number) {
        return Err("is closed");
    }
    // SAFETY: it is open (see above). Another thread that closed it now would close a descriptor that it does not own,
    // which safe code cannot.
    let file = unsafe { BorrowedFd::borrow_raw(number) };
    let stat = fstat(file).map_err(|_| "cannot be looked at")?;
    let is_kind = match place {
        SOCKET_FD => is_socket(file, SocketType::STREAM),
        FD_CHANNEL_FD => is_socket(file, SocketType::SEQPACKET),
        LIFELINE_FD => FileType::from_raw_mode(stat.st_mode) == FileType::Fifo,
        _ => {
            // Only a file in memory has seals, and one that allows none has the seal against more of them.
            let is_sealed = fcntl_get_seals(file).is_ok_and(|seals| seals.contains(SealFlags::SHRINK));
            is_sealed && usize::try_from(stat.st_size) == Ok(BLOCK_BYTES)
        }
    };
    if !is_kind {
        return Err("is open on a file of another kind");
    }
    if Identity(stat.st_dev, stat.st_ino) != identity {
        return Err("is open on another file than the parent's");
    }
    Ok(())
}

fn is_open(number: i32) -> bool {
    // SAFETY: this command takes no argument and touches no memory; on a number that is not open it fails.
    unsafe { libc::fcntl(number, libc::F_GETFD) != -1 }
}

fn is_socket(file: BorrowedFd<'_>, kind: SocketType) -> bool {
    socket_type(file.as_fd()) == Ok(kind) && socket_domain(file.as_fd()) == Ok(AddressFamily::UNIX)
}

#[cfg(test)]
#[path = "mark_tests.rs"]
mod tests;

//! Starting this executable again.
//!
//! With `posix_spawn` and not `std::process::Command`: its file actions put descriptors at fixed numbers of the child only.
//! With `Command`, a descriptor would have to be made inheritable first, and a process that another thread starts at that
//! moment would keep the connection open.

use super::mark::Mark;
use super::{ChildProcess, NewControlBlock, WorkerProcess};
use rustix::fd::{AsRawFd, OwnedFd};
use rustix::io::fcntl_dupfd_cloexec;
use rustix::process::Pid;
use std::ffi::{CStr, CString};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::AsFd;

/// Where the worker finds its socket.
pub(crate) const SOCKET_FD: i32 = 3;
/// Where the worker finds its control block.
pub(crate) const CONTROL_BLOCK_FD: i32 = 4;
/// Where it finds the read end of its lifeline.
pub(crate) const LIFELINE_FD: i32 = 5;
/// Where it finds the socket over which descriptors are sent.
pub(crate) const FD_CHANNEL_FD: i32 = 6;
/// Descriptors with lower numbers are moved first: they could be in the way of the four above.
const FIRST_FREE: i32 = 7;

/// What to start. A pool builds it once.
#[derive(Debug)]
pub(crate) struct Command {
    program: &'static CStr,
    arguments: Vec<CString>,
    environment: Vec<CString>,
    folder: Option<CString>,
}

/// A standard stream of a worker.
#[derive(Debug)]
pub(crate) enum Stream<Pipe> {
    Inherit,
    Null,
    Pipe(Pipe),
}

/// The descriptors of a worker. It also inherits those of this program that are not close-on-exec; all descriptors that Rust
/// opens are.
#[derive(Debug)]
pub(crate) struct Files {
    pub(crate) socket: OwnedFd,
    pub(crate) control: NewControlBlock,
    pub(crate) lifeline: OwnedFd,
    pub(crate) fd_channel: OwnedFd,
    pub(crate) stdout: Stream<OwnedFd>,
    pub(crate) stderr: Stream<OwnedFd>,
}

impl Command {
    /// `environment` holds `NAME=value` strings, without the mark of a worker.
    pub(crate) fn new(
        program: &'static CStr,
        arguments: Vec<CString>,
        environment: Vec<CString>,
        folder: Option<CString>,
    ) -> Self {
        Self { program, arguments, environment, folder }
    }

    /// Starts a process with these descriptors.
    pub(crate) fn spawn(&self, files: Files) -> io::Result<WorkerProcess> {
        let mut actions = Actions::new()?;
        actions.open_null(0, libc::O_RDONLY)?;
        let mut places = Vec::with_capacity(6);
        for (stream, place) in [(files.stdout, 1), (files.stderr, 2)] {
            match stream {
                Stream::Inherit => {}
                Stream::Null => actions.open_null(place, libc::O_WRONLY)?,
                Stream::Pipe(end) => places.push((out_of_the_way(end)?, place)),
            }
        }
        let (control, block) = files.control.split();
        let channel = [files.socket.as_fd(), block.as_fd(), files.lifeline.as_fd(), files.fd_channel.as_fd()];
        // Made for each worker: this process may be a copy of the one that built the pool.
        let mark = Mark::for_child(channel)?.to_variable()?;
        let channel = [
            (files.socket, SOCKET_FD),
            (block, CONTROL_BLOCK_FD),
            (files.lifeline, LIFELINE_FD),
            (files.fd_channel, FD_CHANNEL_FD),
        ];
        for (file, place) in channel {
            places.push((out_of_the_way(file)?, place));
        }
        for (file, place) in &places {
            actions.duplicate(file.as_raw_fd(), *place)?;
        }
        if let Some(folder) = &self.folder {
            actions.enter(folder)?;
        }
        let attributes = Attributes::new()?;
        let arguments = pointers(&self.arguments);
        let environment = pointers(self.environment.iter().chain([&mark]));
        let mut pid = 0;
        // SAFETY: all pointers are valid for the call: the program and the strings are NUL-terminated
        // and borrowed from `self` and `mark`, both arrays end with a null pointer, and the two objects are
        // initialised.
        let status = unsafe {
            libc::posix_spawn(
                &raw mut pid,
                self.program.as_ptr(),
                &raw const actions.0,
                &raw const attributes.0,
                arguments.as_ptr(),
                environment.as_ptr(),
            )
        };
        check(status)?;
        // The child has its own; without these there is room for a descriptor of the child.
        drop(places);
        let id = Pid::from_raw(pid).ok_or_else(|| io::Error::other("the new process has no id"))?;
        Ok(WorkerProcess::new(ChildProcess::adopt(id), control))
    }
}

fn out_of_the_way(fd: OwnedFd) -> io::Result<OwnedFd> {
    if fd.as_raw_fd() >= FIRST_FREE { Ok(fd) } else { Ok(fcntl_dupfd_cloexec(fd.as_fd(), FIRST_FREE)?) }
}

fn pointers<'a>(strings: impl IntoIterator<Item = &'a CString>) -> Vec<*mut libc::c_char> {
    strings.into_iter().map(|text| text.as_ptr().cast_mut()).chain([std::ptr::null_mut()]).collect()
}

fn check(status: i32) -> io::Result<()> {
    if status == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(status)) }
}

struct Actions(libc::posix_spawn_file_actions_t);

impl Actions {
    fn new() -> io::Result<Self> {
        let mut actions = MaybeUninit::uninit();
        // SAFETY: the pointer is valid for writes.
        check(unsafe { libc::posix_spawn_file_actions_init(actions.as_mut_ptr()) })?;
        // SAFETY: the call above succeeded, so it initialised the object.
        Ok(Self(unsafe { actions.assume_init() }))
    }

    /// Not inherited: a worker must not read what was typed for the parent.
    fn open_null(&mut self, place: i32, flags: i32) -> io::Result<()> {
        let path = c"/dev/null".as_ptr();
        // SAFETY: the object is initialised, and the path is NUL-terminated and static.
        check(unsafe { libc::posix_spawn_file_actions_addopen(&raw mut self.0, place, path, flags, 0) })
    }

    #[cfg(target_env = "gnu")]
    fn enter(&mut self, folder: &CStr) -> io::Result<()> {
        // SAFETY: the object is initialised; the path is NUL-terminated, and copied by the call.
        check(unsafe { libc::posix_spawn_file_actions_addchdir_np(&raw mut self.0, folder.as_ptr()) })
    }

    #[cfg(not(target_env = "gnu"))]
    fn enter(&mut self, _: &CStr) -> io::Result<()> {
        Err(io::Error::other("this C library cannot start a process in another directory"))
    }

    fn duplicate(&mut self, from: i32, to: i32) -> io::Result<()> {
        // SAFETY: the object is initialised.
        check(unsafe { libc::posix_spawn_file_actions_adddup2(&raw mut self.0, from, to) })
    }
}

impl Drop for Actions {
    fn drop(&mut self) {
        // SAFETY: the object is initialised and not used again.
        unsafe { libc::posix_spawn_file_actions_destroy(&raw mut self.0) };
    }
}

struct Attributes(libc::posix_spawnattr_t);

impl Attributes {
    /// No blocked signals, and the default action for SIGPIPE: Rust ignores it in the parent, and a signal that is ignored stays
    /// so over `exec`.
    fn new() -> io::Result<Self> {
        let mut attributes = MaybeUninit::uninit();
        // SAFETY: the pointer is valid for writes.
        check(unsafe { libc::posix_spawnattr_init(attributes.as_mut_ptr()) })?;
        // SAFETY: the call above succeeded, so it initialised the object.
        let mut this = Self(unsafe { attributes.assume_init() });
        let mut signals = MaybeUninit::uninit();
        // SAFETY: the pointer is valid for writes, and the call cannot fail on a valid pointer.
        unsafe { libc::sigemptyset(signals.as_mut_ptr()) };
        // SAFETY: `sigemptyset` initialised it.
        let mut signals: libc::sigset_t = unsafe { signals.assume_init() };
        // SAFETY: both objects are initialised.
        check(unsafe { libc::posix_spawnattr_setsigmask(&raw mut this.0, &raw const signals) })?;
        // SAFETY: the set is initialised and SIGPIPE is a signal.
        unsafe { libc::sigaddset(&raw mut signals, libc::SIGPIPE) };
        // SAFETY: both objects are initialised.
        check(unsafe { libc::posix_spawnattr_setsigdefault(&raw mut this.0, &raw const signals) })?;
        let flags = libc::POSIX_SPAWN_SETSIGMASK | libc::POSIX_SPAWN_SETSIGDEF;
        // SAFETY: the object is initialised; both flags fit the type the call takes.
        check(unsafe { libc::posix_spawnattr_setflags(&raw mut this.0, flags as libc::c_short) })?;
        Ok(this)
    }
}

impl Drop for Attributes {
    fn drop(&mut self) {
        // SAFETY: the object is initialised and not used again.
        unsafe { libc::posix_spawnattr_destroy(&raw mut self.0) };
    }
}

//! Starting this executable again, or another one.
//!
//! With `posix_spawn` and not `std::process::Command`: its file actions put descriptors at fixed numbers of the child only.
//! With `Command`, a descriptor would have to be made inheritable first, and a process that another thread starts at that
//! moment would keep the connection open.

use super::descriptors::{CloseFrom, Closing};
use super::mark::Mark;
use super::{ChildProcess, EXECUTABLE, Executable, NewControlBlock, WorkerProcess};
use rustix::fd::{AsRawFd, OwnedFd};
use rustix::fs::{Mode, OFlags, open};
use rustix::io::fcntl_dupfd_cloexec;
use rustix::process::Pid;
use std::ffi::{CStr, CString};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd};

/// Where the worker finds its socket.
pub(crate) const SOCKET_FD: i32 = 3;
/// Where the worker finds its control block.
pub(crate) const CONTROL_BLOCK_FD: i32 = 4;
/// Where it finds the read end of its lifeline.
pub(crate) const LIFELINE_FD: i32 = 5;
/// Where it finds the socket over which descriptors are sent.
pub(crate) const FD_CHANNEL_FD: i32 = 6;
/// Where an executable in memory is until it runs.
const EXECUTABLE_FD: i32 = 7;
/// Descriptors with lower numbers are moved first: they could be in the way of the five above.
const FIRST_FREE: i32 = 8;

/// What to start. A pool builds it once.
#[derive(Debug)]
pub(crate) struct Command {
    executable: Executable,
    arguments: Vec<CString>,
    environment: Vec<CString>,
    /// The directory to start in; that of this process if there is none.
    folder: Option<OwnedFd>,
    /// What workers are told to name their build, if anything.
    build: Option<u64>,
    /// The copy of this library that serves in the workers, if it is that of another program.
    copy: Option<usize>,
}

/// A standard stream of a worker.
#[derive(Debug)]
pub(crate) enum Stream<Pipe> {
    Inherit,
    Null,
    Pipe(Pipe),
}

/// The descriptors of a worker. It inherits no others.
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
    pub(crate) fn new(arguments: Vec<CString>, environment: Vec<CString>, folder: Option<OwnedFd>) -> Self {
        Self { executable: Executable::Own, arguments, environment, folder, build: None, copy: None }
    }

    /// Starts this executable, in which that copy of the library serves.
    pub(crate) fn running(self, executable: Executable, copy: Option<usize>) -> Self {
        Self { executable, copy, ..self }
    }

    /// Has the workers greet with this number of their build.
    pub(crate) fn naming(self, build: Option<u64>) -> Self {
        Self { build, ..self }
    }

    /// Starts a process with these descriptors.
    ///
    /// # Errors
    /// What could not be done, with the error of the operating system.
    pub(crate) fn spawn(&self, files: Files) -> Result<WorkerProcess, SpawnError> {
        self.try_spawn(files).map_err(|error| SpawnError::explain(&self.executable, error))
    }

    fn try_spawn(&self, files: Files) -> io::Result<WorkerProcess> {
        let mut actions = Actions::new()?;
        // First: one of the places below may have its number.
        if let Some(folder) = &self.folder {
            actions.enter(folder.as_fd())?;
        }
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
        let mark = Mark::for_child(channel, self.build, self.copy)?.to_variable()?;
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
        let sealed = match &self.executable {
            Executable::Own => None,
            Executable::Sealed(sealed) => Some(sealed.descriptor(FIRST_FREE)?),
        };
        let first = match &sealed {
            None => EXECUTABLE_FD,
            Some(file) => {
                actions.open_for_exec(file.as_fd(), EXECUTABLE_FD)?;
                FIRST_FREE
            }
        };
        match Closing::from(first) {
            Closing::From(action) => actions.close_from(action, first)?,
            Closing::Listed(numbers) => numbers.into_iter().try_for_each(|number| actions.close(number))?,
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
                path_of(&self.executable).as_ptr(),
                &raw const actions.0,
                &raw const attributes.0,
                arguments.as_ptr(),
                environment.as_ptr(),
            )
        };
        check(status)?;
        // The child has its own; without these there is room for a descriptor of the child.
        drop((places, sealed));
        let id = Pid::from_raw(pid).ok_or_else(|| io::Error::other("the new process has no id"))?;
        Ok(WorkerProcess::new(ChildProcess::adopt(id), control))
    }
}

/// Why a process was not started.
#[derive(Debug)]
pub(crate) struct SpawnError {
    /// What could not be used, in words.
    pub(crate) what: Option<&'static str>,
    pub(crate) source: io::Error,
}

impl SpawnError {
    /// The error of `posix_spawn` does not say which of its steps failed, so that each is tried.
    fn explain(executable: &Executable, source: io::Error) -> Self {
        let is_same = |errno: rustix::io::Errno| source.raw_os_error() == Some(errno.raw_os_error());
        let opened = |path: &CStr, flags| open(path, flags | OFlags::CLOEXEC, Mode::empty());
        let what = if opened(c"/dev/null", OFlags::RDWR).is_err_and(is_same) {
            Some("`/dev/null`, which workers read in place of standard input, cannot be opened")
        } else if matches!(executable, Executable::Sealed(_)) && source.raw_os_error() == Some(libc::ENOEXEC)
        {
            Some("what is to be started is no executable of this system")
        } else if opened(path_of(&Executable::Own), OFlags::PATH).is_err_and(is_same) {
            Some("`/proc/self/exe`, the running program, cannot be opened; is `/proc` mounted?")
        } else {
            None
        };
        Self { what, source }
    }
}

/// How the child finds it.
fn path_of(executable: &Executable) -> &'static CStr {
    match executable {
        Executable::Own => EXECUTABLE,
        Executable::Sealed(_) => c"/proc/self/fd/7",
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

    /// Opens it once more, so that the child's descriptor is closed by the start of the program.
    fn open_for_exec(&mut self, file: BorrowedFd<'_>, place: i32) -> io::Result<()> {
        // The new descriptor gets this number only if it is the lowest free one.
        self.close(place)?;
        let path = CString::new(format!("/proc/self/fd/{}", file.as_raw_fd()))?;
        let flags = libc::O_RDONLY | libc::O_CLOEXEC;
        // SAFETY: the object is initialised. The path is NUL-terminated, and is copied.
        check(unsafe {
            libc::posix_spawn_file_actions_addopen(&raw mut self.0, place, path.as_ptr(), flags, 0)
        })
    }

    fn enter(&mut self, folder: BorrowedFd<'_>) -> io::Result<()> {
        // SAFETY: the object is initialised, and the descriptor is only noted.
        check(unsafe { libc::posix_spawn_file_actions_addfchdir_np(&raw mut self.0, folder.as_raw_fd()) })
    }

    /// One that is closed by then does no harm.
    fn close(&mut self, number: i32) -> io::Result<()> {
        // SAFETY: the object is initialised.
        check(unsafe { libc::posix_spawn_file_actions_addclose(&raw mut self.0, number) })
    }

    fn close_from(&mut self, action: CloseFrom, first: i32) -> io::Result<()> {
        // SAFETY: the object is initialised, and the action is the C library's own.
        check(unsafe { action(&raw mut self.0, first) })
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

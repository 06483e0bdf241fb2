//! Starting a worker: its descriptors, and what it may use of the machine.

use super::Connection;
use super::capture::{Onward, Reader, Streams};
use super::contract::Worker;
use super::ending::ORDERLY_END;
use super::launch_thread::LaunchThread;
use super::lines::{LineHub, LineSink};
use super::process::Process;
use crate::backend::{Launch, LineStream, Output};
use crate::error::Error;
use crate::sys::{self, Command, Executable, FdChannel, Files, Limits, NewControlBlock, SpawnError};
use crate::transfer::Store;
use rustix::fs::{Mode, OFlags, open};
use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, Resource, Rlimit, prlimit, setpriority_process};
use rustix::thread::{CpuSet, sched_setaffinity};
use std::ffi::{CString, OsString};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Environment variables from which libraries take their number of threads.
const THREAD_COUNTS: [&str; 8] = [
    "RAYON_NUM_THREADS",
    "TOKIO_WORKER_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "BLIS_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
];

/// Starts the workers of one backend.
#[derive(Debug)]
pub(crate) struct Launcher {
    launch: Launch,
    /// What is started: the executable, and the copy of this library in it that serves.
    #[cfg(feature = "_cluster")]
    program: (Executable, Option<usize>),
    thread: LaunchThread,
    /// The limits of this process when the pool was built.
    limits: Limits,
    started: AtomicUsize,
    reader: OnceLock<Reader>,
    streams: Mutex<Vec<Streams>>,
    /// What takes labelled lines.
    lines: Option<Arc<LineHub>>,
}

impl Launcher {
    /// # Errors
    /// When a setting cannot be met.
    pub(crate) fn new(launch: Launch, threads: usize) -> Result<Self, Error> {
        Self::of(Executable::Own, None, launch, threads)
    }

    /// Starts another executable, in which that copy of this library serves.
    pub(super) fn of(
        executable: Executable,
        copy: Option<usize>,
        launch: Launch,
        threads: usize,
    ) -> Result<Self, Error> {
        let command = command(&launch, threads)?.running(executable.clone(), copy);
        let thread = LaunchThread::start(command)?;
        Ok(Self {
            launch,
            #[cfg(feature = "_cluster")]
            program: (executable, copy),
            thread,
            limits: Limits::now(),
            started: AtomicUsize::new(0),
            reader: OnceLock::new(),
            streams: Mutex::default(),
            lines: None,
        })
    }

    /// How it starts workers.
    #[cfg(feature = "_cluster")]
    pub(super) fn launch(&self) -> &Launch {
        &self.launch
    }

    /// Starts the same executable otherwise.
    #[cfg(feature = "_cluster")]
    pub(super) fn again(&self, launch: Launch, threads: usize) -> Result<Self, Error> {
        let (executable, copy) = self.program.clone();
        Self::of(executable, copy, launch, threads)
    }

    pub(crate) fn with_lines(self, lines: Option<Arc<LineHub>>) -> Self {
        Self { lines, ..self }
    }

    /// Starts a worker.
    pub(super) fn start(&self, store: &Arc<Store>) -> Result<(Process, Connection), Error> {
        let failed = |error: io::Error| Error::start_io("a worker process could not be started", error);
        let (socket, theirs) =
            socketpair(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)
                .map_err(|errno| failed(errno.into()))?;
        let control = NewControlBlock::create().map_err(failed)?;
        let (fd_channel, theirs_fds) = FdChannel::pair().map_err(failed)?;
        let (held, lifeline) = pipe_with(PipeFlags::CLOEXEC).map_err(|errno| failed(errno.into()))?;
        let mut streams = Streams::default();
        let (stdout, kept) = self.stream(self.launch.stdout, Onward::Stdout)?;
        streams.stdout = kept;
        let (stderr, kept) = self.stream(self.launch.stderr, Onward::Stderr)?;
        let tail = kept.clone();
        streams.stderr = kept;
        let files = Files { socket: theirs, control, lifeline: held, fd_channel: theirs_fds, stdout, stderr };
        let child = self.thread.spawn(files).map_err(|SpawnError { what, source }| match what {
            Some(what) => Error::start_io(format!("a worker process could not be started: {what}"), source),
            None => failed(source),
        })?;
        let pid = child.id();
        sys::arm_tripwire(&lifeline, pid);
        let connection = Connection::new(Arc::clone(store), Arc::new(fd_channel), child.control().leases());
        let mut process = Process {
            child,
            socket,
            lifeline: Some(lifeline),
            stderr: tail,
            memory_limit: self.launch.memory,
            channel: super::process::Channel::default(),
        };
        if let Some(lines) = &self.lines {
            let labelled = [
                (self.launch.stdout, &streams.stdout, LineStream::Stdout),
                (self.launch.stderr, &streams.stderr, LineStream::Stderr),
            ];
            let labelled = labelled.into_iter().filter(|(output, ..)| *output == Output::Labelled);
            for (capture, stream) in labelled.filter_map(|(_, kept, stream)| Some((kept.as_ref()?, stream))) {
                let sink: Arc<dyn LineSink> = Arc::clone(lines) as _;
                capture.tap(process.child.control(), process.pid(), stream, sink);
            }
        }
        if let Err(error) = self.limit(pid) {
            process.kill();
            process.wait_for_exit(ORDERLY_END);
            return Err(error);
        }
        let is_kept = |output| output == Output::Captured;
        if is_kept(self.launch.stdout) || is_kept(self.launch.stderr) {
            streams.pid = process.pid();
            streams.stdout = streams.stdout.filter(|_| is_kept(self.launch.stdout));
            streams.stderr = streams.stderr.filter(|_| is_kept(self.launch.stderr));
            let mut kept = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
            super::capture::make_room(&mut kept);
            kept.push(streams);
        }
        Ok((process, connection))
    }

    /// A new process has nothing to do until it is greeted, so that all of it is set before its first task.
    fn limit(&self, pid: Pid) -> Result<(), Error> {
        self.limits.set_for(pid);
        if let Some(bytes) = self.launch.memory {
            let limit = Rlimit { current: Some(bytes), maximum: Some(bytes) };
            prlimit(Some(pid), Resource::As, limit).map_err(|errno| {
                Error::start_io(
                    format!("a worker could not be limited to {bytes} bytes by `memory_limit`"),
                    errno,
                )
            })?;
        }
        if self.launch.nice != 0 {
            let nice = self.launch.nice;
            setpriority_process(Some(pid), nice).map_err(|errno| {
                Error::start_io(format!("a worker could not be given the niceness {nice}"), errno)
            })?;
        }
        if !self.launch.pins.is_empty() {
            let at = self.started.fetch_add(1, Ordering::Relaxed) % self.launch.pins.len();
            let core = self.launch.pins[at];
            let mut cores = CpuSet::new();
            cores.set(core);
            sched_setaffinity(Some(pid), &cores).map_err(|errno| {
                Error::start_io(format!("a worker could not be pinned to core {core}; this machine may have none of that number"), errno)
            })?;
        }
        Ok(())
    }

    /// The worker's end of a stream, and what keeps it.
    fn stream(&self, output: Output, onward: Onward) -> Result<(Ends, Kept), Error> {
        let onward = match output {
            Output::Inherit => return Ok((sys::Stream::Inherit, None)),
            Output::Null => return Ok((sys::Stream::Null, None)),
            Output::Captured => Onward::Nowhere,
            Output::Forward => onward,
            Output::Labelled => Onward::Tap,
        };
        let failed = |errno: rustix::io::Errno| {
            Error::start_io("a pipe for a worker's output could not be made", errno)
        };
        let (ours, theirs) = pipe_with(PipeFlags::CLOEXEC).map_err(failed)?;
        rustix::fs::fcntl_setfl(&ours, OFlags::NONBLOCK).map_err(failed)?;
        let kept = self.reader()?.add(ours, onward)?;
        Ok((sys::Stream::Pipe(theirs), Some(kept)))
    }

    fn reader(&self) -> Result<&Reader, Error> {
        if let Some(reader) = self.reader.get() {
            return Ok(reader);
        }
        let fresh = Reader::start()?;
        // If another thread was first, this reader has no pipes and ends when it is dropped.
        Ok(self.reader.get_or_init(|| fresh))
    }

    /// What the workers wrote since the last time, where it is captured: process id, standard output, standard error.
    pub(crate) fn output(&self) -> Vec<(u32, String, String)> {
        if let Some(reader) = self.reader.get() {
            reader.catch_up();
        }
        super::capture::take_all(&mut self.streams.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

type Ends = sys::Stream<OwnedFd>;
type Kept = Option<Arc<super::capture::Capture>>;

fn command(launch: &Launch, threads: usize) -> Result<Command, Error> {
    let name = std::env::args_os().next().unwrap_or_else(|| "wirecheck".into());
    // A program that does not call `init` would run its `main` again. The argument makes most programs
    // stop at once instead, and a test harness filter out all its tests.
    let arguments = [name, "wirecheck-worker".into()];
    let mut environment: Vec<(OsString, OsString)> = std::env::vars_os().collect();
    // In a worker, the outer pool has set this to its share, of which each inner worker gets a part.
    let share = OsString::from(sys::nest().cores.to_string());
    for variable in THREAD_COUNTS {
        let is_set = environment.iter().any(|(name, value)| name == variable && *value != share);
        if launch.inner_threads.is_some() || !is_set {
            environment.retain(|(name, _)| name != variable);
            let count = launch.inner_threads.unwrap_or(threads).to_string();
            environment.push((variable.into(), count.into()));
        }
    }
    for (name, value) in &launch.environment {
        environment.retain(|(known, _)| known != name);
        environment.extend(value.clone().map(|value| (name.clone(), value)));
    }
    if launch.memory.is_some() {
        // Std prints a backtrace of a panic on a thread that a task starts: see `panics`.
        environment.retain(|(name, _)| name != "RUST_BACKTRACE" && name != "RUST_LIB_BACKTRACE");
    }
    // In a worker it is there; each worker that is started gets its own.
    environment.retain(|(name, _)| name != sys::WORKER_VARIABLE);
    let mut pairs = Vec::with_capacity(environment.len());
    for (name, value) in environment {
        let mut pair = name.clone().into_vec();
        if pair.is_empty() || pair.contains(&b'=') {
            return Err(unfit(&name));
        }
        pair.push(b'=');
        pair.extend(value.into_vec());
        pairs.push(CString::new(pair).map_err(|_| unfit(&name))?);
    }
    let arguments = arguments.into_iter().filter_map(|argument| CString::new(argument.into_vec()).ok());
    let folder = folder(launch)?;
    Ok(Command::new(arguments.collect(), pairs, folder).naming(launch.build))
}

/// The directory of all workers of a pool, whenever they are started: that of now, even if this program goes to another one or
/// renames it. `None` if that is one which this program cannot open: then it is that of the start of each.
fn folder(launch: &Launch) -> Result<Option<OwnedFd>, Error> {
    let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let Some(folder) = &launch.folder else { return Ok(open(c".", flags, Mode::empty()).ok()) };
    open(folder, flags, Mode::empty()).map(Some).map_err(|errno| {
        Error::refused(format!(
            "the working directory `{}` of the workers is not a directory that can be entered: {}",
            folder.display(),
            io::Error::from(errno)
        ))
    })
}

fn unfit(name: &std::ffi::OsStr) -> Error {
    Error::refused(format!(
        "the environment variable `{}` cannot be set for the workers: a name is not empty and holds no `=`, and neither \
         name nor value holds a NUL byte",
        name.to_string_lossy().escape_debug()
    ))
}

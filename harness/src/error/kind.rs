//! [`Error`]: opaque, with predicates and accessors, so that kinds can be added.

use super::{Exit, PanicInfo, Reason};
use crate::format::CodecError;
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

/// Why a call or one of its tasks failed.
///
/// ```
/// use wirecheck::{Inline, Error};
///
/// fn half(x: u32) -> u32 {
///     assert!(x % 2 == 0, "{x} is odd");
///     x / 2
/// }
/// let error: Error = Inline::new().map(half, [2, 4, 7]).unwrap_err();
/// assert!(error.is_panic());
/// assert_eq!(error.index(), Some(2));
/// assert!(error.to_string().contains("7 is odd"), "{error}");
/// ```
///
/// It can be sent as well, so that a task which uses a pool of its own may return `Result<_, Error>`:
///
/// ```
/// fn in_parts(x: u32) -> Result<u32, Error> {
///     Ok(Inline::new().map(|x: u32| 12 / x, [x, x + 1])?.into_iter().sum())
/// }
/// # use wirecheck::{Error, Inline};
/// assert!(wirecheck::probe!(Error: wirecheck::Sendable));
/// let results = Inline::new().map(in_parts, [0, 1])?;
/// assert!(results[0].as_ref().unwrap_err().is_panic());
/// assert_eq!(*results[1].as_ref().unwrap(), 18);
/// # Ok::<(), Error>(())
/// ```
pub struct Error {
    // Boxed: a `Result<R, Error>` per task must not carry the error's size through the good path.
    pub(super) inner: Box<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    pub(super) kind: Kind,
    pub(super) task: Option<String>,
    pub(super) index: Option<u64>,
    /// A name that was compiled in, unless the error was sent here by another process.
    pub(super) format: Option<Cow<'static, str>>,
    pub(super) type_name: Option<String>,
    pub(super) path: Option<String>,
    pub(super) side: Option<Side>,
}

/// In which process something happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The process that owns the pool.
    Parent,
    /// The process that runs the task.
    Worker,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Panic(PanicInfo),
    Crash {
        pid: u32,
        exit: Exit,
        reason: Option<Reason>,
        /// The last that the worker wrote to its standard error.
        stderr: String,
    },
    /// It took longer than its limit.
    Timeout {
        limit: Duration,
        what: Timed,
    },
    /// A pool within a pool, too deep.
    Nested {
        depth: u32,
        most: u32,
    },
    Encode {
        what: &'static str,
        error: CodecError,
    },
    Decode {
        what: &'static str,
        error: CodecError,
    },
    /// A callback of `submit_then` panicked, and this number of others did too.
    Callback {
        info: PanicInfo,
        others: usize,
    },
    Cancelled,
    /// The other side was not accepted, or a request cannot be met as it was made.
    Refused(String),
    /// A worker, or a thread of a backend, could not be started. The message has the words of the source.
    Start {
        message: String,
        source: Option<std::io::Error>,
    },
    /// The operating system could not do what was needed. The message has the words of the source.
    System {
        message: String,
        source: std::io::Error,
    },
    /// What came from the other side was no message of the protocol.
    Protocol(String),
    /// This platform has no worker processes.
    Unsupported,
}

/// What has a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Timed {
    Task,
    Call,
    /// Only the wait for it ended.
    Join,
    /// A task whose worker could not be killed.
    Unstoppable,
    Initializer,
}

impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                task: None,
                index: None,
                format: None,
                type_name: None,
                path: None,
                side: None,
            }),
        }
    }

    pub(crate) fn refused(message: impl Into<String>) -> Self {
        Self::new(Kind::Refused(message.into()))
    }

    /// The operating system refused something: `message` says what, and the error's own words follow.
    pub(crate) fn io(message: impl fmt::Display, source: impl Into<std::io::Error>) -> Self {
        let source = source.into();
        Self::new(Kind::System { message: with_advice(&message, &source), source })
    }

    /// A worker could not be started.
    pub(crate) fn start(message: impl Into<String>) -> Self {
        Self::new(Kind::Start { message: message.into(), source: None })
    }

    /// A worker, or a thread, could not be started since the operating system refused something.
    pub(crate) fn start_io(message: impl fmt::Display, source: impl Into<std::io::Error>) -> Self {
        let source = source.into();
        Self::new(Kind::Start { message: with_advice(&message, &source), source: Some(source) })
    }

    /// The same error for another task, which has its own name and input.
    pub(crate) fn repeated(&self) -> Self {
        let message = self.to_string();
        let copy = |source: &std::io::Error| match source.raw_os_error() {
            Some(number) => std::io::Error::from_raw_os_error(number),
            None => std::io::Error::new(source.kind(), source.to_string()),
        };
        Self::new(match &self.inner.kind {
            Kind::Start { source, .. } => Kind::Start { message, source: source.as_ref().map(copy) },
            Kind::System { source, .. } => Kind::System { message, source: copy(source) },
            Kind::Protocol(why) => Kind::Protocol(why.clone()),
            _ => Kind::Refused(message),
        })
    }

    /// What broke a channel, for the error of each task that is affected.
    pub(crate) fn channel_story(&self) -> String {
        match &self.inner.kind {
            Kind::Protocol(message) => message.clone(),
            _ => self.to_string(),
        }
    }

    pub(crate) fn at(mut self, task: &str, index: u64) -> Self {
        self.inner.task = Some(task.to_owned());
        self.inner.index = Some(index);
        self
    }

    /// The initializer failed, which has no input.
    pub(crate) fn of_initializer(mut self, task: &str) -> Self {
        self.inner.task = Some(task.to_owned());
        self.inner.index = None;
        self
    }

    pub(crate) fn on(mut self, side: Side) -> Self {
        self.inner.side = Some(side);
        self
    }

    pub(crate) fn of(mut self, format: &'static str, type_name: String, path: Option<String>) -> Self {
        self.inner.format = Some(format.into());
        self.inner.type_name = Some(type_name);
        self.inner.path = path;
        self
    }

    /// The task panicked, or a callback of `submit_then` did.
    pub fn is_panic(&self) -> bool {
        self.panic().is_some()
    }

    /// The worker process died while it was running the task.
    pub fn is_crash(&self) -> bool {
        matches!(self.inner.kind, Kind::Crash { .. })
    }

    /// A value could not be encoded in the wire format.
    pub fn is_encode(&self) -> bool {
        matches!(self.inner.kind, Kind::Encode { .. })
    }

    /// The bytes could not be decoded as the expected type.
    pub fn is_decode(&self) -> bool {
        matches!(self.inner.kind, Kind::Decode { .. })
    }

    /// The task did not finish because it, its call or its backend was stopped first.
    pub fn is_cancelled(&self) -> bool {
        matches!(self.inner.kind, Kind::Cancelled)
    }

    /// The request cannot be met as it was made: a bad option, a bare closure, a backend that is closed, another build on
    /// the other side, a pool nested too deep. The same request fails again.
    ///
    /// A full disk, or anything else that the operating system refuses, is [`is_system`](Self::is_system).
    pub fn is_refused(&self) -> bool {
        matches!(self.inner.kind, Kind::Refused(_) | Kind::Nested { .. })
    }

    /// A worker process could not be started, or ended or hung before it began to serve: `init()` is missing, there is no
    /// memory for it, there are too many processes. So is a thread that a backend could not start.
    ///
    /// ```no_run
    /// use wirecheck::{AnyBackend, Error, Pool, Thread};
    ///
    /// /// Processes if they can be started, else threads.
    /// fn backend() -> Result<AnyBackend<wirecheck::Bincode>, Error> {
    ///     match Pool::new() {
    ///         Ok(pool) => Ok(AnyBackend::Pool(pool)),
    ///         Err(error) if error.is_start_failure() => Ok(AnyBackend::Thread(Thread::new()?)),
    ///         Err(error) => Err(error),
    ///     }
    /// }
    /// # backend().map(drop)?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn is_start_failure(&self) -> bool {
        matches!(self.inner.kind, Kind::Start { .. })
    }

    /// The channel between the parent and a worker broke: one side received something that is not a message of the
    /// protocol, as after a stray write to the descriptor. The worker is replaced; the task may have run.
    pub fn is_broken_channel(&self) -> bool {
        matches!(self.inner.kind, Kind::Protocol(_))
    }

    /// The operating system could not do what was needed: the disk is full, memory or open files ran out. The same request
    /// may succeed later. [`source`](std::error::Error::source) is its error, as a [`std::io::Error`].
    pub fn is_system(&self) -> bool {
        matches!(self.inner.kind, Kind::System { .. } | Kind::Start { source: Some(_), .. })
    }

    /// Worker processes are not supported on this platform. [`Inline`](crate::Inline) and [`Thread`](crate::Thread) work on all.
    pub fn is_unsupported(&self) -> bool {
        matches!(self.inner.kind, Kind::Unsupported)
    }

    /// It took longer than its limit: `task_timeout`, `call_timeout` or [`Job::join_timeout`](crate::Job::join_timeout).
    pub fn is_timeout(&self) -> bool {
        matches!(self.inner.kind, Kind::Timeout { .. })
    }

    /// A pool was built within a task of a pool, deeper than `max_depth`.
    pub fn is_nested(&self) -> bool {
        matches!(self.inner.kind, Kind::Nested { .. })
    }

    /// The task's name, as [`std::any::type_name`] writes it.
    pub fn task(&self) -> Option<&str> {
        self.inner.task.as_deref()
    }

    /// The index of the failed input, counted from 0.
    pub fn index(&self) -> Option<u64> {
        self.inner.index
    }

    /// The panic, when the task or a callback panicked.
    pub fn panic(&self) -> Option<&PanicInfo> {
        match &self.inner.kind {
            Kind::Panic(info) | Kind::Callback { info, .. } => Some(info),
            _ => None,
        }
    }

    /// How the worker ended, when it died.
    pub fn exit(&self) -> Option<Exit> {
        match self.inner.kind {
            Kind::Crash { exit, .. } => Some(exit),
            _ => None,
        }
    }

    /// Why the worker died, if that is known.
    pub fn reason(&self) -> Option<Reason> {
        match self.inner.kind {
            Kind::Crash { reason, .. } => reason,
            _ => None,
        }
    }

    /// The last lines that a dead worker wrote to its standard error, if they are kept
    /// ([`Output::Forward`](crate::Output::Forward), [`Output::Captured`](crate::Output::Captured)).
    pub fn stderr(&self) -> Option<&str> {
        match &self.inner.kind {
            Kind::Crash { stderr, .. } if !stderr.is_empty() => Some(stderr),
            _ => None,
        }
    }

    /// The name of the signal that ended the worker, such as `SIGKILL`.
    pub fn signal(&self) -> Option<&'static str> {
        self.exit().and_then(|exit| exit.signal_name())
    }

    /// The wire format in use, for encode and decode errors.
    pub fn format(&self) -> Option<&str> {
        self.inner.format.as_deref()
    }

    /// The type that could not be encoded or decoded.
    pub fn type_name(&self) -> Option<&str> {
        self.inner.type_name.as_deref()
    }

    /// The path of the field that could not be encoded or decoded, such as `jobs[3].path`.
    pub fn path(&self) -> Option<&str> {
        self.inner.path.as_deref()
    }

    /// The process in which it happened, if that is known.
    pub fn side(&self) -> Option<Side> {
        self.inner.side
    }

    fn codec_story(
        &self,
        f: &mut fmt::Formatter<'_>,
        verb: &str,
        what: &str,
        error: &CodecError,
    ) -> fmt::Result {
        let Inner { format, type_name, path, side, .. } = &*self.inner;
        write!(f, "the {what}")?;
        if let Some(name) = type_name {
            write!(f, " of type `{name}`")?;
        }
        write!(f, " could not be {verb}")?;
        if let Some(format) = format {
            write!(f, " as {format}")?;
        }
        match side {
            Some(Side::Parent) => f.write_str(" in the parent")?,
            Some(Side::Worker) => f.write_str(" in the worker")?,
            None => {}
        }
        if let Some(path) = path {
            write!(f, ", at `{path}`")?;
        }
        write!(f, ": {error}")
    }
}

/// The message with the words of its source, and what to do where no file can be opened any more.
fn with_advice(message: &dyn fmt::Display, source: &std::io::Error) -> String {
    let message = format!("{message}: {source}");
    #[cfg(processes)]
    if matches!(source.raw_os_error(), Some(libc::EMFILE | libc::ENFILE)) && !message.contains("ulimit -n") {
        return message + "; allow more open files (`ulimit -n`)";
    }
    if source.kind() == std::io::ErrorKind::FileTooLarge && !message.contains("ulimit -f") {
        return message + "; raise the limit on file sizes (`ulimit -f`)";
    }
    message
}

impl Timed {
    fn describe(self, f: &mut fmt::Formatter<'_>, seconds: f64) -> fmt::Result {
        match self {
            Self::Task => write!(
                f,
                "it ran longer than the limit of {seconds} s for a task and was killed; raise `task_timeout` if it needs longer"
            ),
            Self::Initializer => write!(
                f,
                "it did not return within {seconds} s, and its worker was killed; raise `initializer_timeout` if it needs longer"
            ),
            Self::Unstoppable => write!(
                f,
                "it ran longer than the limit of {seconds} s for a task, and still runs: its worker could not be killed, as after \
                 this program gave up its privileges"
            ),
            Self::Call => write!(
                f,
                "its call ran longer than the limit of {seconds} s, and its remaining tasks were stopped; raise `call_timeout` if \
                 it needs longer"
            ),
            Self::Join => {
                write!(
                    f,
                    "no result within {seconds} s; the task is still running: join it again or cancel it"
                )
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.inner.task, self.inner.index) {
            (Some(task), Some(index)) => write!(f, "task `{task}` failed at input {index}: ")?,
            (Some(task), None) => write!(f, "the initializer `{task}` failed: ")?,
            _ => {}
        }
        match &self.inner.kind {
            Kind::Panic(info) => info.fmt(f),
            Kind::Crash { pid, exit, reason, stderr } => {
                write!(f, "its worker (process {pid}) {exit}")?;
                match (reason, exit.hint()) {
                    (Some(reason), _) => write!(f, ": {reason}")?,
                    (None, Some(hint)) => write!(f, "; {hint}")?,
                    (None, None) => {}
                }
                if !stderr.is_empty() {
                    f.write_str("; it last wrote:")?;
                }
                stderr.lines().try_for_each(|line| write!(f, "\n    | {line}"))
            }
            Kind::Timeout { limit, what } => what.describe(f, limit.as_secs_f64()),
            Kind::Nested { depth, most } => write!(
                f,
                "this process is a worker within {depth} nested pools, and the limit is {most}: use `Inline` or `Thread` here, or \
                 raise `max_depth` of the builder"
            ),
            Kind::Encode { what, error } => self.codec_story(f, "written", what, error),
            Kind::Decode { what, error } => {
                self.codec_story(f, "read back", what, error)?;
                f.write_str("; its `Serialize` and `Deserialize` must agree in this format")
            }
            Kind::Callback { info, others: 0 } => write!(f, "a callback of `submit_then` {info}"),
            Kind::Callback { info, others } => {
                write!(f, "a callback of `submit_then` {info}; {others} more did")
            }
            Kind::Cancelled => {
                f.write_str("cancelled: it, its call or its backend was ended before there was a result")
            }
            Kind::Refused(message) => f.write_str(message),
            Kind::Start { message, .. } | Kind::System { message, .. } => f.write_str(message),
            Kind::Protocol(message) => write!(f, "the channel to a worker broke: {message}"),
            Kind::Unsupported => write!(
                f,
                "worker processes are not supported on {} ({}) yet: use `Inline` or `Thread` here, or run the program on Linux \
                 for x86_64 or aarch64",
                std::env::consts::OS,
                std::env::consts::ARCH
            ),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // `unwrap` and `main() -> Result` print Debug: the message is more useful there than the struct.
        if f.alternate() { self.inner.fmt(f) } else { fmt::Display::fmt(self, f) }
    }
}

impl std::error::Error for Error {
    /// The codec's own error or the operating system's, where one is behind it. Its message is part of this error's as well.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.inner.kind {
            Kind::Start { source: Some(source), .. } | Kind::System { source, .. } => Some(source),
            Kind::Encode { error, .. } | Kind::Decode { error, .. } => Some(error.as_source()),
            _ => None,
        }
    }
}

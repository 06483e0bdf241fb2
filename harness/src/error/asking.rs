//! What can be asked of an error.

use super::{Error, Exit, Kind, PanicInfo, Reason, Side};

impl Error {
    /// The task panicked, or a callback of `submit_then` did.
    pub fn is_panic(&self) -> bool {
        self.panic().is_some()
    }

    /// The worker process died while it was running the task.
    pub fn is_crash(&self) -> bool {
        matches!(self.inner.kind, Kind::Crash { .. })
    }

    /// The node of a cluster on which the task was is lost: it ended, or cannot be reached. The task may have run there.
    /// [`node`](Self::node) is its name.
    pub fn is_lost(&self) -> bool {
        matches!(self.inner.kind, Kind::Lost { .. })
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

    /// The node of a cluster on which it happened, if that is known.
    pub fn node(&self) -> Option<&str> {
        match &self.inner.kind {
            Kind::Lost { node } => Some(node),
            _ => self.inner.node.as_deref(),
        }
    }

    /// The process in which it happened, if that is known.
    pub fn side(&self) -> Option<Side> {
        self.inner.side
    }
}

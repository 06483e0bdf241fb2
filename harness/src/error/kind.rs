//! [`Error`]: opaque, with predicates and accessors, so that kinds can be added.

use super::{Exit, PanicInfo, Reason};
use crate::format::CodecError;
use std::borrow::Cow;
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
    /// The node of a cluster on which it happened.
    pub(super) node: Option<String>,
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
    /// The node of its worker cannot be reached any more.
    Lost {
        node: String,
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

//! How workers are started: the settings of a process backend for it.

use super::LineHook;
use std::ffi::OsString;
use std::fmt::Display;
use std::path::PathBuf;

/// Where the standard output or the standard error of the workers goes.
///
/// ```no_run
/// use wirecheck::{Output, Pool};
///
/// let pool = Pool::builder().stdout(Output::Captured).build()?;
/// // .. tasks print something ..
/// for worker in pool.output() {
///     println!("worker {} wrote {}", worker.pid, worker.stdout);
/// }
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Output {
    /// To that of this program. The default of standard output.
    Inherit,
    /// Nowhere.
    Null,
    /// Into memory, from where `output()` of the backend takes it. The last 64 KiB of each worker are kept, and of the last
    /// 1024 workers if you do not take them.
    Captured,
    /// To that of this program, in whole lines. The last lines become part of the error if the worker dies. The default of
    /// standard error.
    Forward,
    /// As `Forward`, each line with the worker and the task that have written it, as [`WorkerLine`](crate::WorkerLine) shows it. With
    /// [`Builder::on_line`](crate::Builder::on_line), lines go there instead. Lines that come faster than they are taken are dropped and
    /// counted, so no worker waits.
    Labelled,
}

/// How workers are started.
#[derive(Clone, Debug)]
pub(crate) struct Launch {
    /// `None` removes a variable.
    pub(crate) environment: Vec<(OsString, Option<OsString>)>,
    pub(crate) folder: Option<PathBuf>,
    pub(crate) stdout: Output,
    pub(crate) stderr: Output,
    /// What takes labelled lines; without it they go to the same stream of this program.
    pub(crate) lines: LineHook,
    /// Bytes of address space.
    pub(crate) memory: Option<u64>,
    pub(crate) nice: i32,
    /// The cores to pin workers to, one each, in turn.
    pub(crate) pins: Vec<usize>,
    /// Threads that libraries within a task may start.
    pub(crate) inner_threads: Option<usize>,
    /// The number of the build that workers greet with. That of the running file if there is none.
    pub(crate) build: Option<u64>,
}

impl Default for Launch {
    fn default() -> Self {
        Self {
            environment: Vec::new(),
            folder: None,
            stdout: Output::Inherit,
            stderr: Output::Forward,
            lines: LineHook::default(),
            memory: None,
            nice: 0,
            pins: Vec::new(),
            inner_threads: None,
            build: None,
        }
    }
}

/// What an initializer may return: nothing, or a `Result` whose error stops the backend.
pub trait Initialized {
    /// Why the worker cannot be used, if so.
    fn objection(self) -> Option<String>;
}

impl Initialized for () {
    fn objection(self) -> Option<String> {
        None
    }
}

impl<E: Display> Initialized for Result<(), E> {
    fn objection(self) -> Option<String> {
        self.err().map(|error| error.to_string())
    }
}

//! What a backend can do, and what it has done so far.

use super::Phases;

/// What a backend can do.
///
/// ```
/// use wirecheck::{Backend, Bincode, Thread};
///
/// let can = Backend::<Bincode>::capabilities(&Thread::new()?);
/// assert!(can.parallel && !can.processes);
/// # Ok::<(), wirecheck::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// Tasks run in other processes: values are encoded, and a crash fails the task, not the program.
    pub processes: bool,
    /// Workers outlive a task.
    pub kept: bool,
    /// Several tasks run at the same time.
    pub parallel: bool,
}

impl Capabilities {
    pub(super) const fn new(processes: bool, kept: bool, parallel: bool) -> Self {
        Self { processes, kept, parallel }
    }
}

/// Counters of a backend: tasks, bytes and processes since it was built.
///
/// All are zero on [`Inline`](super::Inline) and [`Thread`](super::Thread), which send nothing.
///
/// ```no_run
/// use wirecheck::Pool;
///
/// fn square(x: u64) -> u64 {
///     x * x
/// }
///
/// #[wirecheck::main]
/// fn main() -> Result<(), wirecheck::Error> {
///     let pool = Pool::new()?;
///     let before = pool.stats();
///     pool.map(square, 0..100)?;
///     let call = pool.stats().since(&before);
///     assert_eq!((call.tasks, call.crashed), (100, 0));
///     Ok(())
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Tasks that workers have answered.
    pub tasks: u64,
    /// Bytes sent to workers, including frame headers.
    pub sent: u64,
    /// Bytes received from workers, including frame headers.
    pub received: u64,
    /// Processes started.
    pub started: u64,
    /// Processes that died unexpectedly.
    pub crashed: u64,
    /// Processes killed because their task took too long or was cancelled.
    pub stopped: u64,
    /// Tasks that were run again because their worker died.
    pub retried: u64,
    /// Of the bytes sent and received, those that went through shared memory or a file.
    pub out_of_band: u64,
    /// Answers that came after their node was given up, counted as the parts in which they came. They are dropped: the first answer of
    /// a task counts, and it may be that of another node. Only a cluster has them.
    pub late: u64,
}

impl Stats {
    pub(super) fn of(backend: &impl Counts) -> Self {
        let [tasks, sent, received, started, crashed, stopped, retried, out_of_band] = backend.counts();
        Self { tasks, sent, received, started, crashed, stopped, retried, out_of_band, late: 0 }
    }

    /// What was added since `earlier`.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            tasks: self.tasks - earlier.tasks,
            sent: self.sent - earlier.sent,
            received: self.received - earlier.received,
            started: self.started - earlier.started,
            crashed: self.crashed - earlier.crashed,
            stopped: self.stopped - earlier.stopped,
            retried: self.retried - earlier.retried,
            out_of_band: self.out_of_band - earlier.out_of_band,
            late: self.late - earlier.late,
        }
    }
}

/// A backend that counts what it does.
pub(crate) trait Counts {
    /// Tasks, bytes sent, bytes received, workers started, crashed, stopped on purpose, tasks retried, bytes that went
    /// through shared memory or a file.
    fn counts(&self) -> [u64; 8];

    /// Where the time of its tasks went.
    fn phases(&self) -> Phases;
}

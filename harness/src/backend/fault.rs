//! [`Fault`]: faults that you can inject into a worker, to test how a program handles them.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A fault that [`Builder::fault`](super::Builder::fault) injects into a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// The worker is killed before it starts the task. Another worker runs the task.
    KillBefore,
    /// The worker is killed while it runs the task. The task fails, or is retried.
    KillDuring,
    /// The worker is killed after it has answered the task. Nothing is lost.
    KillAfter,
    /// The worker pauses for 50 ms before it runs the task.
    Delay,
    /// The worker sends bytes to its parent that are not a message, as a stray write to the descriptor would. The task fails, and
    /// the worker is replaced.
    Garbage,
    /// The worker's standard output is closed.
    ClosedStdout,
    /// The worker cannot write files, not even in memory. Large values go through the socket. A task that writes a file gets an
    /// error.
    NoSpace,
    /// The worker can allocate only 64 MiB more than it has.
    LittleMemory,
}

impl Fault {
    /// Every fault.
    pub const ALL: [Self; 8] = [
        Self::KillBefore,
        Self::KillDuring,
        Self::KillAfter,
        Self::Delay,
        Self::Garbage,
        Self::ClosedStdout,
        Self::NoSpace,
        Self::LittleMemory,
    ];

    /// The name that reports print.
    pub fn name(self) -> &'static str {
        match self {
            Self::KillBefore => "kill_before",
            Self::KillDuring => "kill_during",
            Self::KillAfter => "kill_after",
            Self::Delay => "delay",
            Self::Garbage => "garbage",
            Self::ClosedStdout => "closed_stdout",
            Self::NoSpace => "no_space",
            Self::LittleMemory => "little_memory",
        }
    }

    /// What the error of the task says if nothing is retried, or `None` if the task succeeds.
    ///
    /// ```
    /// use wirecheck::{Fault, Pool};
    ///
    /// fn square(x: u64) -> u64 {
    ///     x * x
    /// }
    ///
    /// # fn run() -> Result<(), wirecheck::Error> {
    /// for fault in Fault::ALL {
    ///     let pool = Pool::builder().workers(1).fault(fault, 1).build()?;
    ///     let results = pool.try_map(square, 0..3)?;
    ///     match (&results[1], fault.expected_error()) {
    ///         (Ok(value), None) => assert_eq!(*value, 1),
    ///         (Err(error), Some(words)) => assert!(error.to_string().contains(words)),
    ///         (other, _) => panic!("{fault}: {other:?}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn expected_error(self) -> Option<&'static str> {
        match self {
            Self::KillDuring => Some("was killed by SIGKILL"),
            Self::Garbage => Some("the channel to a worker broke"),
            _ => None,
        }
    }

    pub(crate) fn number(self) -> u32 {
        // 0 is none.
        Self::ALL.iter().position(|fault| *fault == self).map_or(0, |at| at as u32 + 1)
    }

    pub(crate) fn of_number(number: u32) -> Option<Self> {
        Self::ALL.get((number as usize).checked_sub(1)?).copied()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

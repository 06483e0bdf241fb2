//! [`Fault`]: what goes wrong with a worker, made for real, to see what a program makes of it.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What is done to a worker when it comes to a task: see [`Builder::fault`](super::Builder::fault).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fault {
    /// It is killed before it begins the task, which goes to another worker.
    KillBefore,
    /// It is killed once the task has begun: that task fails, or is tried again.
    KillDuring,
    /// It is killed when it has answered the task: nothing is lost.
    KillAfter,
    /// It stands still for 50 ms before it runs the task.
    Delay,
    /// It writes bytes to its parent that are no message, as a stray write to the descriptor would: that task fails, and the
    /// worker is replaced.
    Garbage,
    /// Its standard output is closed.
    ClosedStdout,
    /// It may write no file, not even one in memory: what is large goes through the socket. A task that writes files gets the
    /// error.
    NoSpace,
    /// It may take 64 MiB of memory more than it has.
    LittleMemory,
}

impl Fault {
    /// All of them.
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

    /// What a task meets that runs into it, where nothing is tried again: words of its error, or `None` where it succeeds.
    ///
    /// ```
    /// use wirecheck::{Fault, Pool};
    ///
    /// # fn run() -> Result<(), wirecheck::Error> {
    /// for fault in Fault::ALL {
    ///     let pool = Pool::builder().workers(1).fault(fault, 1).build()?;
    ///     let results = pool.try_map(wirecheck::closure!(|x: u64| x * x), 0..3)?;
    ///     match (&results[1], fault.costs()) {
    ///         (Ok(value), None) => assert_eq!(*value, 1),
    ///         (Err(error), Some(words)) => assert!(error.to_string().contains(words)),
    ///         (other, _) => panic!("{fault}: {other:?}"),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn costs(self) -> Option<&'static str> {
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

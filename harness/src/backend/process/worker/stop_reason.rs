//! Why this process ends a worker.

use crate::error::{Error, Exit, Kind as ErrorKind, Timed};
use std::time::Duration;

/// Why this process ends a worker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StopReason {
    /// Its task ran longer than a task may.
    TaskTimeout(Duration),
    /// The call of its task took longer than it may.
    CallTimeout(Duration),
    /// Its task is not wanted any more.
    Cancelled,
    /// It had tasks and began none of them.
    Stalled,
}

impl StopReason {
    pub(crate) fn error(self) -> Error {
        Error::new(match self {
            Self::TaskTimeout(limit) => ErrorKind::Timeout { limit, what: Timed::Task },
            Self::CallTimeout(limit) => ErrorKind::Timeout { limit, what: Timed::Call },
            Self::Cancelled => ErrorKind::Cancelled,
            // No task is failed with it: those that were not begun go to another worker.
            Self::Stalled => ErrorKind::Protocol("a worker stopped between two tasks".to_owned()),
        })
    }

    /// The error of a task whose worker was to end for this reason, and ended in this way.
    pub(crate) fn error_after(self, exit: Exit) -> Error {
        match self {
            Self::TaskTimeout(limit) if exit == Exit::Alive => {
                Error::new(ErrorKind::Timeout { limit, what: Timed::Unstoppable })
            }
            _ => self.error(),
        }
    }
}

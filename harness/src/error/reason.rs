//! Why a worker died, if that is known.

use super::{Exit, signals};
use std::fmt;

/// Why a worker process died.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// One of its threads overflowed its stack.
    StackOverflow,
    /// It ran out of memory.
    OutOfMemory {
        /// The limit in bytes that `memory_limit` set for it, if there is one.
        limit: Option<u64>,
    },
}

impl Reason {
    /// Recognises it from how the process ended and what it wrote last: Rust's runtime aborts in both cases and writes why.
    pub(crate) fn of(exit: Exit, stderr: &str, limit: Option<u64>) -> Option<Self> {
        if exit != Exit::Signal(signals::SIGABRT) {
            return None;
        }
        if stderr.contains("has overflowed its stack") {
            Some(Self::StackOverflow)
        } else if stderr.contains("memory allocation of ") && stderr.contains(" bytes failed") {
            Some(Self::OutOfMemory { limit })
        } else {
            None
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StackOverflow => {
                f.write_str("it overflowed its stack; use less recursion, or run the deep part on a thread with a larger stack")
            }
            Self::OutOfMemory { limit: Some(bytes) } => {
                write!(f, "it ran out of memory; `memory_limit` allows it {bytes} bytes, raise it or send smaller parts")
            }
            Self::OutOfMemory { limit: None } => f.write_str("it ran out of memory; send smaller parts"),
        }
    }
}

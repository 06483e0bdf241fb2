//! What is wrong with a lock file.

use std::fmt;

/// A lock file that cannot be read, with the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockError {
    /// From 1; 0 where it is the whole file.
    pub line: usize,
    /// What is wrong, and what to do.
    pub message: String,
}

impl LockError {
    pub(super) fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

impl fmt::Display for LockError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.message),
            line => write!(f, "line {line}: {}", self.message),
        }
    }
}

impl std::error::Error for LockError {}

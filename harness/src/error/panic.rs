//! A panic, as it travels.

use std::fmt;

/// What a task's panic said, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanicInfo {
    pub(crate) message: String,
    pub(crate) place: Option<String>,
    pub(crate) backtrace: Option<String>,
}

impl PanicInfo {
    /// The panic's message.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where it happened, as `file:line:column`, when the panic hook saw it.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// The backtrace, when it was asked for: by `RUST_BACKTRACE`, or by `backtraces` of the builder for workers.
    pub fn backtrace(&self) -> Option<&str> {
        self.backtrace.as_deref()
    }
}

impl fmt::Display for PanicInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "panicked at {place}: {}", self.message),
            None => write!(f, "panicked: {}", self.message),
        }
    }
}

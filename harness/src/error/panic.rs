//! A panic, as it is sent to the parent.

use std::fmt;

/// The message of a panic in a task, and where it happened.
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

    /// Where it happened, as `file:line:column`, if that is known.
    pub fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    /// The backtrace, if backtraces are on: `RUST_BACKTRACE` in this process, `backtraces` of the builder in workers.
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

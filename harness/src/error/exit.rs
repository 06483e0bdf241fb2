//! How a process ended.

use super::signals;
use std::fmt;

/// How a worker process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Exit {
    /// It exited with this code.
    Code(i32),
    /// This signal killed it.
    Signal(i32),
    /// It closed its channel but kept running, so it was killed.
    Severed,
    /// It ended, and something else in this program collected its exit status.
    Unknown,
    /// It could not be killed, and may still run: this program gave up the right to end it, or the kernel or a debugger holds it.
    Alive,
    /// Its machine cannot be reached, so its end is not known.
    Lost,
}

impl Exit {
    /// The signal's name, such as `SIGKILL`, when a signal ended the process.
    ///
    /// ```
    /// assert_eq!(wirecheck::Exit::Signal(9).signal_name(), Some("SIGKILL"));
    /// assert_eq!(wirecheck::Exit::Code(9).signal_name(), None);
    /// ```
    pub fn signal_name(&self) -> Option<&'static str> {
        let Self::Signal(number) = *self else { return None };
        SIGNALS.iter().find(|(n, _)| *n == number).map(|(_, name)| *name)
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (*self, self.signal_name()) {
            (Self::Code(code), _) => write!(f, "exited with code {code}"),
            (Self::Signal(_), Some(name)) => write!(f, "was killed by {name}"),
            (Self::Signal(number), None) => write!(f, "was killed by signal {number}"),
            (Self::Severed, _) => f.write_str("closed its channel but kept running, and was killed"),
            (Self::Unknown, _) => f.write_str("ended, and something else collected its exit status"),
            (Self::Lost, _) => f.write_str("is on a node that cannot be reached"),
            (Self::Alive, _) => f.write_str("does not answer, could not be killed and may still run"),
        }
    }
}

impl Exit {
    /// Whether it was killed by a signal that nearly always comes from another process or from the kernel, or its machine is lost.
    pub(crate) fn is_from_outside(&self) -> bool {
        let signals =
            [signals::SIGKILL, signals::SIGTERM, signals::SIGINT, signals::SIGHUP, signals::SIGQUIT];
        matches!(self, Self::Signal(number) if signals.contains(number)) || *self == Self::Lost
    }

    /// Whether nothing says that something went wrong.
    pub(crate) fn is_orderly(&self) -> bool {
        matches!(self, Self::Code(0) | Self::Unknown)
    }

    /// The most likely cause of such an end, and where to look.
    pub(super) fn hint(&self) -> Option<&'static str> {
        match *self {
            Self::Signal(signals::SIGKILL) => {
                Some("if nobody killed it, memory ran out: the kernel's log says so")
            }
            Self::Signal(signals::SIGABRT) => Some("it aborted: see its standard error for the reason"),
            Self::Signal(signals::SIGSEGV | signals::SIGBUS | signals::SIGILL) => Some(
                "look for unsafe code, a foreign library or a deep recursion in the task: each can cause this",
            ),
            Self::Severed => Some("let the task close only descriptors that it has opened"),
            Self::Code(_) => Some("return an error from the task instead of ending the process"),
            _ => None,
        }
    }
}

/// Names of signals by their number on this platform.
const SIGNALS: &[(i32, &str)] = &[
    (signals::SIGHUP, "SIGHUP"),
    (signals::SIGINT, "SIGINT"),
    (signals::SIGQUIT, "SIGQUIT"),
    (signals::SIGILL, "SIGILL"),
    (signals::SIGTRAP, "SIGTRAP"),
    (signals::SIGABRT, "SIGABRT"),
    (signals::SIGBUS, "SIGBUS"),
    (signals::SIGFPE, "SIGFPE"),
    (signals::SIGKILL, "SIGKILL"),
    (signals::SIGUSR1, "SIGUSR1"),
    (signals::SIGSEGV, "SIGSEGV"),
    (signals::SIGUSR2, "SIGUSR2"),
    (signals::SIGPIPE, "SIGPIPE"),
    (signals::SIGALRM, "SIGALRM"),
    (signals::SIGTERM, "SIGTERM"),
    (signals::SIGSYS, "SIGSYS"),
    (signals::SIGXCPU, "SIGXCPU"),
    (signals::SIGXFSZ, "SIGXFSZ"),
];

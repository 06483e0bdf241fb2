//! The numbers of signals.

#[cfg(processes)]
pub(super) use libc::{
    SIGABRT, SIGALRM, SIGBUS, SIGFPE, SIGHUP, SIGILL, SIGINT, SIGKILL, SIGPIPE, SIGQUIT, SIGSEGV, SIGSYS,
    SIGTERM, SIGTRAP, SIGUSR1, SIGUSR2, SIGXCPU, SIGXFSZ,
};

/// Those of Linux on most architectures. Where there are no workers, no signal ends one: an error that came from
/// elsewhere can still be shown.
#[cfg(not(processes))]
mod common {
    macro_rules! numbers {
        ($($name:ident = $number:literal)*) => { $(pub(in crate::error) const $name: i32 = $number;)* };
    }
    numbers! {
        SIGHUP = 1 SIGINT = 2 SIGQUIT = 3 SIGILL = 4 SIGTRAP = 5 SIGABRT = 6 SIGBUS = 7 SIGFPE = 8 SIGKILL = 9 SIGUSR1 = 10
        SIGSEGV = 11 SIGUSR2 = 12 SIGPIPE = 13 SIGALRM = 14 SIGTERM = 15 SIGXCPU = 24 SIGXFSZ = 25 SIGSYS = 31
    }
}
#[cfg(not(processes))]
pub(super) use common::*;

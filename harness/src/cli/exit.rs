//! Exit codes, by name.

use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[non_exhaustive]
pub enum Exit {
    /// Every cell ended as expected.
    Ok = 0,
    /// Some cell did not; it is named on stderr.
    Wrong = 1,
    /// The arguments are wrong.
    Usage = 2,
    /// A report cannot be read or written, or a baseline does not fit this run.
    Report = 3,
    /// Some cell got slower than in the baseline, beyond the noise.
    Slower = 4,
}

impl Exit {
    /// The number.
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

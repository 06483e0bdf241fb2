//! In which process something was made.

use crate::error::Error;
#[cfg(processes)]
use crate::sys::Generation;

/// The process in which something was made. In a fork of that one it is of no use: threads and workers are missing there, and a
/// lock may be held for ever. Elsewhere than on Linux there is no way to tell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin(#[cfg(processes)] Generation);

impl Origin {
    /// This process.
    #[inline]
    pub(crate) fn here() -> Self {
        Self(
            #[cfg(processes)]
            Generation::current(),
        )
    }

    /// Whether that is this process.
    #[inline]
    pub(crate) fn is_here(self) -> bool {
        #[cfg(processes)]
        return self.0.is_current();
        #[cfg(not(processes))]
        true
    }

    /// # Errors
    /// In another process.
    #[inline]
    pub(crate) fn check(self) -> Result<(), Error> {
        if self.is_here() { Ok(()) } else { Err(forked()) }
    }
}

#[cold]
fn forked() -> Error {
    Error::refused(
        "this backend was built in another process, of which this one is a fork, and works only there: build one in this \
         process, after the fork",
    )
}

//! The check at the door of every backend that may send a task to another process.

use super::RemoteTask;
use crate::error::Error;
use crate::format::Format;
use std::panic::Location;

/// Asks whether a task's code can be made in another process. The first thing that every verb does.
///
/// # Errors
/// When it is a bare closure; the error names the place where the verb was called.
#[inline]
#[track_caller]
pub(crate) fn admit<F, K, A, R, M>() -> Result<(), Error>
where
    F: Format,
    K: RemoteTask<F, A, R, M>,
{
    match K::code() {
        Ok(_) => Ok(()),
        Err(unproven) => Err(unproven.into_error(Some(Location::caller()))),
    }
}

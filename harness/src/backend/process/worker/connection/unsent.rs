//! Why a value that was encoded is not sent.

use crate::error::{Error, Kind};
use crate::transfer::{no_handle_for, no_space_for, too_large_for};
use crate::wire::TooLarge;
use std::io;

#[derive(Debug)]
pub(crate) enum Unsent {
    TooLarge(TooLarge),
    /// There was no place for a large one.
    NoSpace(io::Error),
    /// The memory of a `Shared` in it could not be handed over.
    NoHandle(io::Error),
}

impl Unsent {
    #[cold]
    pub(crate) fn into_error(self, what: &str) -> Error {
        let (message, source) = match self {
            Self::TooLarge(large) => return Error::refused(too_large_for(what, large.0)),
            Self::NoSpace(error) => (no_space_for(what, &error), error),
            Self::NoHandle(error) => (no_handle_for(what, &error), error),
        };
        Error::new(Kind::System { message, source })
    }
}

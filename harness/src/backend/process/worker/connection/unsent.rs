//! Why a value that was encoded is not sent.

use crate::error::{Error, Kind};
use crate::transfer::{no_space_for, too_large_for};
use crate::wire::TooLarge;
use std::io;

#[derive(Debug)]
pub(crate) enum Unsent {
    TooLarge(TooLarge),
    /// There was no place for a large one.
    NoSpace(io::Error),
    /// Its memory could not be handed over.
    NoHandle(io::Error),
}

impl Unsent {
    #[cold]
    pub(crate) fn into_error(self, what: &str) -> Error {
        let (message, source) = match self {
            Self::TooLarge(large) => return Error::refused(too_large_for(what, large.0)),
            Self::NoSpace(error) => (no_space_for(what, &error), error),
            Self::NoHandle(error) => {
                let message = format!(
                    "the memory of a large {what} could not be handed to a worker: {error}; allow more open files \
                     (`ulimit -n`), or send it by `Transfer::Inline`"
                );
                (message, error)
            }
        };
        Error::new(Kind::System { message, source })
    }
}

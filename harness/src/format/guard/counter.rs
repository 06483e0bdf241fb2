//! Counts the parts of a value that is being written.
//!
//! Positional formats write the number that was announced and believe it when they read. So another number of parts shifts
//! everything that follows, often without any error.

use super::policy::EncodePolicy;
use serde::ser::Error;

/// How many parts were announced, and how many were written.
#[derive(Clone, Copy)]
pub(super) struct PartCounter {
    /// `None` where nothing was announced.
    announced: Option<usize>,
    written: usize,
    /// A key was written, and not its value yet.
    open_key: bool,
}

impl PartCounter {
    #[inline(always)]
    pub(super) fn new(announced: Option<usize>) -> Self {
        Self { announced, written: 0, open_key: false }
    }

    /// One more part.
    ///
    /// # Errors
    /// If that is one too many, in a format that must not be given it. In others [`finish`](Self::finish) says so: there this
    /// is a single addition, which the compiler can remove from the loop over a container.
    #[inline(always)]
    pub(super) fn count<P: EncodePolicy, E: Error>(&mut self) -> Result<(), E> {
        self.add();
        if P::SIZED && self.announced.is_some_and(|announced| self.written > announced) {
            return Err(self.miscounted());
        }
        Ok(())
    }

    /// One more part, of a format that may be given too many.
    #[inline(always)]
    pub(super) fn add(&mut self) {
        self.written = self.written.wrapping_add(1);
    }

    /// A key.
    ///
    /// # Errors
    /// As [`count`](Self::count), and if the last key still has no value.
    #[inline(always)]
    pub(super) fn key<P: EncodePolicy, E: Error>(&mut self) -> Result<(), E> {
        if self.open_key {
            return Err(without_value());
        }
        self.open_key = true;
        self.count::<P, E>()
    }

    /// The value of the last key.
    ///
    /// # Errors
    /// If there is none.
    #[inline(always)]
    pub(super) fn value<E: Error>(&mut self) -> Result<(), E> {
        if !self.open_key {
            return Err(without_key());
        }
        self.open_key = false;
        Ok(())
    }

    /// There are no more parts.
    ///
    /// # Errors
    /// If there are others than were announced.
    #[inline(always)]
    pub(super) fn finish<E: Error>(self) -> Result<(), E> {
        if self.announced.is_some_and(|announced| self.written != announced) {
            return Err(self.miscounted());
        }
        if self.open_key {
            return Err(without_value());
        }
        Ok(())
    }

    #[cold]
    fn miscounted<E: Error>(self) -> E {
        E::custom(format_args!(
            "its `Serialize` announced {} parts and wrote {}: announce as many as are written",
            self.announced.unwrap_or_default(),
            self.written
        ))
    }
}

#[cold]
fn without_value<E: Error>() -> E {
    E::custom(
        "its `Serialize` wrote a key without a value: write both of every entry, with `serialize_entry`",
    )
}

#[cold]
fn without_key<E: Error>() -> E {
    E::custom(
        "its `Serialize` wrote a value without a key: write both of every entry, with `serialize_entry`",
    )
}

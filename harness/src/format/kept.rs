//! Keeps the messages of errors where the errors of the codec have no place for one.
//!
//! postcard's never have, and bitcode's have in an unoptimised build only. So a serializer or deserializer of ours stands between
//! theirs and the guard: everything that a `Serialize`, a `Deserialize` or a guard says goes through its errors.

#[cfg(feature = "bitcode")]
mod decode;
mod encode;

#[cfg(feature = "bitcode")]
pub(super) use self::decode::KeptRead;
pub(super) use self::encode::KeptValue;
use serde::{de, ser};
use std::cell::Cell;
use std::fmt::{self, Debug, Display};

thread_local! {
    /// The message of the last error. An error is made by a function that gets nothing but the message, so this is the only
    /// place that it can be left.
    static MESSAGE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Forgets the message of an error that somebody made and did not return. To be called before a value is written or read.
pub(super) fn forget_message() {
    let _ = MESSAGE.try_with(Cell::take);
}

/// The message of the error that was just made with one.
#[cold]
pub(super) fn take_message() -> Option<String> {
    MESSAGE.try_with(Cell::take).ok().flatten()
}

fn keep(message: &impl Display) {
    // Where a thread's own values are being destroyed it may be gone, and the codec's words remain.
    let _ = MESSAGE.try_with(|kept| kept.set(Some(message.to_string())));
}

/// The error of a codec; its message is kept when it is made.
pub(super) struct KeptError<E>(E);

impl<E> KeptError<E> {
    /// As the codec sees it.
    fn into_inner(self) -> E {
        self.0
    }
}

impl<E: Debug> Debug for KeptError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<E: Display> Display for KeptError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<E: std::error::Error> std::error::Error for KeptError<E> {}

impl<E: ser::Error> ser::Error for KeptError<E> {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        keep(&message);
        Self(E::custom(message))
    }
}

impl<E: de::Error> de::Error for KeptError<E> {
    // The others are made of this one.
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        keep(&message);
        Self(E::custom(message))
    }
}

//! The error of a guard: the codec's own, with its message kept where the codec would lose it.

use super::decode::FormatLimits;
use serde::{de, ser};
use std::cell::Cell;
use std::fmt::{self, Debug, Display};
use std::marker::PhantomData;

thread_local! {
    /// The message of the last error. An error is made by a function that gets nothing but the message, so this is the only
    /// place that it can be left.
    static MESSAGE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Forgets the message of an error that somebody made and did not return. To be called before a value is written or read.
pub(in crate::format) fn forget_message() {
    MESSAGE.set(None);
}

/// The message of the error that was just made with one, in a format with [`FormatLimits::LOSES_MESSAGES`].
#[cold]
pub(in crate::format) fn take_message() -> Option<String> {
    MESSAGE.take()
}

/// The error of a codec, as the value's own code sees it.
///
/// postcard's errors have no place for a message, and bitcode's have none in an optimised build. Everything that a `Serialize`
/// or `Deserialize` says goes through here, and so does what the guards say.
pub(in crate::format) struct GuardError<E, F> {
    inner: E,
    format: PhantomData<fn() -> F>,
}

impl<E, F> GuardError<E, F> {
    /// As the value's code sees it.
    #[inline(always)]
    pub(super) fn of(inner: E) -> Self {
        Self { inner, format: PhantomData }
    }

    /// As the codec sees it.
    #[inline(always)]
    pub(super) fn into_inner(self) -> E {
        self.inner
    }
}

impl<E: Debug, F> Debug for GuardError<E, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<E: Display, F> Display for GuardError<E, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

impl<E: std::error::Error, F> std::error::Error for GuardError<E, F> {}

#[cold]
fn keep<F: FormatLimits>(message: &dyn Display) {
    if F::LOSES_MESSAGES {
        MESSAGE.set(Some(message.to_string()));
    }
}

impl<E: ser::Error, F: FormatLimits> ser::Error for GuardError<E, F> {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        keep::<F>(&message);
        Self::of(E::custom(message))
    }
}

/// Errors that a codec may word in its own way.
macro_rules! worded {
    ($($name:ident($($argument:ident: $type:ty),*);)*) => {$(
        #[cold]
        fn $name($($argument: $type),*) -> Self {
            if F::LOSES_MESSAGES {
                let worded = <de::value::Error as de::Error>::$name($($argument),*);
                return <Self as de::Error>::custom(worded);
            }
            Self::of(E::$name($($argument),*))
        }
    )*};
}

impl<E: de::Error, F: FormatLimits> de::Error for GuardError<E, F> {
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        keep::<F>(&message);
        Self::of(E::custom(message))
    }

    worded! {
        invalid_type(found: de::Unexpected<'_>, expected: &dyn de::Expected);
        invalid_value(found: de::Unexpected<'_>, expected: &dyn de::Expected);
        invalid_length(found: usize, expected: &dyn de::Expected);
        unknown_variant(found: &str, expected: &'static [&'static str]);
        unknown_field(found: &str, expected: &'static [&'static str]);
        missing_field(name: &'static str);
        duplicate_field(name: &'static str);
    }
}

//! The errors that the code of a value sees: the codec's own, or, where those lose messages, ones that keep them.

use super::decode::FormatLimits;
use super::policy::EncodePolicy;
use serde::{de, ser};
use std::cell::Cell;
use std::fmt::{self, Debug, Display};

thread_local! {
    /// The message of the last error. An error is made by a function that gets nothing but the message, so this is the only
    /// place that it can be left.
    static MESSAGE: Cell<Option<String>> = const { Cell::new(None) };
}

/// Forgets the message of an error that somebody made and did not return. To be called before a value is written or read.
pub(in crate::format) fn forget_message() {
    MESSAGE.set(None);
}

/// The message of the error that was just made with one, where it is [`Kept`].
#[cold]
pub(in crate::format) fn take_message() -> Option<String> {
    MESSAGE.take()
}

/// Where the messages of errors are.
///
/// Each direction has a conversion of a whole result, so that nothing is done where the errors are the codec's own.
pub(in crate::format) trait Messages: 'static {
    /// Whether they are kept by the guards.
    const KEEPS: bool;
    /// The error of a serializer, as the value's code sees it.
    type Encode<E: ser::Error>: ser::Error;
    /// The error of a deserializer.
    type Decode<E: de::Error>: de::Error;

    fn encoding<T, E: ser::Error>(outcome: Result<T, E>) -> Result<T, Self::Encode<E>>;
    fn encoded<T, E: ser::Error>(outcome: Result<T, Self::Encode<E>>) -> Result<T, E>;
    fn decoding<T, E: de::Error>(outcome: Result<T, E>) -> Result<T, Self::Decode<E>>;
    fn decoded<T, E: de::Error>(outcome: Result<T, Self::Decode<E>>) -> Result<T, E>;

    /// An error of the guard itself.
    fn refusal<E: de::Error>(message: impl Display) -> E;
}

/// The error of an encoder, as the value's code sees it.
pub(super) type EncodeError<P, E> = <<P as EncodePolicy>::Messages as Messages>::Encode<E>;

/// The error of a decoder, as the value's code sees it.
pub(super) type DecodeError<F, E> = <<F as FormatLimits>::Messages as Messages>::Decode<E>;

/// What the codec returned, on its way to the value's code.
pub(super) trait Outcome<T, E> {
    fn encoding<P: EncodePolicy>(self) -> Result<T, EncodeError<P, E>>
    where
        E: ser::Error;

    fn decoding<F: FormatLimits>(self) -> Result<T, DecodeError<F, E>>
    where
        E: de::Error;
}

impl<T, E> Outcome<T, E> for Result<T, E> {
    #[inline(always)]
    fn encoding<P: EncodePolicy>(self) -> Result<T, EncodeError<P, E>>
    where
        E: ser::Error,
    {
        P::Messages::encoding(self)
    }

    #[inline(always)]
    fn decoding<F: FormatLimits>(self) -> Result<T, DecodeError<F, E>>
    where
        E: de::Error,
    {
        F::Messages::decoding(self)
    }
}

/// In the errors of the codec.
pub(in crate::format) enum Carried {}

impl Messages for Carried {
    const KEEPS: bool = false;
    type Encode<E: ser::Error> = E;
    type Decode<E: de::Error> = E;

    #[inline(always)]
    fn encoding<T, E: ser::Error>(outcome: Result<T, E>) -> Result<T, E> {
        outcome
    }

    #[inline(always)]
    fn encoded<T, E: ser::Error>(outcome: Result<T, E>) -> Result<T, E> {
        outcome
    }

    #[inline(always)]
    fn decoding<T, E: de::Error>(outcome: Result<T, E>) -> Result<T, E> {
        outcome
    }

    #[inline(always)]
    fn decoded<T, E: de::Error>(outcome: Result<T, E>) -> Result<T, E> {
        outcome
    }

    #[cold]
    fn refusal<E: de::Error>(message: impl Display) -> E {
        E::custom(message)
    }
}

/// In [`take_message`]: the errors of the codec have no place for one.
///
/// postcard's never have, bitcode's have in an unoptimised build only.
pub(in crate::format) enum Kept {}

impl Messages for Kept {
    const KEEPS: bool = true;
    type Encode<E: ser::Error> = KeptError<E>;
    type Decode<E: de::Error> = KeptError<E>;

    #[inline(always)]
    fn encoding<T, E: ser::Error>(outcome: Result<T, E>) -> Result<T, KeptError<E>> {
        outcome.map_err(KeptError)
    }

    #[inline(always)]
    fn encoded<T, E: ser::Error>(outcome: Result<T, KeptError<E>>) -> Result<T, E> {
        outcome.map_err(|error| error.0)
    }

    #[inline(always)]
    fn decoding<T, E: de::Error>(outcome: Result<T, E>) -> Result<T, KeptError<E>> {
        outcome.map_err(KeptError)
    }

    #[inline(always)]
    fn decoded<T, E: de::Error>(outcome: Result<T, KeptError<E>>) -> Result<T, E> {
        outcome.map_err(|error| error.0)
    }

    #[cold]
    fn refusal<E: de::Error>(message: impl Display) -> E {
        <KeptError<E> as de::Error>::custom(message).0
    }
}

/// The error of a codec; its message is kept when it is made.
pub(in crate::format) struct KeptError<E>(E);

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
        MESSAGE.set(Some(message.to_string()));
        Self(E::custom(message))
    }
}

impl<E: de::Error> de::Error for KeptError<E> {
    // The others are made of this one.
    #[cold]
    fn custom<T: Display>(message: T) -> Self {
        MESSAGE.set(Some(message.to_string()));
        Self(E::custom(message))
    }
}

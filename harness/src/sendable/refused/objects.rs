//! Trait objects, and errors, which are mostly such. Those that are code, iterators or futures are with their families.

use super::{refuse, refuse_as};
use std::any::Any;
use std::error::Error;
use std::fmt::{Debug, Display};
use std::io::{BufRead, Read, Write};
use std::sync::{PoisonError, TryLockError, mpsc};

refuse! {
    /// Implemented by nobody: behind `dyn` a type has been forgotten.
    #[diagnostic::on_unimplemented(
        message = "[WC0086] `{T}` has forgotten which type it is; the other process could not tell what to read",
        label = "a trait object does not cross a process boundary",
        note = "why: bytes are read as a type that is known when the program is built, and behind `dyn` it is known \
                to a table of this process only",
        note = "python: pickle writes the name of the class and imports it on the other side, where it may be another \
                class, or none",
        note = "help: send the concrete type, or an enum of the types that it can be",
        note = "more: `cargo wirecheck explain WC0086`"
    )]
    TraitObject;
}

/// With the markers that a boxed object mostly has.
macro_rules! objects {
    ($family:ident: $($object:ident)*) => {$(
        refuse_as! { $family; [] dyn $object; [] dyn $object + Send; [] dyn $object + Send + Sync; }
    )*};
}
objects! { TraitObject: Any Display Debug Read Write BufRead }

refuse! {
    /// Implemented by nobody: what an error holds is known where it was made.
    #[diagnostic::on_unimplemented(
        message = "[WC0087] `{T}` is an error whose content cannot be written, only its text",
        label = "this error does not cross a process boundary",
        note = "why: its fields are hidden, or its type is behind `dyn`, so the other process could not build it \
                again",
        note = "python: exceptions are pickled without `__cause__`, `__context__` and traceback, and some fail when \
                they are loaded",
        note = "help: send its text and that of its sources (`.map_err(|error| error.to_string())`), or an enum of \
                your errors; of an `io::Error` also the `kind()`, as a case of that enum",
        note = "more: `cargo wirecheck explain WC0087`"
    )]
    OpaqueError;
    [] std::io::Error;
    [] std::fmt::Error;
    [] std::env::VarError;
    [] std::num::ParseIntError;
    [] std::num::ParseFloatError;
    [] std::num::TryFromIntError;
    [] std::str::Utf8Error;
    [] std::str::ParseBoolError;
    [] std::string::FromUtf8Error;
    [] std::char::ParseCharError;
    [] std::array::TryFromSliceError;
    [] std::net::AddrParseError;
    [] std::path::StripPrefixError;
    [] std::time::SystemTimeError;
    [] std::thread::AccessError;
    [] std::cell::BorrowError;
    [] std::cell::BorrowMutError;
    [] mpsc::RecvError;
    [] mpsc::TryRecvError;
    [] mpsc::RecvTimeoutError;
    [T: 'static,] mpsc::SendError<T>;
    [T: 'static,] mpsc::TrySendError<T>;
    [T: 'static,] PoisonError<T>;
    [T: 'static,] TryLockError<T>;
}
objects! { OpaqueError: Error }

//! What the expansion of `closure!` may name, through the hidden module for generated code.
//!
//! Whether a capture can be sent is asked twice. The verb that sends asks it of its format, and decides. Before that
//! the macro asks at the variable, for the sake of the words there: [`ask`] answers [`Fine`], or [`Refused`], which
//! puts the error at the variable and makes the closure a [`RefusedClosure`], of which the verb asks nothing more.
//!
//! The answer is a choice of methods by the number of references before them, which rustc tries in turn:
//!
//! 1. Some format can carry it: `Fine`.
//! 2. It is a whole type, nothing depends on a parameter of the function around it: `Refused`.
//! 3. It has serde, so it can be a `T: Sendable<F>` for the one `F` that matters: the verb will know.
//! 4. `Refused`.
//!
//! A whole type is recognised by an auto trait: rustc proves `UnwindSafe` for nearly every type by itself, and for a
//! type parameter only if a bound says so. Being wrong there moves the error from one place to the other.

use super::{Closure, RefusedClosure};
use crate::format::AnyFormat;
use crate::sendable::Sendable;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::panic::UnwindSafe;

/// A question about `T`; a tuple, so that a type that is not inferred yet can be asked about.
#[derive(Debug)]
pub struct Asked<T>(std::marker::PhantomData<(T,)>);

/// Asks about a captured variable.
pub const fn ask<T>(_: &T) -> Asked<T> {
    Asked(std::marker::PhantomData)
}

/// The four answers, as methods.
pub trait Verdicts {
    /// `Fine` or `Refused`.
    type Verdict: Default;

    /// The answer. A name that no trait of the user's has.
    fn __wirecheck_verdict(&self) -> Self::Verdict {
        Self::Verdict::default()
    }
}

/// Nothing speaks against it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fine;

/// No format can carry it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Refused;

impl<T: Sendable<AnyFormat>> Verdicts for &&&Asked<T> {
    type Verdict = Fine;
}
impl<T: UnwindSafe> Verdicts for &&Asked<T> {
    type Verdict = Refused;
}
impl<T: Serialize + DeserializeOwned + Send + 'static> Verdicts for &Asked<T> {
    type Verdict = Fine;
}
impl<T> Verdicts for Asked<T> {
    type Verdict = Refused;
}

impl Fine {
    /// Nothing to say about this variable.
    #[must_use]
    pub const fn at<T>(self, _: &T) -> Self {
        self
    }

    /// One is refused if any is.
    pub fn and<V>(self, other: V) -> V {
        other
    }

    /// A [`Closure`] of captured values and code that captures nothing.
    ///
    /// # Safety
    /// `code` captures nothing, not even a value without a size. `closure!` has rustc check that with [`listed`].
    #[allow(unsafe_code, reason = "no safe code can make a closure whose code was not checked")]
    pub unsafe fn closure<C, K>(self, captures: C, code: K) -> Closure<C, K> {
        // SAFETY: as the caller says.
        unsafe { Closure::from_parts(captures, code) }
    }
}

impl Refused {
    /// The error, at the variable.
    #[must_use]
    pub const fn at<T: Sendable<AnyFormat>>(self, _: &T) -> Self {
        self
    }

    /// One is refused if any is.
    #[must_use]
    pub fn and<V>(self, _: V) -> Self {
        self
    }

    /// The error is said; this keeps the rest of the program quiet about it.
    ///
    /// # Safety
    /// None: it is `unsafe` as that of [`Fine`] is, since the macro does not know which of the two it calls.
    #[allow(unsafe_code, reason = "a declaration, see above")]
    pub unsafe fn closure<C, K>(self, captures: C, code: K) -> RefusedClosure<C, K> {
        RefusedClosure::from_parts(captures, code)
    }
}

/// Refuses code that captures a variable of its own. rustc shows the line of the name with the refusal.
#[rustfmt::skip]
pub const fn listed<C, A, R>( // help: list the variable that the macro cannot see: `closure!([by] |x: u64| ..)`
    _: &C,
    _: fn(&C, A) -> R,
) {
}

/// Tells the compiler the signature of a closure's code before it looks at the body.
pub const fn typed<C, A, R, K: Fn(&C, A) -> R + Copy + 'static>(_: &C, code: K) -> K {
    code
}

/// The value of a captured variable, which every run of the task finds as it was.
pub fn read<T>(variable: &T) -> T
where
    Captures: CopiedCapture<T>,
{
    <Captures as CopiedCapture<T>>::copy(variable)
}

/// What all runs of a task share.
#[derive(Debug)]
pub struct Captures;

/// A `T` can be read out of a captured variable: whatever is `Copy`.
#[diagnostic::on_unimplemented(
    message = "[WC0034] a captured variable of type `{T}` would be moved out of the closure",
    label = "moved out, and the next run of the task would find nothing",
    note = "why: a task runs many times with the same captures, so it can read them but not take them; `{T}` is not \
            `Copy`",
    note = "python: every task gets its own copy, pickled anew each time",
    note = "help: borrow it with `&`, or take a copy with `.clone()`",
    note = "more: `cargo wirecheck explain WC0034`"
)]
pub trait CopiedCapture<T> {
    /// The copy.
    fn copy(variable: &T) -> T;
}

// Not an impl for `T` itself: rustc would print advice of its own in the place of the words.
#[diagnostic::do_not_recommend]
impl<T: Copy> CopiedCapture<T> for Captures {
    fn copy(variable: &T) -> T {
        *variable
    }
}

/// `dbg!`, with the text that stood in the source.
#[expect(clippy::print_stderr, reason = "it is what `dbg!` is for")]
pub fn debug<T: std::fmt::Debug>(place: &str, text: &str, value: T) -> T {
    eprintln!("{place}{text} = {value:#?}");
    value
}

//! The traits behind every `task` argument, and the kinds of values that fit.

use super::code::{CodeProof, Unproven};
use super::{Closure, RefusedClosure};
use crate::format::Format;
#[cfg(doc)]
use crate::sendable::Sendable;

/// Something that can be run with an `A` and gives an `R`.
///
/// Implemented for every `Fn` of up to six parameters and for what [`closure!`](crate::closure) makes.
/// `M` says which of them it is and is always inferred.
#[diagnostic::on_unimplemented(
    message = "[WC0064] `{Self}` cannot be run with an input of type `{A}`",
    label = "not a task for inputs of this type",
    note = "why: the inputs are handed to the task one by one, so it has to take exactly such a value",
    note = "python: `TypeError: 'str' object is not callable`, in the other process",
    note = "help: give a `fn` item, a closure or a `closure!`; one with several parameters, six at most, takes \
            tuples",
    note = "more: `cargo wirecheck explain WC0064`"
)]
pub trait Task<A, R, M> {
    /// Runs it here.
    fn call(&self, input: A) -> R;

    /// The name that reports and errors print.
    fn name() -> &'static str;
}

/// A [`Task`] whose code can be named in another process and whose captures can be sent as `F`.
#[diagnostic::on_unimplemented(
    message = "[WC0065] `{Self}` cannot be run in another process with an input of type `{A}`",
    label = "not a task that can be sent",
    note = "why: the inputs are handed to the task one by one, so it has to take exactly such a value, and only \
            the name of its code is sent",
    note = "python: `TypeError: 'str' object is not callable`, in the other process",
    note = "help: send a `fn` item, a closure without captures, or a `closure!` whose captures are sendable; one \
            with several parameters, six at most, takes tuples",
    note = "more: `cargo wirecheck explain WC0065`"
)]
pub trait RemoteTask<F: Format, A, R, M>: Task<A, R, M> + Sealed<A, R, M> + 'static {
    /// The code, of which only the name travels: the verbs ask [`StatelessCode`] for it.
    type Code: 'static;

    /// What travels with that name: the verbs ask [`Sendable`] of it.
    ///
    /// Bounds of the verbs and not of this trait: rustc then names what is missing, where it would only say that
    /// this is no task.
    type Captures: 'static;

    /// The captures of this one.
    fn captures(&self) -> &Self::Captures;

    /// Proof that a worker may make the code from its name.
    ///
    /// # Errors
    /// When the code is a closure that may hold values.
    #[doc(hidden)]
    fn code() -> Result<CodeProof<Self::Code>, Unproven>;

    /// Runs the code with captures that arrived from elsewhere.
    #[doc(hidden)]
    fn call_with(code: &Self::Code, captures: &Self::Captures, input: A) -> R;
}

mod sealed {
    use crate::format::Format;

    /// Code is made out of nothing on the other side, which is sound for the kinds of tasks listed here only.
    pub trait Sealed<A, R, M> {}

    /// The one implementation of [`StatelessCode`](super::StatelessCode) is that for all formats.
    pub trait SealedCode<K> {}

    impl<F: Format, K: Copy + Send + Sync + 'static> SealedCode<K> for F {}
}
pub(crate) use sealed::Sealed;
use sealed::SealedCode;

/// The name of code of the type `K` says all there is to say about it.
///
/// True of every format, and of all code that is `Copy`; what is left, a capture that is, is found when code is
/// generated.
#[diagnostic::on_unimplemented(
    message = "[WC0066] this closure captures variables from its environment, and another process does not have them",
    label = "captures variables",
    note = "why: only the name of the code is sent; what it captures has to travel as a value",
    note = "python: `AttributeError: Can't pickle local object`",
    note = "help: wrap it in `closure!`, which sends the captured values along: `closure!(|x: u64| x * by)`",
    note = "more: `cargo wirecheck explain WC0066`"
)]
pub trait StatelessCode<K>: Format + SealedCode<K> {}

#[diagnostic::do_not_recommend]
impl<F: Format, K: Copy + Send + Sync + 'static> StatelessCode<K> for F {}

/// Marks a task that is a function of `N` parameters.
#[derive(Debug)]
pub struct Function<const N: usize>;

/// Marks a task made by [`closure!`](crate::closure).
#[derive(Debug)]
pub struct Captured;

macro_rules! functions {
    ($($n:literal: ($($arg:ident)*) $input:ty;)*) => {$(
        impl<K, R, $($arg),*> Task<$input, R, Function<$n>> for K
        where
            K: Fn($($arg),*) -> R,
        {
            #[allow(non_snake_case, reason = "the type parameters name the values")]
            fn call(&self, functions!(@pattern $($arg)*): $input) -> R {
                self($($arg),*)
            }

            fn name() -> &'static str {
                std::any::type_name::<K>()
            }
        }

        impl<K, R, $($arg),*> Sealed<$input, R, Function<$n>> for K where K: Fn($($arg),*) -> R {}

        impl<F, K, R, $($arg),*> RemoteTask<F, $input, R, Function<$n>> for K
        where
            F: Format,
            K: Fn($($arg),*) -> R + 'static,
        {
            type Code = K;
            type Captures = ();

            fn captures(&self) -> &() {
                &()
            }

            #[inline]
            fn code() -> Result<CodeProof<K>, Unproven> {
                CodeProof::of_function()
            }

            fn call_with(code: &K, (): &(), input: $input) -> R {
                Task::call(code, input)
            }
        }
    )*};
    (@pattern $one:ident) => { $one };
    (@pattern $($many:ident)*) => { ($($many),*) };
}

functions! {
    0: () ();
    1: (A1) A1;
    2: (A1 A2) (A1, A2);
    3: (A1 A2 A3) (A1, A2, A3);
    4: (A1 A2 A3 A4) (A1, A2, A3, A4);
    5: (A1 A2 A3 A4 A5) (A1, A2, A3, A4, A5);
    6: (A1 A2 A3 A4 A5 A6) (A1, A2, A3, A4, A5, A6);
}

impl<C, K, A, R> Task<A, R, Captured> for Closure<C, K>
where
    K: Fn(&C, A) -> R,
{
    fn call(&self, input: A) -> R {
        self.code()(self.captures(), input)
    }

    fn name() -> &'static str {
        std::any::type_name::<K>()
    }
}

impl<C, K, A, R> Sealed<A, R, Captured> for Closure<C, K> where K: Fn(&C, A) -> R {}

impl<F, C, K, A, R> RemoteTask<F, A, R, Captured> for Closure<C, K>
where
    F: Format,
    C: 'static,
    K: Fn(&C, A) -> R + 'static,
{
    type Code = K;
    type Captures = C;

    fn captures(&self) -> &C {
        Closure::captures(self)
    }

    #[inline]
    fn code() -> Result<CodeProof<K>, Unproven> {
        Ok(CodeProof::of_closure())
    }

    fn call_with(code: &K, captures: &C, input: A) -> R {
        code(captures, input)
    }
}

/// Marks a task that the compiler has refused at one of its captures.
#[derive(Debug)]
pub struct AlreadyRefused;

impl<C, K, A, R> Task<A, R, AlreadyRefused> for RefusedClosure<C, K>
where
    K: Fn(&C, A) -> R,
{
    fn call(&self, input: A) -> R {
        RefusedClosure::call(self, input)
    }

    fn name() -> &'static str {
        std::any::type_name::<K>()
    }
}

impl<C, K, A, R> Sealed<A, R, AlreadyRefused> for RefusedClosure<C, K> where K: Fn(&C, A) -> R {}

// Nothing is asked of the captures: the error about them is at the variable.
impl<F, C, K, A, R> RemoteTask<F, A, R, AlreadyRefused> for RefusedClosure<C, K>
where
    F: Format,
    C: 'static,
    K: Fn(&C, A) -> R + 'static,
{
    type Code = K;
    type Captures = ();

    fn captures(&self) -> &() {
        &()
    }

    fn code() -> Result<CodeProof<K>, Unproven> {
        Err(Unproven::refused::<K>())
    }

    fn call_with(_: &K, (): &(), _: A) -> R {
        unreachable!("a program with this closure does not compile")
    }
}

//! What `closure!` makes: captured values, and code that captures nothing.

/// A closure whose captures are a value of their own, made by [`closure!`](crate::closure!).
///
/// ```
/// let by = 2.5;
/// let scale = wirecheck::closure!(|x: f64| x * by);
/// assert_eq!(scale.captures(), &(2.5,));
/// assert_eq!(scale.call(4.0), 10.0);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Closure<C, K> {
    captures: C,
    code: K,
}

impl<C, K> Closure<C, K> {
    /// # Safety
    /// `code` captures nothing, not even a value without a size: a worker makes it out of nothing.
    #[allow(unsafe_code, reason = "a declaration, so that no safe code can call it")]
    pub(crate) unsafe fn from_parts(captures: C, code: K) -> Self {
        Self { captures, code }
    }

    /// The captured values, in order of first use.
    pub fn captures(&self) -> &C {
        &self.captures
    }

    /// Runs the closure here. Several parameters are one tuple, none is `()`.
    pub fn call<A, R>(&self, args: A) -> R
    where
        K: Fn(&C, A) -> R,
    {
        (self.code)(&self.captures, args)
    }

    #[cfg(feature = "runtime")]
    pub(crate) fn code(&self) -> &K {
        &self.code
    }
}

/// What `closure!` makes if a capture is refused. The error is at the variable; the methods of backends add none.
#[derive(Clone, Copy, Debug)]
pub struct RefusedClosure<C, K> {
    captures: C,
    code: K,
}

impl<C, K> RefusedClosure<C, K> {
    pub(crate) fn from_parts(captures: C, code: K) -> Self {
        Self { captures, code }
    }

    /// As of a [`Closure`].
    pub fn captures(&self) -> &C {
        &self.captures
    }

    /// As of a [`Closure`].
    pub fn call<A, R>(&self, args: A) -> R
    where
        K: Fn(&C, A) -> R,
    {
        (self.code)(&self.captures, args)
    }
}

/// A closure whose captured variables are sent along: `closure!(|x: f64| x * by)`.
///
/// The captured variables are found, moved into a tuple, and must each be [`Sendable`](crate::Sendable). Where one
/// cannot be seen, inside the call of a macro that is not from std, list them: `closure!([by, other] |x: f64| ..)`. A
/// capture that is missed is a compile error that names the variable, never a surprise at run time.
///
/// You can use a captured variable as in any closure that is called many times: read, borrow, compare, match on it;
/// not changed, and not moved out unless it is `Copy`. The task of a closure with several parameters takes a tuple,
/// one without takes `()`.
///
/// ```
/// use wirecheck::closure;
///
/// let (name, by) = (String::from("n"), 3);
/// let label = closure!(|x: u32| format!("{name}{}", x * by));
/// assert_eq!(label.call(2), "n6");
/// ```
#[macro_export]
macro_rules! closure {
    ($($tokens:tt)*) => { $crate::__private_0_1_0::closure!($crate; $($tokens)*) };
}

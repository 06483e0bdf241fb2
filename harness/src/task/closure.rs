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
    /// For the expansion of `closure!` only.
    #[doc(hidden)]
    pub fn from_parts(captures: C, code: K) -> Self {
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

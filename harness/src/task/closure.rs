//! What `closure!` makes: captured values, and code that captures nothing.

/// A closure whose captures are a value of their own, made by [`closure!`](crate::closure).
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

    pub(crate) fn code(&self) -> &K {
        &self.code
    }
}

//! Which code a worker may make from its name alone.
//!
//! A task's code has no size, so nothing of it is sent: the worker makes it out of nothing. That is sound for
//! code that holds no value. Two kinds of code are known to hold none:
//!
//! - The code of [`closure!`](crate::closure!). The macro coerces it to an `fn` pointer, which rustc refuses for
//!   a closure that captures anything, however small. The constructor is `unsafe`, so only the macro calls it.
//! - A function item, such as `total` in `pool.map(total, jobs)`. Its only value is the function itself.
//!
//! A bare closure is neither. It may hold values without a size: a token that proves that a static is set, a
//! marker of the main thread. No bound and no constant of stable Rust tells such a closure from a function item.
//! Its name does: the name of every closure ends with `{{closure}}`. The documentation of [`type_name`] promises
//! nothing, so whatever is not clearly a function is refused, and so is everything on a compiler that writes
//! other names ([`names_tell`]).
//!
//! On stable Rust nothing else without a size implements `Fn`: `&F` and `Box<F>` have one, and a type of your own
//! cannot implement it.

use crate::error::Error;
use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;
use std::panic::Location;
use std::sync::OnceLock;

/// Proof that code of the type `K` holds no value, so that a worker may make it.
#[derive(Debug)]
pub struct CodeProof<K>(PhantomData<fn() -> K>);

impl<K> CodeProof<K> {
    /// For a function item.
    ///
    /// # Errors
    /// When `K` is a closure, or cannot be told from one.
    #[inline]
    pub(super) fn of_function() -> Result<Self, Unproven> {
        let name = type_name::<K>();
        match (is_function(name), names_tell()) {
            (true, true) => Ok(Self(PhantomData)),
            (_, tell) => Err(Unproven { name, is_closure: tell }),
        }
    }

    /// For the code of a task that holds a [`Closure`](super::Closure) of it, whose constructor asks for the proof.
    pub(crate) const fn of_closure() -> Self {
        Self(PhantomData)
    }
}

/// Code that may hold values.
#[derive(Clone, Copy, Debug)]
pub struct Unproven {
    name: &'static str,
    /// Whether that is known, and not only not known to be wrong.
    is_closure: bool,
}

impl Unproven {
    /// The code of a closure that rustc has refused.
    pub(super) fn refused<K>() -> Self {
        Self { name: type_name::<K>(), is_closure: true }
    }

    /// The error for the caller of a verb.
    #[cold]
    pub(crate) fn into_error(self, caller: Option<&Location<'_>>) -> Error {
        Error::refused(match caller {
            Some(place) => Said { code: self, place: format_args!(", given at {place}") }.to_string(),
            None => self.to_string(),
        })
    }
}

struct Said<'a> {
    code: Unproven,
    place: fmt::Arguments<'a>,
}

impl fmt::Display for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Said { code: *self, place: format_args!("") }.fmt(f)
    }
}

impl fmt::Display for Said<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code: Unproven { name, is_closure }, place } = self;
        f.write_str("[WC0099] a closure cannot be sent to another process as it is")?;
        if *is_closure {
            write!(f, ": `{name}`{place}")?;
        } else {
            write!(f, ", and this compiler's names do not tell functions from closures: `{name}`{place}")?;
        }
        f.write_str(
            "; help: wrap it in `closure!`, which sends what it captures along: `closure!(|x: u64| x * x)`; or write a \
             function and give its name; more: `cargo wirecheck explain WC0099`",
        )
    }
}

/// Whether this is the name of a function item: it ends with an identifier, with the generic arguments of one, or says
/// that it is the constructor of a tuple. The name of a closure ends with `{{closure}}`.
fn is_function(name: &str) -> bool {
    let is_named =
        name.chars().next_back().is_some_and(|last| last.is_alphanumeric() || last == '_' || last == '>');
    is_named || name.ends_with("::{{constructor}}")
}

/// Whether the names that this compiler writes tell functions from closures. Tried once, with examples of each.
#[inline]
fn names_tell() -> bool {
    static TELL: OnceLock<bool> = OnceLock::new();
    *TELL.get_or_init(canary::names_tell)
}

/// Functions and closures of many kinds, whose names must be told apart.
mod canary {
    use super::is_function;
    use std::any::type_name_of_val;

    pub(super) fn names_tell() -> bool {
        functions().into_iter().all(is_function) && !closures().into_iter().any(is_function)
    }

    fn name<K>(code: &K) -> &'static str {
        // Code is what this is about, and a pointer to it is not.
        assert_no_size::<K>();
        type_name_of_val(code)
    }

    const fn assert_no_size<K>() {
        const { assert!(size_of::<K>() == 0) }
    }

    #[derive(Clone, Copy)]
    struct Token(());

    struct Wrapper(u64);

    trait Doubled {
        fn doubled(&self) -> u64;

        /// A closure within a method that a trait provides.
        fn closure(&self) -> &'static str {
            name(&|x: u64| x)
        }
    }

    impl Wrapper {
        fn method(&self) -> u64 {
            self.0
        }

        fn closure<T>(&self, value: T) -> &'static str {
            drop(value);
            name(&|x: u64| x)
        }
    }

    impl Doubled for Wrapper {
        fn doubled(&self) -> u64 {
            2 * self.method()
        }
    }

    fn plain(x: u64) -> u64 {
        x
    }

    fn generic<T>(value: T) -> T {
        value
    }

    fn constant<const N: char>() -> char {
        N
    }

    /// A function that is generic over a closure, which stands in its name.
    fn generic_over<K>(_: &K) -> &'static str {
        name(&generic::<K>)
    }

    /// A closure within a generic function.
    fn within<T>(value: T) -> [&'static str; 2] {
        let shown = name(&|x: u64| x);
        drop(value);
        fn nested(x: u64) -> u64 {
            x
        }
        let in_closure = || name(&nested);
        [shown, in_closure()]
    }

    pub(super) fn functions() -> [&'static str; 14] {
        let in_closure = || {
            fn nested(x: u64) -> u64 {
                x
            }
            name(&nested)
        };
        let [_, nested] = within(0_u8);
        [
            name(&plain),
            name(&generic::<u8>),
            name(&generic::<fn(u8) -> Vec<u8>>),
            name(&constant::<'}'>),
            name(&Wrapper),
            name(&Wrapper::method),
            name(&<Wrapper as Doubled>::doubled),
            name(&str::len),
            name(&Vec::<[u8; 3]>::len),
            name(&Some::<u8>),
            in_closure(),
            nested,
            generic_over(&|x: u64| x),
            generic_over(&plain),
        ]
    }

    pub(super) fn closures() -> [&'static str; 11] {
        const IN_CONSTANT: fn() -> &'static str = || name(&|x: u64| x);
        let token = Token(());
        let wrapper = Wrapper(1);
        let in_closure = || name(&|| 1);
        let [shown, _] = within(|| 2);
        [
            name(&|x: u64| x),
            name(&|| ()),
            name(&move |x: u64| (token, x)),
            name(&async |x: u64| x),
            name(&|x: u64| async move { x }),
            in_closure(),
            shown,
            wrapper.closure([0_u8; 2]),
            Doubled::closure(&wrapper),
            IN_CONSTANT(),
            generic(name(&|Token(())| ())),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::{canary, is_function};

    #[test]
    fn this_compiler_s_names_tell_functions_from_closures() {
        for name in canary::functions() {
            assert!(is_function(name), "{name}");
        }
        for name in canary::closures() {
            assert!(!is_function(name), "{name}");
        }
        assert!(canary::names_tell());
    }

    #[test]
    fn what_is_not_clearly_a_function_is_none() {
        for name in
            ["app::main::{{closure}}", "app::main::{closure#0}", "", "app::f ", "app::f<u8>::{{closure}}"]
        {
            assert!(!is_function(name), "{name}");
        }
        for name in [
            "app::f",
            "app::f<app::main::{{closure}}>",
            "<app::A as app::B>::g",
            "app::größe",
            "app::f_",
            "app::A::{{constructor}}",
        ] {
            assert!(is_function(name), "{name}");
        }
    }
}

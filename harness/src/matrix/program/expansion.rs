//! Names for the expansion of `matrix!`. Not public API: they change together with the macros.

pub use super::tasks::{RefusedTask, TaskIn, TaskRow, task_in, task_row};
pub use super::types::{RefusedType, TypeIn, Value, type_in};

use crate::format::Format;
use std::marker::PhantomData;

/// The names of formats that need no `use`.
pub mod formats {
    pub use crate::format::types::*;
}

/// Words that can be written in place of values.
pub mod words {
    /// Values that a strategy of proptest makes, the same in every run.
    #[cfg(feature = "proptest")]
    pub fn strategy<S: proptest::strategy::Strategy>(strategy: S) -> Vec<S::Value> {
        use proptest::strategy::ValueTree as _;
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let made = (0..super::CASES).map(|_| strategy.new_tree(&mut runner).map(|tree| tree.current()));
        // A strategy that filters too much makes none, and a row without samples fails.
        made.filter_map(Result::ok).collect()
    }

    /// Says which feature is missing.
    #[cfg(not(feature = "proptest"))]
    pub fn strategy<S: NeedsTheFeature, T>(_: S) -> Vec<T> {
        Vec::new()
    }

    /// Nothing implements it.
    #[cfg(not(feature = "proptest"))]
    #[diagnostic::on_unimplemented(
        message = "`strategy(..)` needs the feature `proptest` of wirecheck",
        label = "no strategy can be used without it",
        note = "help: `features = [.., \"proptest\"]` in the line of wirecheck"
    )]
    pub trait NeedsTheFeature {}
}

/// The number of values that a strategy makes.
#[cfg(feature = "proptest")]
const CASES: usize = 64;

/// A list of anything that can be iterated over.
pub fn collect<T, I: IntoIterator<Item = T>>(values: I) -> Vec<T> {
    values.into_iter().collect()
}

/// The name of a format.
pub fn name_of<F: Format>(_: PhantomData<F>) -> &'static str {
    F::NAME
}

pub use super::stated::Stated;

#[cfg(feature = "insta")]
pub use super::snapshot::bind;

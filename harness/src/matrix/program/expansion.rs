//! What the expansion of `matrix!` names. Not public API: it changes with the macros, in step.

pub use super::tasks::{RefusedTask, TaskIn, TaskRow, task_in, task_row};
pub use super::types::{RefusedType, TypeIn, Value, type_in};

use super::types::TypeCell;
use crate::format::Format;
use std::any::TypeId;
use std::marker::PhantomData;

/// The names of formats that need no `use`.
pub mod formats {
    pub use crate::format::types::*;
}

/// What can be written in place of values.
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

    /// Nothing is.
    #[cfg(not(feature = "proptest"))]
    #[diagnostic::on_unimplemented(
        message = "`strategy(..)` needs the feature `proptest` of wirecheck",
        label = "no strategy can be used without it",
        note = "help: `features = [.., \"proptest\"]` in the line of wirecheck"
    )]
    pub trait NeedsTheFeature {}
}

/// How many values a strategy makes.
#[cfg(feature = "proptest")]
const CASES: usize = 64;

/// A list of whatever can be gone through.
pub fn collect<T, I: IntoIterator<Item = T>>(values: I) -> Vec<T> {
    values.into_iter().collect()
}

/// The name of a format.
pub fn name_of<F: Format>(_: PhantomData<F>) -> &'static str {
    F::NAME
}

/// `Config in Bincode`, as the author wrote it.
#[derive(Clone, Copy, Debug)]
pub struct Stated {
    key: TypeId,
    format: &'static str,
    pub(super) text: &'static str,
}

impl Stated {
    /// Of a type and a format.
    pub fn new<T: 'static, F: Format>(_: PhantomData<T>, _: PhantomData<F>, text: &'static str) -> Self {
        Self { key: TypeId::of::<T>(), format: F::NAME, text }
    }

    pub(super) fn is_of(&self, cell: &TypeCell) -> bool {
        self.key == cell.key && self.format == cell.format
    }
}

#[cfg(feature = "insta")]
pub use super::shown::bind;

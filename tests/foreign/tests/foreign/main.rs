//! Types of other crates: what the compiler says against what happens.

mod collections;
mod dates;
mod flags;
mod json;
mod numbers;
mod text;

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

/// Values at random, the same in each run.
fn random<S: Strategy>(strategy: S) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..64).map(|_| strategy.new_tree(&mut runner).expect("nothing is filtered").current()).collect()
}

/// Both.
fn and<T>(mut samples: Vec<T>, more: Vec<T>) -> Vec<T> {
    samples.extend(more);
    samples
}

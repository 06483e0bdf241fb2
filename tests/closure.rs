//! `closure!` against the plain closure of the same tokens, called here: the same results, here and in other processes.

#![deny(warnings)]
#![forbid(unsafe_code)]
#![allow(clippy::redundant_closure_call, reason = "the plain closure stands next to its call")]
#![allow(
    clippy::deref_addrof,
    clippy::init_numbered_fields,
    clippy::let_and_return,
    clippy::manual_unwrap_or,
    clippy::manual_unwrap_or_default,
    clippy::op_ref,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::unnecessary_literal_unwrap,
    clippy::useless_conversion,
    clippy::useless_format,
    clippy::useless_vec,
    clippy::vec_init_then_push,
    reason = "every form of expression is tried, whether or not there is a shorter one"
)]

#[macro_use]
#[path = "support/formats.rs"]
mod each;

#[path = "closure/captures.rs"]
mod captures;
#[path = "closure/control.rs"]
mod control;
#[path = "closure/embedding.rs"]
mod embedding;
#[path = "closure/expressions.rs"]
mod expressions;
#[path = "closure/generics.rs"]
mod generics;
#[path = "closure/hygiene.rs"]
mod hygiene;
#[path = "closure/lists.rs"]
mod lists;
#[path = "closure/macros.rs"]
mod macros;
#[path = "closure/nested.rs"]
mod nested;
#[path = "closure/panics.rs"]
mod panics;
#[path = "closure/parameters.rs"]
mod parameters;
#[path = "closure/patterns.rs"]
mod patterns;
#[path = "closure/scopes.rs"]
mod scopes;

use std::fmt::Debug;
use std::sync::OnceLock;
use wirecheck::task::{RemoteTask, StatelessCode, Task};
use wirecheck::{Bincode, Closure, Codec, Json, Pool, Postcard, Ron, Sendable};

wirecheck::test_support!();

/// A worker in each of two formats, for all tests; they end with this process.
fn pools() -> &'static (Pool, Pool<Ron>) {
    static POOLS: OnceLock<(Pool, Pool<Ron>)> = OnceLock::new();
    POOLS.get_or_init(|| {
        let bincode = Pool::builder().workers(1).build().expect("a pool");
        (bincode, Pool::<Ron>::in_format().workers(1).build().expect("a pool"))
    })
}

/// What the plain closure gives.
fn expected<K: Task<A, R, M>, A: Clone, R, M>(plain: &K, inputs: &[A]) -> Vec<R> {
    inputs.iter().map(|input| plain.call(input.clone())).collect()
}

/// What the same tokens give within `closure!`, here and in other processes.
fn check<C, K, A, R, M>(task: &Closure<C, K>, inputs: &[A], expected: &[R])
where
    Closure<C, K>: RemoteTask<Bincode, A, R, M, Captures = C, Code = K>
        + RemoteTask<Ron, A, R, M, Captures = C, Code = K>
        + Clone,
    Bincode: StatelessCode<K>,
    Ron: StatelessCode<K>,
    C: Sendable + Sendable<Ron> + PartialEq + Debug,
    A: Sendable + Sendable<Ron> + Clone,
    R: Sendable + Sendable<Ron> + PartialEq + Debug,
    M: 'static,
{
    assert_eq!(self::expected(task, inputs), expected, "here");
    trip::<Bincode, C>(task.captures());
    trip::<Postcard, C>(task.captures());
    trip::<Ron, C>(task.captures());
    trip::<Json, C>(task.captures());
    let (bincode, ron) = pools();
    assert_eq!(bincode.map(task.clone(), inputs.to_vec()).expect("an answer"), expected, "bincode");
    assert_eq!(ron.map(task.clone(), inputs.to_vec()).expect("an answer"), expected, "ron");
}

/// The captures, encoded and decoded.
fn trip<F: Codec, C: Sendable + PartialEq + Debug>(captures: &C) {
    let bytes = F::encode_to_vec(captures).unwrap_or_else(|error| panic!("{}: {error}", F::NAME));
    let back: C = F::decode(&bytes).unwrap_or_else(|error| panic!("{}: {error}", F::NAME));
    assert_eq!(&back, captures, "{}", F::NAME);
}

/// Runs a closure both ways over inputs: `same!([1, 2] => |x: u64| x * by)`.
macro_rules! same {
    ($inputs:expr => $($closure:tt)+) => {{
        let inputs = $inputs;
        let expected = crate::expected(&($($closure)+), &inputs);
        crate::check(&wirecheck::closure!($($closure)+), &inputs, &expected);
    }};
}
pub(crate) use same;

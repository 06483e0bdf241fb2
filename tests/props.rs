//! Properties of the backends: whatever the inputs, the counts and the batch size, a pool gives what a loop gives.

mod support;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::sync::OnceLock;
use support::alone;
use wirecheck::{Backend, Batch, Bincode, Codec, Json, Pool, Postcard, Ron, Sendable, closure};

wirecheck::test_support!();

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, ..Config::default() })
}

fn echo<T>(value: T) -> T {
    value
}

fn comes_back<F: Codec, T>(pool: &Pool<F>, values: Vec<T>) -> Result<(), TestCaseError>
where
    T: Sendable<F> + Clone + PartialEq + std::fmt::Debug,
{
    prop_assert_eq!(pool.map(echo::<T>, values.clone()).unwrap(), values);
    Ok(())
}

#[test]
fn a_pool_gives_what_a_loop_gives() {
    let _alone = alone();
    let batches = prop_oneof![Just(Batch::Auto), (1_usize..70).prop_map(Batch::Fixed)];
    let strategy = (1_usize..5, batches, prop::collection::vec(any::<u64>(), 0..300), any::<u64>());
    runner(40)
        .run(&strategy, |(workers, batch, inputs, key)| {
            let pool = Pool::builder().workers(workers).batch(batch).build().unwrap();
            let expected: Vec<u64> = inputs.iter().map(|x| x.rotate_left(7) ^ key).collect();
            prop_assert_eq!(pool.map(closure!(|x: u64| x.rotate_left(7) ^ key), inputs).unwrap(), expected);
            Ok(())
        })
        .unwrap();
}

/// Panics, crashes and good tasks in any order: each input gets its own outcome.
#[test]
fn every_input_gets_its_own_outcome() {
    fn risky(what: u8) -> u8 {
        match what % 16 {
            0 => panic!("panics"),
            1 => std::process::exit(i32::from(what)),
            _ => what,
        }
    }
    let _alone = alone();
    let strategy = (1_usize..4, 1_usize..40, prop::collection::vec(any::<u8>(), 0..60));
    runner(25)
        .run(&strategy, |(workers, batch, inputs)| {
            let pool = Pool::builder().workers(workers).batch(Batch::Fixed(batch)).build().unwrap();
            let results = pool.try_map(risky, inputs.clone()).unwrap();
            prop_assert_eq!(results.len(), inputs.len());
            for (what, result) in inputs.into_iter().zip(results) {
                match what % 16 {
                    0 => prop_assert!(result.unwrap_err().is_panic()),
                    1 => prop_assert!(result.unwrap_err().is_crash()),
                    _ => prop_assert_eq!(result.unwrap(), what),
                }
            }
            Ok(())
        })
        .unwrap();
}

fn values_come_back<F: Codec>()
where
    String: Sendable<F>,
    Vec<(u64, Option<String>)>: Sendable<F>,
    std::collections::BTreeMap<String, Vec<i64>>: Sendable<F>,
    Result<u8, char>: Sendable<F>,
{
    let _alone = alone();
    let pool: OnceLock<Pool<F>> = OnceLock::new();
    let pool = pool.get_or_init(|| Pool::in_format().workers(2).build().unwrap());
    let pairs = prop::collection::vec((any::<u64>(), prop::option::of(".{0,12}")), 0..8);
    let maps = prop::collection::btree_map(".{0,6}", prop::collection::vec(any::<i64>(), 0..4), 0..6);
    let results = prop::collection::vec(prop::result::maybe_ok(any::<u8>(), any::<char>()), 0..30);
    let strategy =
        (prop::collection::vec(".{0,40}", 0..20), prop::collection::vec(pairs, 0..6), maps, results);
    runner(60)
        .run(&strategy, |(texts, pairs, map, results)| {
            comes_back(pool, texts)?;
            comes_back(pool, pairs)?;
            comes_back(pool, vec![map])?;
            comes_back(pool, results)
        })
        .unwrap();
    assert!(pool.traffic().tasks > 0);
}

#[test]
fn values_come_back_in_bincode() {
    values_come_back::<Bincode>();
}

#[test]
fn values_come_back_in_postcard() {
    values_come_back::<Postcard>();
}

#[test]
fn values_come_back_in_ron() {
    values_come_back::<Ron>();
}

#[test]
fn values_come_back_in_json() {
    values_come_back::<Json>();
}

/// The traits' bounds let generic code run on any backend.
#[test]
fn generic_code_runs_on_a_backend_chosen_by_the_caller() {
    fn total<B: Backend<Bincode>>(backend: &B) -> u64 {
        backend.map(|x: u64| x * 2, 0..10).unwrap().into_iter().sum()
    }
    let _alone = alone();
    assert_eq!(total(&wirecheck::Inline::new()), 90);
    assert_eq!(total(&Pool::builder().workers(1).build().unwrap()), 90);
}

//! Properties of the backends: whatever the inputs, the counts and the batch size, a pool gives what a loop gives.

#[macro_use]
#[path = "support/formats.rs"]
mod each;
mod support;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;
use support::alone;
use wirecheck::{Backend, Batch, Bincode, Codec, Error, Exit, Pool, Sendable, Spawn, closure};

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
    let strategy = (1_usize..5, batches(), prop::collection::vec(any::<u64>(), 0..300), any::<u64>());
    runner(40)
        .run(&strategy, |(workers, batch, inputs, key)| {
            let pool = Pool::builder().workers(workers).batch(batch).build().unwrap();
            let expected: Vec<u64> = inputs.iter().map(|x| x.rotate_left(7) ^ key).collect();
            prop_assert_eq!(pool.map(closure!(|x: u64| x.rotate_left(7) ^ key), inputs).unwrap(), expected);
            Ok(())
        })
        .unwrap();
}

/// How a call is made.
#[derive(Clone, Copy, Debug)]
enum Verb {
    Map,
    TryMap,
    MapIter,
    MapUnordered,
    Submit,
}

/// Panics, dies or gives its input back, as that says; notes first that it ran.
fn risky((log, id, what): (String, u16, u8)) -> u16 {
    let mut file = std::fs::OpenOptions::new().append(true).open(log).unwrap();
    file.write_all(format!("{id}\n").as_bytes()).unwrap();
    match what {
        0 => panic!("panic of {id}"),
        1 => std::process::exit(i32::from(id % 200) + 1),
        2 => std::process::abort(),
        _ => id,
    }
}

/// Whether this is what comes of an input, and of no other.
fn is_its_own(id: u16, what: u8, result: &Result<u16, Error>) -> bool {
    match (what, result) {
        (0, Err(error)) => {
            error.is_panic() && error.panic().is_some_and(|info| info.message() == format!("panic of {id}"))
        }
        (1, Err(error)) => error.exit() == Some(Exit::Code(i32::from(id % 200) + 1)) && error.is_crash(),
        (2, Err(error)) => error.signal() == Some("SIGABRT") && error.is_crash(),
        (3.., Ok(came)) => *came == id,
        _ => false,
    }
}

/// The ids that ran, in the order in which they began.
fn ran(log: &Path) -> Vec<u16> {
    std::fs::read_to_string(log).unwrap().lines().map(|line| line.parse().unwrap()).collect()
}

/// Makes one call and checks what came of each input; the verbs beyond `map` are no trait's.
macro_rules! check_call {
    ($backend:expr, $verb:expr, $whats:expr) => {{
        let (backend, verb, whats): (_, Verb, Vec<u8>) = ($backend, $verb, $whats);
        let log = tempfile::NamedTempFile::new().unwrap();
        let path = log.path().to_str().unwrap().to_owned();
        let inputs: Vec<_> = (0..).zip(&whats).map(|(id, what)| (path.clone(), id, *what)).collect();
        let mut outcomes: Vec<(usize, Result<u16, Error>)> = match verb {
            Verb::Map => match backend.map(risky, inputs) {
                Ok(results) => results.into_iter().map(Ok).enumerate().collect(),
                // The first to arrive, of any of those that fail.
                Err(error) => vec![(usize::try_from(error.index().unwrap()).unwrap(), Err(error))],
            },
            Verb::TryMap => backend.try_map(risky, inputs).unwrap().into_iter().enumerate().collect(),
            Verb::MapIter => backend.map_iter(risky, inputs).unwrap().enumerate().collect(),
            Verb::MapUnordered => backend.map_unordered(risky, inputs).unwrap().collect(),
            Verb::Submit => {
                let jobs: Vec<_> =
                    inputs.into_iter().map(|input| backend.submit(risky, input).unwrap()).collect();
                jobs.into_iter().map(wirecheck::Job::join).enumerate().collect()
            }
        };
        // The workers are gone, so that nothing runs any more.
        drop(backend);
        outcomes.sort_by_key(|(at, _)| *at);
        for (at, result) in &outcomes {
            let what = whats[*at];
            prop_assert!(
                is_its_own(u16::try_from(*at).unwrap(), what, result),
                "{}, {}: {:?}",
                at,
                what,
                result
            );
            if let (Err(error), false) = (result, matches!(verb, Verb::Submit)) {
                prop_assert_eq!(error.index(), u64::try_from(*at).ok());
            }
        }
        let mut ran = ran(log.path());
        ran.sort_unstable();
        let all: Vec<u16> = (0..).take(whats.len()).collect();
        if let (Verb::Map, [(_, Err(_))]) = (verb, outcomes.as_slice()) {
            prop_assert!(
                ran.is_sorted_by(|a, b| a < b) && ran.iter().all(|id| all.contains(id)),
                "{:?}",
                ran
            );
        } else {
            prop_assert!(outcomes.iter().map(|(at, _)| *at).eq(0..whats.len()), "each once: {:?}", outcomes);
            prop_assert_eq!(ran, all, "each ran once");
        }
        Ok(())
    }};
}

/// Half of the tasks fail in some cases, few in others.
fn tasks(most: usize) -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![prop::collection::vec(0_u8..40, 0..most), prop::collection::vec(0_u8..6, 0..most / 2)]
}

fn verbs() -> impl Strategy<Value = Verb> {
    prop::sample::select(vec![Verb::Map, Verb::TryMap, Verb::MapIter, Verb::MapUnordered, Verb::Submit])
}

fn batches() -> impl Strategy<Value = Batch> {
    prop_oneof![Just(Batch::Auto), (1_usize..70).prop_map(Batch::Fixed)]
}

#[test]
fn every_input_gets_its_own_outcome_from_a_pool() {
    let _alone = alone();
    let windows = prop::option::of(1_usize..20);
    let strategy = (1_usize..4, batches(), windows, prop::option::of(1_u64..9), verbs(), tasks(60));
    runner(30)
        .run(&strategy, |(workers, batch, window, share, verb, whats)| {
            let mut builder = Pool::builder().workers(workers).batch(batch).backtraces(false);
            builder = if let Some(window) = window { builder.window(window) } else { builder };
            builder = if let Some(share) = share { builder.tasks_per_worker(share) } else { builder };
            check_call!(builder.build().unwrap(), verb, whats)
        })
        .unwrap();
}

#[test]
fn every_input_gets_its_own_outcome_from_processes_of_their_own() {
    let _alone = alone();
    let strategy = (1_usize..4, prop::option::of(1_usize..20), verbs(), tasks(24));
    runner(10)
        .run(&strategy, |(workers, window, verb, whats)| {
            let mut builder = Spawn::builder().workers(workers).backtraces(false);
            builder = if let Some(window) = window { builder.window(window) } else { builder };
            check_call!(builder.build().unwrap(), verb, whats)
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
    assert!(pool.stats().tasks > 0);
}

tests_of_each_format! { values_come_back }

/// The traits' bounds let generic code run on any backend.
#[test]
fn generic_code_runs_on_a_backend_chosen_by_the_caller() {
    fn total<B: Backend<Bincode>>(backend: &B) -> u64 {
        backend.map(closure!(|x: u64| x * 2), 0..10).unwrap().into_iter().sum()
    }
    let _alone = alone();
    assert_eq!(total(&wirecheck::Inline::new()), 90);
    assert_eq!(total(&Pool::builder().workers(1).build().unwrap()), 90);
}

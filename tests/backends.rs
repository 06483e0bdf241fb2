//! One suite, run on every backend: the same methods, the same results, the same errors.

#[macro_use]
#[path = "support/formats.rs"]
mod each;
mod support;

#[path = "backends/chunks.rs"]
mod chunks;
#[path = "backends/hooks.rs"]
mod hooks;
#[path = "backends/iterating.rs"]
mod iterating;
#[path = "backends/kit.rs"]
mod kit;
#[path = "backends/mapping.rs"]
mod mapping;
#[path = "backends/threads.rs"]
mod threads;

use kit::{Kind, square};
use std::time::Duration;
use support::alone;
use wirecheck::{Batch, Bincode, Codec, Json, Pool, Ron, closure};

wirecheck::test_support!();

/// Nothing here takes as long.
const LONG: Duration = Duration::from_secs(60);

fn suite<F: Codec>(kind: Kind) {
    // Values are counted over the whole process.
    let _alone = alone();
    mapping::run::<F>(kind);
    iterating::run::<F>(kind);
    chunks::run::<F>(kind);
    hooks::run::<F>(kind);
}

#[test]
fn inline() {
    suite::<Bincode>(Kind::Inline);
}

#[test]
fn thread() {
    suite::<Bincode>(Kind::Thread);
}

fn pool<F: Codec>() {
    suite::<F>(Kind::Pool);
}

tests_of_each_format! { pool }

#[test]
fn spawn_bincode() {
    suite::<Bincode>(Kind::Spawn);
}

#[test]
fn spawn_ron() {
    suite::<Ron>(Kind::Spawn);
}

#[test]
fn batch_sizes_give_the_same_results() {
    let _alone = alone();
    let expected: Vec<u64> = (0..1000).map(|x| x * x).collect();
    for batch in [Batch::Auto, Batch::Fixed(1), Batch::Fixed(7), Batch::Fixed(5000)] {
        let pool = Pool::builder().workers(2).batch(batch).build().unwrap();
        assert_eq!(pool.map(square, 0..1000).unwrap(), expected, "{batch:?}");
    }
    let error = Pool::builder().batch(Batch::Fixed(0)).build().unwrap_err();
    assert!(error.is_refused(), "{error}");
    let error = Pool::builder().workers(0).build().unwrap_err();
    assert!(error.is_refused() && error.to_string().contains("negative number"), "{error}");
}

#[test]
fn many_threads_share_a_pool() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    std::thread::scope(|scope| {
        for seed in 0..6_u64 {
            let pool = &pool;
            scope.spawn(move || {
                for _ in 0..5 {
                    let expected: Vec<u64> = (seed..seed + 200).map(|x| x * x).collect();
                    assert_eq!(pool.map(square, seed..seed + 200).unwrap(), expected);
                    assert_eq!(pool.submit(square, seed).unwrap().join().unwrap(), seed * seed);
                }
            });
        }
    });
    assert_eq!(pool.stats().started, 2);
}

#[test]
fn an_input_iterator_that_panics_leaves_the_pool_usable() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).build().unwrap();
    let items = (0..100_u64).map(|x| if x == 50 { panic!("no input {x}") } else { x });
    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| pool.map(square, items)));
    assert!(outcome.is_err());
    assert_eq!(pool.map(square, [5_u64]).unwrap(), [25]);
}

#[test]
fn the_input_is_read_only_as_far_as_there_is_room() {
    let _alone = alone();
    let pool = Pool::builder().workers(2).batch(Batch::Fixed(2)).build().unwrap();
    let (taken, answered) =
        (std::cell::Cell::new(0_u64), std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0)));
    let seen = answered.clone();
    let counting = Pool::builder()
        .workers(2)
        .batch(Batch::Fixed(2))
        .on_progress(move |p| seen.store(p.done, std::sync::atomic::Ordering::Relaxed));
    drop(pool);
    let pool = counting.build().unwrap();
    let mut most_ahead = 0;
    let items = (0..500_u64).inspect(|_| {
        taken.set(taken.get() + 1);
        most_ahead = most_ahead.max(taken.get() - answered.load(std::sync::atomic::Ordering::Relaxed));
    });
    pool.map(square, items).unwrap();
    // Two at each of two workers, and the one that was looked at to know that there is more.
    assert!(most_ahead <= 5, "{most_ahead} inputs were taken ahead of answers");
    assert_eq!(taken.get(), 500);
}

#[test]
fn jobs_outlive_the_pool_that_made_them() {
    let _alone = alone();
    let job = Pool::builder().workers(1).build().unwrap().submit(square, 12_u64).unwrap();
    assert_eq!(job.join().unwrap(), 144);
}

#[test]
fn a_float_that_json_cannot_hold_is_an_error_where_it_is_encoded() {
    let _alone = alone();
    let pool = Pool::<Json>::in_format().workers(1).build().unwrap();
    let inputs = vec![vec![Some(1.5)], vec![None, Some(f64::NAN)], vec![Some(f64::INFINITY)], vec![None]];
    let results = pool.try_map(closure!(|x: Vec<Option<f64>>| x), inputs).unwrap();
    assert_eq!(results[0].as_ref().unwrap(), &[Some(1.5)]);
    assert_eq!(results[3].as_ref().unwrap(), &[None]);
    let error = results[1].as_ref().unwrap_err();
    assert!(error.is_encode() && error.path() == Some("[1]"), "{error}");
    assert!(error.to_string().contains("NaN has no place in this format"), "{error}");
    assert!(results[2].as_ref().unwrap_err().to_string().contains("inf has no place"));
    let error = pool.map(closure!(|x: f64| 1.0 / x), [0.0]).unwrap_err();
    assert_eq!((error.is_encode(), error.side()), (true, Some(wirecheck::Side::Worker)), "{error}");
}

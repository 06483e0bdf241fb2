//! One suite, run on every backend: the same verbs, the same results, the same errors.

#[macro_use]
#[path = "support/formats.rs"]
mod each;
mod support;

use support::alone;
use wirecheck::{
    AnyBackend, Backend, Batch, Bincode, Codec, Inline, Json, Pool, Ron, Spawn, Thread, closure,
};

wirecheck::test_support!();

fn square(x: u64) -> u64 {
    x * x
}

fn odd_panics(x: u64) -> u64 {
    assert!(x.is_multiple_of(2), "{x} is odd");
    x / 2
}

fn add(a: u64, b: u64) -> u64 {
    a + b
}

fn generic<T: Clone>(values: Vec<T>) -> Vec<T> {
    values.iter().rev().cloned().collect()
}

/// A task's own error is a value, not a failure of the task.
fn checked(x: u64) -> Result<u64, String> {
    x.checked_sub(1).ok_or_else(|| "nothing before 0".to_owned())
}

fn suite<F: Codec>(backend: &AnyBackend<F>) {
    let parallel = backend.capabilities().parallel;
    assert_eq!(backend.workers(), if parallel { 2 } else { 1 });

    maps_in_order(backend);
    fails_alone(backend);
    spawns(backend);
    moves_captures_and_large_values(backend);
}

fn maps_in_order<F: Codec>(backend: &AnyBackend<F>) {
    let expected: Vec<u64> = (0..100).map(|x| x * x).collect();
    assert_eq!(backend.map(square, 0..100).unwrap(), expected);
    assert_eq!(backend.map(closure!(|x: u64| x * x), 0..100).unwrap(), expected, "a plain closure");
    assert_eq!(backend.map(square, Vec::new()).unwrap(), [0; 0], "no input");
    assert_eq!(backend.map(add, [(1_u64, 2_u64), (3, 4)]).unwrap(), [3, 7], "a tuple is many arguments");
    assert_eq!(backend.map(closure!(|| 7_u64), [()]).unwrap(), [7], "no argument");
    assert_eq!(backend.map(generic::<String>, [vec!["a".to_owned(), "b".to_owned()]]).unwrap(), [["b", "a"]]);
    assert_eq!(backend.map(checked, [1_u64, 0]).unwrap(), [Ok(0), Err("nothing before 0".to_owned())]);
}

fn fails_alone<F: Codec>(backend: &AnyBackend<F>) {
    let results = backend.try_map(odd_panics, [2_u64, 3, 4]).unwrap();
    assert_eq!(results.len(), 3);
    assert_eq!(results[0].as_ref().unwrap(), &1);
    assert_eq!(results[2].as_ref().unwrap(), &2);
    let error = results[1].as_ref().unwrap_err();
    assert!(error.is_panic() && !error.is_crash(), "{error}");
    assert_eq!(error.index(), Some(1));
    assert!(error.task().unwrap().ends_with("odd_panics"), "{error}");
    let panic = error.panic().unwrap();
    assert_eq!(panic.message(), "3 is odd");
    assert!(panic.place().unwrap().contains("backends.rs:"), "{error}");

    let error = backend.map(odd_panics, [0_u64, 2, 5, 4]).unwrap_err();
    assert_eq!((error.is_panic(), error.index()), (true, Some(2)), "{error}");
    assert_eq!(backend.map(odd_panics, [4_u64]).unwrap(), [2], "usable after a failed call");
}

fn spawns<F: Codec>(backend: &AnyBackend<F>) {
    let jobs: Vec<_> = (0..10_u64).map(|x| backend.submit(square, x).unwrap()).collect();
    let results: Vec<u64> = jobs.into_iter().map(|job| job.join().unwrap()).collect();
    assert_eq!(results, [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]);
    let error = backend.submit(odd_panics, 1_u64).unwrap().join().unwrap_err();
    assert!(error.is_panic(), "{error}");
}

fn moves_captures_and_large_values<F: Codec>(backend: &AnyBackend<F>) {
    let (by, prefix) = (3_u64, "p".to_owned());
    let task = closure!(|x: u64| format!("{prefix}{}", x * by));
    assert_eq!(backend.map(task, 1..4).unwrap(), ["p3", "p6", "p9"]);

    // Larger than a socket's buffer in both directions, several at once.
    let inputs: Vec<Vec<u64>> = (0..6).map(|seed| (seed..seed + 100_000).collect()).collect();
    let expected: Vec<Vec<u64>> = inputs.iter().map(|v| v.iter().rev().copied().collect()).collect();
    assert_eq!(backend.map(generic::<u64>, inputs).unwrap(), expected);
}

#[test]
fn inline() {
    suite(&AnyBackend::<Bincode>::Inline(Inline::new()));
}

#[test]
fn thread() {
    suite(&AnyBackend::<Bincode>::Thread(Thread::builder().workers(2).build().unwrap()));
}

fn pool<F: Codec>() {
    let _alone = alone();
    suite(&AnyBackend::<F>::Pool(Pool::in_format().workers(2).build().unwrap()));
}

fn spawn<F: Codec>() {
    let _alone = alone();
    suite(&AnyBackend::<F>::Spawn(Spawn::in_format().workers(2).build().unwrap()));
}

tests_of_each_format! { pool }

#[test]
fn spawn_bincode() {
    spawn::<Bincode>();
}

#[test]
fn spawn_ron() {
    spawn::<Ron>();
}

#[test]
fn threads_take_what_cannot_be_sent() {
    let words = ["one".to_owned(), "three".to_owned()];
    let counter = std::sync::Mutex::new(0);
    let count = |word: &String| {
        *counter.lock().unwrap() += word.len();
        word.len()
    };
    assert_eq!(Thread::new().unwrap().map(count, &words).unwrap(), [3, 5]);
    assert_eq!(*counter.lock().unwrap(), 8);
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
    assert_eq!(pool.traffic().started, 2);
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

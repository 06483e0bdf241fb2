//! rayon: threads of one process, where nothing is sent. No peer, but what sending costs is the distance to it.

use super::{Outcome, add_one, turns::timed, work};
use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::hint::black_box;
use std::time::Duration;

pub(crate) fn pool(workers: usize) -> Outcome<ThreadPool> {
    let pool = ThreadPoolBuilder::new().num_threads(workers).build()?;
    noop_seconds(&pool, 100, 1)?;
    Ok(pool)
}

/// Of so many tasks; it hands them out in pieces of at most `longest`.
pub(crate) fn noop_seconds(pool: &ThreadPool, tasks: u64, longest: usize) -> Outcome<f64> {
    // The black box leaves a task to do where the optimizer would fill a list.
    let task = |x: usize| black_box(add_one(x as u64));
    let run = || (0..tasks as usize).into_par_iter().with_max_len(longest).map(task).collect();
    let (results, seconds): (Vec<u64>, f64) = timed(|| pool.install(run));
    assert!(results.into_iter().eq(1..=tasks));
    Ok(seconds)
}

/// Of one task after the other.
pub(crate) fn flight_seconds(pool: &ThreadPool, tasks: u64) -> Outcome<f64> {
    let (results, seconds) =
        timed(|| (0..tasks).map(|x| pool.install(|| add_one(black_box(x)))).collect::<Vec<_>>());
    assert!(results.into_iter().eq(1..=tasks));
    Ok(seconds)
}

pub(crate) fn nap_seconds(pool: &ThreadPool, tasks: usize, nap: Duration) -> Outcome<f64> {
    let millis = nap.as_millis() as u64;
    let (results, seconds) = timed(|| map(pool, work::nap, vec![millis; tasks]));
    assert_eq!(results, vec![millis; tasks]);
    Ok(seconds)
}

pub(crate) fn map<A: Send, R: Send>(pool: &ThreadPool, task: fn(A) -> R, inputs: Vec<A>) -> Vec<R> {
    pool.install(|| inputs.into_par_iter().with_max_len(1).map(task).collect())
}

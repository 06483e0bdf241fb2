//! wirecheck.

use super::{Outcome, add_one, turns::timed, work};
use std::time::Duration;
use wirecheck::{Batch, Pool};

/// A pool with all of its workers up.
pub(crate) fn pool(workers: usize, batch: Batch) -> Outcome<Pool> {
    let pool = Pool::builder().workers(workers).batch(batch).build()?;
    // A task that takes a while at each, so that none of them is left out.
    pool.map(work::nap, vec![5; workers])?;
    pool.map(add_one, 0..100)?;
    Ok(pool)
}

/// Of so many tasks that do nothing.
pub(crate) fn noop_seconds(pool: &Pool, tasks: u64) -> Outcome<f64> {
    let (results, seconds) = timed(|| pool.map(add_one, 0..tasks));
    assert!(results?.into_iter().eq(1..=tasks));
    Ok(seconds)
}

/// Of a call with one task, so many times.
pub(crate) fn call_seconds(pool: &Pool, calls: u64) -> Outcome<f64> {
    let (results, seconds) =
        timed(|| (0..calls).map(|x| pool.map(add_one, [x])).collect::<Result<Vec<_>, _>>());
    assert!(results?.into_iter().flatten().eq(1..=calls));
    Ok(seconds)
}

pub(crate) fn spawn_seconds() -> Outcome<f64> {
    let (result, seconds) = timed(|| wirecheck::spawn(add_one, 1)?.join());
    assert_eq!(result?, 2);
    Ok(seconds)
}

pub(crate) fn nap_seconds(pool: &Pool, tasks: usize, nap: Duration) -> Outcome<f64> {
    let millis = nap.as_millis() as u64;
    let (results, seconds) = timed(|| pool.map(work::nap, vec![millis; tasks]));
    assert_eq!(results?, vec![millis; tasks]);
    Ok(seconds)
}

/// From nothing to a task answered by each worker.
pub(crate) fn start_seconds(workers: usize) -> Outcome<f64> {
    let build = || {
        let pool = Pool::builder().workers(workers).build()?;
        let results = pool.map(add_one, 0..workers as u64)?;
        Ok::<_, wirecheck::Error>((pool, results))
    };
    let (built, seconds) = timed(build);
    assert!(built?.1.into_iter().eq(1..=workers as u64));
    Ok(seconds)
}

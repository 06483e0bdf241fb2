//! procspawn, the nearest Rust peer.

use super::{Outcome, add_one, turns::timed};
use procspawn::{Pool, SpawnError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::VecDeque;

/// Every open handle holds two descriptors, so they are joined as they go: this many keep the workers busy.
const OPEN: usize = 256;

/// A pool that has answered.
pub(crate) fn pool(workers: usize) -> Outcome<Pool> {
    let pool = Pool::new(workers)?;
    map(&pool, add_one, 0..workers as u64)?;
    Ok(pool)
}

/// It has none of its own.
pub(crate) fn map<A, R>(
    pool: &Pool,
    task: fn(A) -> R,
    inputs: impl IntoIterator<Item = A>,
) -> Result<Vec<R>, SpawnError>
where
    A: Serialize + DeserializeOwned,
    R: Serialize + DeserializeOwned + Send + 'static,
{
    let (mut open, mut results) = (VecDeque::new(), Vec::new());
    for input in inputs {
        if open.len() == OPEN {
            results.extend(open.pop_front().map(procspawn::JoinHandle::join).transpose()?);
        }
        open.push_back(pool.spawn(input, task));
    }
    for handle in open {
        results.push(handle.join()?);
    }
    Ok(results)
}

pub(crate) fn noop_seconds(pool: &Pool, tasks: u64) -> Outcome<f64> {
    let (results, seconds) = timed(|| map(pool, add_one, 0..tasks));
    assert!(results?.into_iter().eq(1..=tasks));
    Ok(seconds)
}

/// Of one task after the other.
pub(crate) fn flight_seconds(pool: &Pool, tasks: u64) -> Outcome<f64> {
    let (results, seconds) =
        timed(|| (0..tasks).map(|x| pool.spawn(x, add_one).join()).collect::<Result<Vec<_>, _>>());
    assert!(results?.into_iter().eq(1..=tasks));
    Ok(seconds)
}

pub(crate) fn spawn_seconds() -> Outcome<f64> {
    let (result, seconds) = timed(|| procspawn::spawn(1, add_one).join());
    assert_eq!(result?, 2);
    Ok(seconds)
}

/// From nothing to a task answered by each worker.
pub(crate) fn start_seconds(workers: usize) -> Outcome<f64> {
    let (pool, seconds) = timed(|| pool(workers));
    pool?.shutdown();
    Ok(seconds)
}

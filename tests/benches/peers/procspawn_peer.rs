//! procspawn, the nearest Rust peer.

use procspawn::{JoinHandle, Pool, SpawnError};
use std::collections::VecDeque;
use std::time::Instant;

fn add_one(x: u64) -> u64 {
    x + 1
}

pub(crate) fn tasks_per_second(tasks: u64) -> Result<f64, SpawnError> {
    let pool = Pool::new(super::WORKERS)?;
    pool.spawn(0, add_one).join()?;
    let start = Instant::now();
    // Every open handle holds two descriptors, so they are joined as they go: 256 keep both workers busy.
    let mut open = VecDeque::new();
    for x in 0..tasks {
        if open.len() == 256 {
            join_first(&mut open)?;
        }
        open.push_back((x + 1, pool.spawn(x, add_one)));
    }
    while !open.is_empty() {
        join_first(&mut open)?;
    }
    let seconds = start.elapsed().as_secs_f64();
    pool.shutdown();
    Ok(tasks as f64 / seconds)
}

fn join_first(open: &mut VecDeque<(u64, JoinHandle<u64>)>) -> Result<(), SpawnError> {
    let Some((expected, handle)) = open.pop_front() else { return Ok(()) };
    assert_eq!(handle.join()?, expected);
    Ok(())
}

pub(crate) fn round_trip_us(tasks: u64) -> Result<f64, SpawnError> {
    let pool = Pool::new(1)?;
    pool.spawn(0, add_one).join()?;
    let start = Instant::now();
    for x in 0..tasks {
        assert_eq!(pool.spawn(x, add_one).join()?, x + 1);
    }
    let seconds = start.elapsed().as_secs_f64();
    pool.shutdown();
    Ok(seconds * 1e6 / tasks as f64)
}

pub(crate) fn spawn_us(tasks: u32) -> Result<f64, SpawnError> {
    procspawn::spawn(0_u64, add_one).join()?;
    let start = Instant::now();
    for x in 0..u64::from(tasks) {
        assert_eq!(procspawn::spawn(x, add_one).join()?, x + 1);
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(tasks))
}

//! wirecheck.

use std::time::Instant;
use wirecheck::{Batch, Error, Pool};

fn add_one(x: u64) -> u64 {
    x + 1
}

pub(crate) fn tasks_per_second(batch: Batch, tasks: u64) -> Result<f64, Error> {
    let pool = Pool::builder().workers(super::WORKERS).batch(batch).build()?;
    pool.map(add_one, 0..100)?;
    let start = Instant::now();
    let results = pool.map(add_one, 0..tasks)?;
    let seconds = start.elapsed().as_secs_f64();
    assert!(results.into_iter().eq(1..=tasks));
    Ok(tasks as f64 / seconds)
}

pub(crate) fn round_trip_us(tasks: u64) -> Result<f64, Error> {
    let pool = Pool::builder().workers(1).batch(Batch::Fixed(1)).build()?;
    pool.map(add_one, 0..100)?;
    let start = Instant::now();
    pool.map(add_one, 0..tasks)?;
    Ok(start.elapsed().as_secs_f64() * 1e6 / tasks as f64)
}

pub(crate) fn spawn_us(tasks: u32) -> Result<f64, Error> {
    wirecheck::spawn(add_one, 1)?.join()?;
    let start = Instant::now();
    for x in 0..u64::from(tasks) {
        assert_eq!(wirecheck::spawn(add_one, x)?.join()?, x + 1);
    }
    Ok(start.elapsed().as_secs_f64() * 1e6 / f64::from(tasks))
}

use std::collections::BTreeMap;
use wirecheck::{Error, Json, Pool};

fn run(pool: &Pool<Json>, grid: BTreeMap<(u32, u32), f64>) -> Result<usize, Error> {
    pool.submit(|grid: BTreeMap<(u32, u32), f64>| grid.len(), grid)?.join()
}

fn main() {}

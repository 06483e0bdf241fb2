use std::sync::Arc;
use wirecheck::{Error, Pool, closure};

fn total(pool: &Pool, sizes: Arc<Vec<u64>>) -> Result<u64, Error> {
    pool.submit(closure!(|| sizes.iter().sum::<u64>()), ())?.join()
}

fn main() {}

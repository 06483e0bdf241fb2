use std::time::{Duration, Instant};
use wirecheck::{Error, Pool, closure};

fn late(pool: &Pool, since: Instant) -> Result<bool, Error> {
    pool.submit(closure!(|| since.elapsed() > Duration::from_secs(1)), ())?.join()
}

fn main() {}

use wirecheck::{Error, Pool, closure};

fn apply(pool: &Pool, step: fn(u32) -> u32) -> Result<u32, Error> {
    pool.submit(closure!([step] |x: u32| step(x)), 1)?.join()
}

fn main() {}

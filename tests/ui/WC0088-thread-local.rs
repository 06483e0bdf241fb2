use std::thread;
use wirecheck::{Error, Pool, closure};

fn deeper(pool: &Pool, depth: &'static thread::LocalKey<std::cell::Cell<u32>>) -> Result<u32, Error> {
    pool.submit(closure!(|| depth.get() + 1), ())?.join()
}

fn main() {}

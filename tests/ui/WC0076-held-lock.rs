use std::sync::Mutex;
use wirecheck::{Error, Pool, closure};

static LIMIT: Mutex<u32> = Mutex::new(3);

fn scaled(pool: &Pool) -> Result<u32, Error> {
    let limit = LIMIT.lock().unwrap();
    pool.submit(closure!(|| *limit * 2), ())?.join()
}

fn main() {}

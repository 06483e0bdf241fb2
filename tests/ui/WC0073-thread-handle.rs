use std::thread;
use wirecheck::{Error, Pool, closure};

fn double(pool: &Pool, thread: thread::JoinHandle<u32>) -> Result<bool, Error> {
    pool.spawn(closure!(|| thread.is_finished()), ())?.join()
}

fn main() {}

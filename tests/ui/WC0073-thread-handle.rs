use std::thread;
use wirecheck::{Error, Pool, closure};

fn double(pool: &Pool, thread: thread::JoinHandle<u32>) -> Result<bool, Error> {
    pool.submit(closure!(|| thread.is_finished()), ())?.join()
}

fn main() {}

use std::fs::File;
use std::io;
use wirecheck::{Error, Pool, closure};

fn count(pool: &Pool, file: File) -> Result<usize, Error> {
    pool.submit(closure!(|| io::read_to_string(&file).unwrap_or_default().len()), ())?.join()
}

fn main() {}

use std::fs;
use std::path::PathBuf;
use wirecheck::{Error, Pool};

fn size(pool: &Pool, path: PathBuf) -> Result<u64, Error> {
    let size = |path: PathBuf| fs::metadata(path).map(|found| found.len());
    Ok(pool.submit(size, path)?.join()?.unwrap_or(0))
}

fn main() {}

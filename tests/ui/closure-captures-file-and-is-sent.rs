use std::fs::File;
use std::sync::Mutex;
use std::sync::atomic::AtomicU64;
use wirecheck::{Error, Pool, closure};

struct Own(u64);

fn main() -> Result<(), Error> {
    let pool = Pool::new()?;
    let (file, count) = (File::open("data.txt").unwrap(), 3);
    println!("{:?}", pool.map(closure!(|n: u64| n + count + file.metadata().unwrap().len()), [1])?);
    let total = Mutex::new(3u64);
    pool.map(closure!(|n: u64| n + *total.lock().unwrap()), [1])?;
    let own = Own(1);
    let task = closure!(|n: u64| n + own.0);
    pool.submit(task, 1)?.join()?;
    let counter = AtomicU64::new(1);
    pool.try_map(closure!(|n: u64| n + counter.load(std::sync::atomic::Ordering::SeqCst)), [1])?;
    Ok(())
}

use std::sync::mpsc;
use wirecheck::{Error, Pool, closure};

fn squares(pool: &Pool, out: mpsc::Sender<u64>) -> Result<(), Error> {
    pool.map(closure!(|x: u64| drop(out.send(x * x))), 0..10)?;
    Ok(())
}

fn main() {}

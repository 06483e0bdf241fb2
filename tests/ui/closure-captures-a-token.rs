//! A token has no size, and is asked for `Sendable` like any other captured variable.
use wirecheck::{Error, Pool, closure};

#[derive(Clone, Copy)]
struct Ready(());

fn read(pool: &Pool, ready: Ready) -> Result<Vec<bool>, Error> {
    pool.map(closure!(|_: u64| matches!(ready, Ready(()))), [1, 2])
}

fn main() {
    let _ = read;
}

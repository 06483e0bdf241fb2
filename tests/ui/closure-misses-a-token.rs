//! A captured variable without a size does not slip through a list that leaves it out.
use wirecheck::{Error, Pool, closure};

#[derive(Clone, Copy)]
struct Ready(());

impl Ready {
    fn get(self) -> u64 {
        1
    }
}

fn read(pool: &Pool, ready: Ready) -> Result<Vec<u64>, Error> {
    pool.map(closure!([] move |x: u64| x + ready.get()), [1, 2])
}

fn main() {
    let _ = read;
}

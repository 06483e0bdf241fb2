//! What is not `Send` is not sent, whatever its size.
use std::marker::PhantomData;
use wirecheck::{Error, Pool};

/// Proves that this is the main thread.
#[derive(Clone, Copy)]
struct MainThread(PhantomData<*const ()>);

impl MainThread {
    fn draw(self, x: u64) -> u64 {
        x
    }
}

fn draw(pool: &Pool, main: MainThread) -> Result<Vec<u64>, Error> {
    pool.map(move |x: u64| main.draw(x), [1, 2])
}

fn main() {
    let _ = draw;
}

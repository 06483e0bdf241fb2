use wirecheck::{Error, Pool, closure};

fn sum(pool: &Pool, inner: Pool) -> Result<u64, Error> {
    pool.submit(closure!(|n: u64| inner.map(|x: u64| x * 2, 0..n).unwrap().into_iter().sum::<u64>()), 3)?.join()
}

fn main() {}

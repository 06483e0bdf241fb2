use wirecheck::{Error, Pool};

fn sum(pool: &Pool, numbers: [u8; 64]) -> Result<u64, Error> {
    pool.submit(|numbers: [u8; 64]| numbers.iter().map(|&it| u64::from(it)).sum(), numbers)?.join()
}

fn main() {}

use wirecheck::{Error, Pool};

fn sum(pool: &Pool, numbers: std::vec::IntoIter<u64>) -> Result<u64, Error> {
    pool.submit(|numbers: std::vec::IntoIter<u64>| numbers.sum::<u64>(), numbers)?.join()
}

fn main() {}

use wirecheck::{Error, Pool};

fn double(x: u32) -> u32 {
    x * 2
}

fn run(pool: &Pool) -> Result<Vec<u32>, Error> {
    pool.map("double", [1, 2])
}

fn main() {}

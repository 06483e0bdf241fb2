use wirecheck::{Error, Pool};

fn is_null(pool: &Pool, address: *const u8) -> Result<bool, Error> {
    pool.submit(|address: *const u8| address.is_null(), address)?.join()
}

fn main() {}

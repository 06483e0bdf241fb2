use wirecheck::{Error, Pool};

fn is_null(pool: &Pool, address: *const u8) -> Result<bool, Error> {
    pool.spawn(|address: *const u8| address.is_null(), address)?.join()
}

fn main() {}

use wirecheck::{Bincode, Codec, Error, Pool, Sendable, closure};

fn unproven<F: Codec, T: Copy>(pool: &Pool<F>, by: T) -> Result<Vec<u64>, Error>
where
    u64: Sendable<F>,
{
    pool.map(closure!(|x: u64| x + size_of_val(&by) as u64), [1])
}

fn main() {
    let _ = unproven::<Bincode, u8>;
}

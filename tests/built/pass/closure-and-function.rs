#![forbid(unsafe_code)]
use wirecheck::{Error, Pool, closure};

fn triple(x: u64) -> u64 {
    x * 3
}

fn main() -> Result<(), Error> {
    wirecheck::init();
    let pool = Pool::builder().workers(1).build()?;
    assert_eq!(pool.map(triple, [1, 2])?, [3, 6]);
    assert_eq!(pool.map(closure!(|x: u64| x * 3), [1, 2])?, [3, 6]);
    let by = 3;
    assert_eq!(pool.map(closure!(|x: u64| x * by), [1, 2])?, [3, 6]);
    Ok(())
}

use wirecheck::{Error, Pool};

fn main() -> Result<(), Error> {
    let pool = Pool::new()?;
    pool.map(async |x: u64| x, [1, 2])?;
    pool.map(|x: u64| async move { x }, [1, 2])?;
    Ok(())
}

use wirecheck::{Error, Pool};

fn main() -> Result<(), Error> {
    let pool = Pool::new()?;
    let mut total = 0;
    pool.map(|x: u64| total += x, [1, 2])?;
    let mut seen = Vec::new();
    pool.map(|x: u64| seen.push(x), [1, 2])?;
    println!("{total} {seen:?}");
    Ok(())
}

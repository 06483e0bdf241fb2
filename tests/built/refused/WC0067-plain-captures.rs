use wirecheck::{Error, Pool};

fn main() -> Result<(), Error> {
    wirecheck::init();
    let by = 3;
    let tripled = Pool::new()?.map(move |x: u64| x * by, [1, 2])?;
    println!("{tripled:?}");
    Ok(())
}

use wirecheck::{Error, Pool};

fn main() -> Result<(), Error> {
    let name = String::from("n");
    Pool::new()?.map(move |_: u64| name, [1, 2])?;
    Ok(())
}

use wirecheck::{Error, Pool};

fn main() -> Result<(), Error> {
    Pool::new()?.map(|name: String| name.trim(), [String::new()])?;
    Pool::new()?.map(|name: &str| name.len(), ["a"])?;
    Ok(())
}

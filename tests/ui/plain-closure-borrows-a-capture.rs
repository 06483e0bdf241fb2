use wirecheck::{Error, Pool};

fn main() -> Result<(), Error> {
    let names = vec![String::from("n")];
    Pool::new()?.map(|at: usize| names[at].clone(), [0])?;
    Pool::new()?.map(|at: usize| names[at].as_str(), [0])?;
    Ok(())
}

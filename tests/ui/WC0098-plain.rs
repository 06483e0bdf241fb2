use wirecheck::{Error, Pool, Shared, closure};

fn run(pool: &Pool, names: Vec<String>) -> Result<Vec<usize>, Error> {
    let names = Shared::copy_of(&names)?;
    pool.map(closure!(|at: usize| names[at].len()), 0..2)
}

fn flags(pool: &Pool) -> Result<Shared<[bool]>, Error> {
    pool.submit(|len: usize| Shared::<[bool]>::build(len, |flags| flags.fill(true)), 2)?.join()?
}

fn main() {}

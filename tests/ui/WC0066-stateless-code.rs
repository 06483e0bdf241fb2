use wirecheck::{Error, Pool};

fn greet(pool: &Pool, greeting: String) -> Result<Vec<String>, Error> {
    pool.map(move |name: String| format!("{greeting}, {name}"), ["Ada".to_owned()])
}

fn main() {}

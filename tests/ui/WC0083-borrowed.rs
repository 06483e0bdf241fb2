use wirecheck::{Error, Pool, closure};

fn greet(pool: &Pool, greeting: &'static str) -> Result<String, Error> {
    pool.submit(closure!(|name: String| format!("{greeting}, {name}")), "Ada".to_owned())?.join()
}

fn main() {}

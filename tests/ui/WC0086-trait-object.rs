use wirecheck::{Error, Pool, closure};

fn print(pool: &Pool, it: Box<dyn std::fmt::Display + Send>) -> Result<String, Error> {
    pool.submit(closure!(|| it.to_string()), ())?.join()
}

fn main() {}

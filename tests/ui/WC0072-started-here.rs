use std::process::Command;
use wirecheck::{Error, Pool, closure};

fn run(pool: &Pool, command: Command) -> Result<String, Error> {
    pool.submit(closure!(|| format!("{command:?}")), ())?.join()
}

fn main() {}

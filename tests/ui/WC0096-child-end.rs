use std::process::Command;
use wirecheck::{Error, Pool};

fn run(pool: &Pool, program: String) -> Result<bool, Error> {
    let run = |program: String| Command::new(program).status().expect("it can be started");
    Ok(pool.submit(run, program)?.join()?.success())
}

fn main() {}

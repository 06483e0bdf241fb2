//! A program that is short of what workers and threads need: what it is refused, it is told.

#[path = "../../support/mod.rs"]
mod support;

use std::io::Write as _;
use wirecheck::{Error, Output, Pool, Spawn};

fn double(x: u64) -> u64 {
    2 * x
}

fn tell(what: &str, outcome: Result<Vec<u64>, Error>) {
    let outcome = match outcome {
        Ok(values) => format!("gives {values:?}"),
        Err(error) => format!("fails: {error}"),
    };
    let _ = writeln!(std::io::stdout(), "{what} {outcome}; {} children", support::children().len());
}

fn main() {
    wirecheck::init();
    tell("a forwarding pool", Pool::builder().workers(8).build().and_then(|pool| pool.map(double, 0..3)));
    let pool = Pool::builder().workers(8).stderr(Output::Inherit).build();
    tell("a pool", pool.and_then(|pool| pool.map(double, 0..3)));
    let pool = Pool::builder().workers(1).stderr(Output::Inherit).build();
    tell("a job", pool.and_then(|pool| pool.submit(double, 4)?.join()).map(|value| vec![value]));
    let spawn = Spawn::builder().workers(8).stderr(Output::Inherit).build();
    tell("a spawn", spawn.and_then(|spawn| spawn.map(double, 0..30)).map(|values| vec![values.len() as u64]));
}

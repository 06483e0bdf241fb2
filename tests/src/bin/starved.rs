//! A program that is short of what workers, threads and tasks need: what it is refused, it is told. `starved [overflow]`.

#[path = "../../support/mod.rs"]
mod support;

use std::io::Write as _;
use wirecheck::{Error, Output, Pool, Spawn};

fn double(x: u64) -> u64 {
    2 * x
}

#[expect(unconditional_recursion, reason = "that is the fault")]
fn deep(x: u64) -> u64 {
    let page = std::hint::black_box([x; 512]);
    deep(page[0] + 1) + page[1]
}

fn tell(what: &str, outcome: Result<Vec<u64>, Error>) {
    let outcome = match outcome {
        Ok(values) => format!("gives {values:?}"),
        Err(error) => format!("fails: {error}\nreason: {:?}", error.reason()),
    };
    let _ = writeln!(std::io::stdout(), "{what} {outcome}; {} children\n", support::children().len());
}

fn main() {
    wirecheck::init();
    if std::env::args().nth(1).is_some() {
        tell("a pool", Pool::builder().workers(1).build().and_then(|pool| pool.map(deep, [1])));
        tell("a spawn", Spawn::builder().workers(1).build().and_then(|spawn| spawn.map(deep, [1])));
        return;
    }
    tell("a forwarding pool", Pool::builder().workers(8).build().and_then(|pool| pool.map(double, 0..3)));
    let pool = Pool::builder().workers(8).stderr(Output::Inherit).build();
    tell("a pool", pool.and_then(|pool| pool.map(double, 0..3)));
    let pool = Pool::builder().workers(1).stderr(Output::Inherit).build();
    tell("a job", pool.and_then(|pool| pool.submit(double, 4)?.join()).map(|value| vec![value]));
    let spawn = Spawn::builder().workers(8).stderr(Output::Inherit).build();
    tell("a spawn", spawn.and_then(|spawn| spawn.map(double, 0..30)).map(|values| vec![values.len() as u64]));
}

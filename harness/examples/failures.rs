//! What goes wrong in a task, and what you get: panics, crashes, timeouts, retries.
//!
//! ```console
//! $ cargo run -p wirecheck --example failures
//! input 0: 10
//! input 1: panicked: cannot divide by zero
//! input 2: the worker was killed by SIGKILL
//! input 3: 3
//! too slow: stopped after its limit
//! tried again: [1, 4, 9]; 1 worker died, 1 task was run again
//! ```
#![allow(clippy::print_stdout, reason = "a program that prints; yours needs no such line")]

use std::process::Command;
use std::time::Duration;
use wirecheck::{Error, Fault, Pool};

/// Divides, unless something worse happens.
fn divide(by: u64) -> u64 {
    assert!(by != 0, "cannot divide by zero");
    if by == 99 {
        // As the kernel does when there is no memory left.
        let pid = std::process::id().to_string();
        let _ = Command::new("kill").args(["-KILL", &pid]).status();
        std::thread::park();
    }
    30 / by
}

fn sleep(seconds: u64) -> u64 {
    std::thread::sleep(Duration::from_secs(seconds));
    seconds
}

fn square(x: u64) -> u64 {
    x * x
}

#[wirecheck::main]
fn main() -> Result<(), Error> {
    let pool = Pool::builder().workers(2).build()?;

    // `map` ends with the first failure. `try_map` gives a `Result` for each input: one failure costs one task.
    for (input, result) in pool.try_map(divide, [3, 0, 99, 10])?.into_iter().enumerate() {
        match result {
            Ok(value) => println!("input {input}: {value}"),
            // `error.to_string()` has it all: the task, the input, the place of the panic.
            Err(error) if error.is_panic() => {
                let message = error.panic().map(|panic| panic.message().to_owned()).unwrap_or_default();
                println!("input {input}: panicked: {message}");
            }
            Err(error) if error.is_crash() => {
                println!("input {input}: the worker was killed by {}", error.signal().unwrap_or("?"));
            }
            Err(error) => return Err(error),
        }
    }

    // A task that takes too long is really stopped. Its worker is replaced.
    let pool = Pool::builder().workers(1).task_timeout(Duration::from_millis(300)).build()?;
    match pool.map(sleep, [600]) {
        Err(error) if error.is_timeout() => println!("too slow: stopped after its limit"),
        other => println!("unexpected: {other:?}"),
    }

    // A task whose worker died is run again only if you say so: it may have done half of its work.
    // `fault` kills a worker on purpose, at the task of input 1, to show it.
    let pool = Pool::builder().workers(2).retries(1).fault(Fault::KillDuring, 1).build()?;
    let squares = pool.map(square, [1, 2, 3])?;
    let stats = pool.stats();
    println!("tried again: {squares:?}; {} worker died, {} task was run again", stats.crashed, stats.retried);
    Ok(())
}

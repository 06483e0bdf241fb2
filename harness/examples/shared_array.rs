//! An array that every task reads, without a copy for each task.
//!
//! ```console
//! $ cargo run -p wirecheck --example shared_array
//! sum of 1000000 values in 8 parts: 499999500000
//! made in a worker: 1048576 values, the last is 1099509530625
//! ```
#![allow(clippy::print_stdout, reason = "a program that prints; yours needs no such line")]

use std::ops::Range;
use wirecheck::{Error, Pool, Shared, closure};

const LEN: usize = 1_000_000;
const PARTS: usize = 8;

/// A result in shared memory: the parent reads it where the worker wrote it.
fn squares(len: usize) -> Result<Shared<[u64]>, Error> {
    Shared::build(len, |values| {
        for (n, value) in (0..).zip(values) {
            *value = n * n;
        }
    })
}

#[wirecheck::main]
fn main() -> Result<(), Error> {
    let pool = Pool::builder().workers(2).build()?;

    // Written once, where it stays. `Shared::copy_of(&list)` copies an existing list.
    let data = Shared::build(LEN, |values| {
        for (n, value) in values.iter_mut().enumerate() {
            *value = n as u64;
        }
    })?;

    // A task gets the memory itself. Only the two ends of its range are sent each time.
    let sum = closure!(|part: Range<usize>| data[part].iter().sum::<u64>());
    let parts = (0..PARTS).map(|part| part * LEN / PARTS..(part + 1) * LEN / PARTS);
    let total: u64 = pool.map(sum, parts)?.into_iter().sum();
    println!("sum of {LEN} values in {PARTS} parts: {total}");

    // The first `?` is for the task, the second for what it returned.
    let made = pool.submit(squares, 1 << 20)?.join()??;
    println!("made in a worker: {} values, the last is {}", made.len(), made[made.len() - 1]);
    Ok(())
    // The memory is freed with the last process that has it. It has no name that could be left behind.
}

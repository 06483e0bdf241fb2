//! Results one by one, over an input that is too long to keep in memory.
//!
//! ```console
//! $ cargo run -p wirecheck --example streaming
//! 100000 numbers, the longest collatz sequence starts at 77031: 351 numbers
//! never more than 256 inputs read ahead: true
//! first of an endless input above 200: 2463
//! ```
#![allow(clippy::print_stdout, reason = "a program that prints; yours needs no such line")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use wirecheck::{Error, Pool};

/// How many numbers there are until 1: halve an even one, else triple it and add one.
fn collatz(start: u64) -> (u64, u32) {
    let (mut x, mut numbers) = (start, 1);
    while x != 1 {
        x = if x % 2 == 0 { x / 2 } else { 3 * x + 1 };
        numbers += 1;
    }
    (start, numbers)
}

#[wirecheck::main]
fn main() -> Result<(), Error> {
    // `window` is how far ahead of the results the input is read. Memory stays within it.
    let pool = Pool::builder().workers(2).window(256).build()?;

    // An input that counts how much of it was read.
    let read = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&read);
    let inputs = (1..=100_000).inspect(move |_| {
        counter.fetch_add(1, Ordering::Relaxed);
    });

    // In the order of the input. `map_unordered` gives results as they arrive, each with its index.
    let (mut longest, mut most_ahead, mut seen) = ((0, 0), 0, 0);
    for result in pool.map_iter(collatz, inputs)? {
        let (start, numbers) = result?;
        seen += 1;
        most_ahead = most_ahead.max(read.load(Ordering::Relaxed) - seen);
        if numbers > longest.1 {
            longest = (start, numbers);
        }
    }
    println!("{seen} numbers, the longest collatz sequence starts at {}: {} numbers", longest.0, longest.1);
    println!("never more than 256 inputs read ahead: {}", most_ahead <= 256);

    // The input may be endless. Dropping the iterator gives up what was read ahead.
    let mut results = pool.map_iter(collatz, 1..)?;
    let first = results.find(|result| result.as_ref().is_ok_and(|(_, numbers)| *numbers > 200));
    if let Some(result) = first {
        println!("first of an endless input above 200: {}", result?.0);
    }
    Ok(())
}

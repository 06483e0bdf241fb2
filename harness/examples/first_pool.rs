//! Start here: run a function over a list on worker processes.
//!
//! ```console
//! $ cargo run -p wirecheck --example first_pool
//! names: ["APPLES", "PEARS"]
//! totals: [10, 7]
//! the second answer of three: 4
//! ```
#![allow(clippy::print_stdout, reason = "a program that prints; yours needs no such line")]

use serde::{Deserialize, Serialize};
use wirecheck::{Error, Pool, Sendable};

/// What is sent to a worker. `Sendable` is the compiler's proof that it arrives as it was.
#[derive(Serialize, Deserialize, Sendable)]
struct Order {
    product: String,
    amounts: Vec<u64>,
}

/// What comes back.
#[derive(Debug, Serialize, Deserialize, Sendable)]
struct Bill {
    product: String,
    total: u64,
}

/// A task is an ordinary function.
fn bill(order: Order) -> Bill {
    Bill { product: order.product.to_uppercase(), total: order.amounts.iter().sum() }
}

fn square(x: u64) -> u64 {
    x * x
}

// A worker is this program, started again. The attribute makes it serve tasks there instead of running `main`.
#[wirecheck::main]
fn main() -> Result<(), Error> {
    // `Pool::new()` starts a worker for each core. Two are enough here.
    let pool = Pool::builder().workers(2).build()?;

    let orders = vec![
        Order { product: "apples".into(), amounts: vec![1, 2, 3, 4] },
        Order { product: "pears".into(), amounts: vec![7] },
    ];
    // The results have the order of the inputs.
    let bills = pool.map(bill, orders)?;
    println!("names: {:?}", bills.iter().map(|bill| &bill.product).collect::<Vec<_>>());
    println!("totals: {:?}", bills.iter().map(|bill| bill.total).collect::<Vec<_>>());

    // `submit` runs one task while this function goes on.
    let jobs = [1, 2, 3].map(|x| pool.submit(square, x));
    let [_, second, _] = jobs;
    println!("the second answer of three: {}", second?.join()?);
    Ok(())
    // Dropping the pool ends its workers.
}

//! A closure that uses variables of the function around it.
//!
//! ```console
//! $ cargo run -p wirecheck --example captures
//! [2.5, 5.0, 7.5]
//! ["row 0: a", "row 1: b"]
//! the limit is still here: 1
//! [true, false]
//! ```
#![allow(clippy::print_stdout, reason = "a program that prints; yours needs no such line")]

use wirecheck::{Error, Pool, closure};

#[wirecheck::main]
fn main() -> Result<(), Error> {
    let pool = Pool::builder().workers(2).build()?;

    // `closure!` finds `by`, moves it into the closure and sends it to the workers, once for each call of `map`.
    let by = 2.5;
    println!("{:?}", pool.map(closure!(|x: f64| x * by), [1.0, 2.0, 3.0])?);

    // Several parameters take their inputs as tuples. `enumerate` gives them.
    let word = String::from("row");
    let label = closure!(|at: usize, name: String| format!("{word} {at}: {name}"));
    println!("{:?}", pool.map(label, ["a", "b"].map(String::from).into_iter().enumerate())?);

    // Captures are moved, as with `move`. Clone what you need later.
    let limit = vec![1_u64];
    let captured = limit.clone();
    let is_small = pool.map(closure!(|x: u64| captured.contains(&x)), [1, 2])?;
    println!("the limit is still here: {}", limit[0]);
    println!("{is_small:?}");

    // What cannot be sent does not compile. Try it:
    //     let file = std::fs::File::open("/etc/hostname").unwrap();
    //     pool.map(closure!(|_: u64| file.metadata().is_ok()), [1])?;
    // The error is at `file`: [WC0070] it is an open file of this process.
    Ok(())
}

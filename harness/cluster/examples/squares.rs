//! A program that outgrew one machine: `squares SERVER COUNT`.
//!
//! Nodes are the same program with `WIRECHECK_NODE=nats://SERVER`, or another one that trusts the key with which this one is signed.

use std::io::Write;
use std::time::Duration;
use wirecheck::{Error, closure};
use wirecheck_cluster::Cluster;

fn main() {
    wirecheck_cluster::init();
    let mut arguments = std::env::args().skip(1);
    let server = arguments.next().unwrap_or_else(|| "nats://127.0.0.1:4222".to_owned());
    let count = arguments.next().and_then(|count| count.parse().ok()).unwrap_or(1000);
    let text = match sum(&server, count) {
        Ok(sum) => format!("the sum of the first {count} squares is {sum}"),
        Err(error) => format!("no sum: {error}"),
    };
    let written = writeln!(std::io::stdout(), "{text}");
    std::process::exit(i32::from(written.is_err() || text.starts_with("no sum")));
}

fn sum(server: &str, count: u64) -> Result<u64, Error> {
    let cluster = Cluster::builder().server(server).patience(Duration::from_secs(10)).build()?;
    Ok(cluster.map(closure!(|x: u64| x * x), 1..=count)?.into_iter().sum())
}

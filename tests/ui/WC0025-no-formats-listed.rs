#![deny(deprecated)]

use serde::{Deserialize, Serialize};
use wirecheck::{Json, Sendable};

#[derive(Serialize, Deserialize)]
struct Version(u32);

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[sendable(trust)]
    version: Version,
    #[serde(skip)]
    #[sendable(accept = "skip")]
    cache: Vec<u8>,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Queue {
    jobs: Vec<Job>,
}

fn send<T: Sendable<Json>>() {}

fn main() {
    send::<Job>();
}

use serde::{Deserialize, Serialize};
use std::sync::Mutex;
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Counter {
    hits: Mutex<u64>,
}

fn main() {}

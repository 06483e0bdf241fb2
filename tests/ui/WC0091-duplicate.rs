use serde::{Deserialize, Serialize};
use std::sync::Mutex;
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Progress {
    #[sendable(duplicate)]
    done: Mutex<u64>,
}

fn main() {}

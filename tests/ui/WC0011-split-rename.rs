use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    #[serde(rename(serialize = "a", deserialize = "b"))]
    size: u32,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Limits {
    memory: u64,
}

fn main() {}

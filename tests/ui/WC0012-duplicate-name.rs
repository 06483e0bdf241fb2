use serde::{Deserialize, Serialize};
use wirecheck::Sendable;

#[derive(Serialize, Deserialize, Sendable)]
struct Job {
    size: u32,
    #[serde(rename = "size")]
    length: u32,
    #[serde(flatten)]
    limits: Limits,
}

#[derive(Serialize, Deserialize, Sendable)]
struct Limits {
    memory: u64,
}

fn main() {}
